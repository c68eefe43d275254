"""The assistant: a model and its tools, until there is an answer."""

import asyncio
import inspect
import json
import logging
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from agents.conversation import (
    AssistantSaid,
    Conversation,
    CustomerSaid,
    Message,
    ToolAnswered,
    ToolCall,
)
from agents.errors import AgentError, ModelUnreachable
from agents.finding import Finding
from agents.model import ChatModel, ModelDone, TextDelta
from agents.tool import Tool, ToolRefused, ToolResult, ToolRetry
from agents.wording import answers_alone, surest
from catalog import CatalogError

log = logging.getLogger(__name__)

SplitSentences = Callable[[AsyncIterable[str]], AsyncIterator[str]]
"""Cuts a stream of text into sentences; handed in, because this room has no ears."""


class RunOutcome(StrEnum):
    """How a run ended; every run has one."""

    COMPLETED = "completed"
    REFUSED = "refused"
    INCOMPLETE = "incomplete"
    STEP_LIMIT = "step_limit"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """A tool is being used."""

    name: str


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """A tool answered."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class SentenceMade:
    """One more sentence of the reply."""

    text: str


ReplyEvent = ToolStarted | ToolFinished | SentenceMade

Tell = Callable[[ReplyEvent], None]


@dataclass(slots=True)
class Run:
    """What a run has produced so far; complete when the stream of events has ended."""

    outcome: RunOutcome = RunOutcome.CANCELLED
    messages: list[Message] = field(default_factory=list)
    """Question, passes and tool answers, always in an order a server accepts."""
    findings: list[Finding] = field(default_factory=list)
    """What the tools found, in the order of their answers."""
    away: list[Exception] = field(default_factory=list)
    """What kept tools from the data they needed."""
    tools_s: float = 0.0
    """Seconds spent in tools."""
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def finding(self) -> Finding:
        """The finding the reply rests on."""
        best = surest(self.findings)
        if best is not None:
            return best
        if self.outcome is RunOutcome.REFUSED:
            return Finding("refuse")
        has_failed = any(isinstance(m, ToolAnswered) for m in self.messages)
        return Finding("unknown" if has_failed else "answer")


class Assistant:
    """Answers one customer's questions and remembers the visit.

    Every run ends in a named outcome and within `turn_limit_s`. What is kept of a run
    is decided by the caller with `keep`, because only the mouth knows how much of a
    reply the customer really heard.
    """

    def __init__(
        self,
        model: ChatModel,
        tools: list[Tool],
        *,
        instructions: Callable[[], str],
        split: SplitSentences,
        executor: Executor | None = None,
        step_limit: int = 5,
        turn_limit_s: float = 45.0,
        memory_limit: int = 40,
    ) -> None:
        """Join a model and its tools.

        Args:
            model: The engine.
            tools: What it may use.
            instructions: Gives the prompt for the moment (language, date, shop).
            split: Cuts text into sentences fit to be spoken.
            executor: Where tools that block run; None is asyncio's own.
            step_limit: Passes of the model in one run.
            turn_limit_s: Seconds for the whole run.
            memory_limit: Messages kept of the visit.
        """
        self.conversation = Conversation()
        self._model = model
        self._tools = {tool.name: tool for tool in tools}
        self._instructions = instructions
        self._split = split
        self._executor = executor
        self._step_limit = step_limit
        self._turn_limit_s = turn_limit_s
        self._memory_limit = memory_limit

    @property
    def engine(self) -> str:
        """The model's name."""
        return self._model.name

    async def reply(self, question: str, run: Run, tell: Tell) -> None:
        """Answer a question, telling each step as it happens and filling in `run`.

        Cancelling it cancels everything behind it; `run` then holds what was made.

        Raises:
            AgentError: The model could not be asked, broke off, or took too long.
            CatalogError, OSError: The data is away, and nothing else answers.
        """
        run.messages.append(CustomerSaid(question))
        try:
            async with asyncio.timeout(self._turn_limit_s):
                for _ in range(self._step_limit):
                    done = await self._think(run, tell)
                    if not done.calls:
                        run.outcome = _outcome_of(done)
                        return
                    await self._use_tools(done.calls, run, tell)
                    if run.away and not answers_alone(surest(run.findings)):
                        raise run.away[0]
            run.outcome = RunOutcome.STEP_LIMIT
        except TimeoutError as error:
            run.outcome = RunOutcome.EXPIRED
            message = f"no answer within {self._turn_limit_s:g} s"
            raise ModelUnreachable(message, code="timeout") from error
        except (AgentError, CatalogError, OSError):
            run.outcome = RunOutcome.FAILED
            raise

    def keep(self, run: Run, *, heard: str | None = None) -> None:
        """Remember a run, clipped to the words the customer heard.

        Args:
            run: A run, ended or cut short.
            heard: What was really said of the reply; None means all of it.
        """
        messages = list(run.messages)
        if messages and isinstance(last := messages[-1], AssistantSaid):
            messages[-1] = replace(last, calls=())
        if heard is not None:
            messages = _clipped(messages, heard)
        self.conversation.messages.extend(messages)
        _trim(self.conversation.messages, self._memory_limit)

    async def _think(self, run: Run, tell: Tell) -> ModelDone:
        """One pass of the model; what was said of it is kept even when cut short."""
        said: list[str] = []
        done = ModelDone()
        messages = [*self.conversation.messages, *run.messages]
        stream = self._model.stream(
            self._instructions(), messages, list(self._tools.values())
        )

        async def deltas() -> AsyncIterator[str]:
            nonlocal done
            async for event in stream:
                if isinstance(event, TextDelta):
                    said.append(event.text)
                    yield event.text
                else:
                    done = event

        try:
            async for sentence in self._split(deltas()):
                tell(SentenceMade(sentence))
        finally:
            if said or done.calls:
                text = "".join(said)
                run.messages.append(AssistantSaid(text, done.calls, done.carried))
            run.input_tokens += done.input_tokens
            run.output_tokens += done.output_tokens
        return done

    async def _use_tools(
        self, calls: tuple[ToolCall, ...], run: Run, tell: Tell
    ) -> None:
        """Run the calls of one pass; the calls are kept only with all their answers."""
        for call in calls:
            tell(ToolStarted(call.name))
        began = time.monotonic()
        answers: list[ToolAnswered] = []
        try:
            if any(self._changes_something(call) for call in calls):
                for call in calls:
                    answers.append(await self._answer(call, run))
            else:
                answers.extend(
                    await asyncio.gather(*(self._answer(call, run) for call in calls))
                )
        finally:
            answered = {answer.call_id for answer in answers}
            answers.extend(
                _failed(call, "the customer interrupted before this was answered")
                for call in calls
                if call.call_id not in answered
            )
            run.messages.extend(answers)
            run.findings.extend(a.finding for a in answers if a.finding is not None)
            seconds = time.monotonic() - began
            run.tools_s += seconds
        for call in calls:
            tell(ToolFinished(call.name, seconds))

    def _changes_something(self, call: ToolCall) -> bool:
        tool = self._tools.get(call.name)
        return tool is not None and tool.changes_something

    async def _answer(self, call: ToolCall, run: Run) -> ToolAnswered:
        """Run one call; a broken tool must not end the turn: errors are answers."""
        tool = self._tools.get(call.name)
        if tool is None:
            names = ", ".join(self._tools)
            return _failed(call, f"there is no tool {call.name!r}; there are: {names}")
        try:
            result = await self._run(tool, tool.arguments_from(call.arguments))
        except ToolRetry as error:
            return _failed(call, str(error))
        except ToolRefused as error:
            return _failed(call, f"refused: {error}")
        except (CatalogError, OSError) as error:
            log.warning("tool %s: %s", call.name, error)
            run.away.append(error)
            return _failed(call, "the data is away; say that this can't be told now")
        except Exception:
            log.exception("tool %s failed", call.name)
            return _failed(call, "the tool failed; say that this can't be told now")
        text = json.dumps(result.data, ensure_ascii=False, default=str)
        return ToolAnswered(call.call_id, call.name, text, result.finding)

    async def _run(self, tool: Tool, arguments: dict[str, Any]) -> ToolResult:
        if inspect.iscoroutinefunction(tool.function):
            result: ToolResult = await tool.function(**arguments)
            return result
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._executor, lambda: _sync_result(tool, arguments)
        )


def _sync_result(tool: Tool, arguments: dict[str, Any]) -> ToolResult:
    result = tool.function(**arguments)
    if not isinstance(result, ToolResult):
        raise TypeError(f"tool {tool.name} gave {type(result).__name__}")
    return result


def _outcome_of(done: ModelDone) -> RunOutcome:
    if done.is_refusal:
        return RunOutcome.REFUSED
    return RunOutcome.INCOMPLETE if done.is_incomplete else RunOutcome.COMPLETED


def _failed(call: ToolCall, complaint: str) -> ToolAnswered:
    text = json.dumps({"error": complaint}, ensure_ascii=False)
    return ToolAnswered(call.call_id, call.name, text)


def _clipped(messages: list[Message], heard: str) -> list[Message]:
    """The messages with the last reply cut to what was heard."""
    is_reply = bool(messages) and isinstance(messages[-1], AssistantSaid)
    kept = messages[:-1] if is_reply else messages
    return [*kept, AssistantSaid(heard)] if heard else kept


def _trim(messages: list[Message], limit: int) -> None:
    """Drop the oldest turns, never a call without its answer."""
    while len(messages) > limit:
        del messages[0]
        while messages and not isinstance(messages[0], CustomerSaid):
            del messages[0]
