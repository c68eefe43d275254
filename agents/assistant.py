"""The assistant: a model and its tools, until there is an answer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass, replace

from agents.conversation import (
    AssistantSaid,
    Conversation,
    CustomerSaid,
    Message,
)
from agents.debt_answer import DebtAnswer
from agents.errors import AgentError, ModelUnreachable
from agents.finding import Finding
from agents.lookahead import Looked, is_bargaining
from agents.model import ChatModel, ModelDone, ModelEvent
from agents.model_pass import ModelPass, SplitSentences
from agents.run import (
    Objected,
    Run,
    RunOutcome,
    SentenceMade,
    Tell,
    ToolFinished,
    ToolStarted,
)
from agents.sentence_check import Objection, SentenceCheck
from agents.tool import Tool
from agents.toolbox import Toolbox
from agents.wording import answers_alone, surest
from catalog import CatalogError


@dataclass(frozen=True, slots=True)
class Rules:
    """The engine that goes by rule and stands behind a model."""

    engine: ChatModel
    tools: Sequence[Tool] = ()
    """Tools that it alone may call."""
    claims: Callable[[str], bool] = lambda _: False
    """Whether a question is answered by rule, whatever the model; may block."""
    look: Callable[[str], Looked | None] = lambda _: None
    """Gives what a tool plainly answers to a question; may block."""
    word_what_is_sure: bool = False
    """Whether the rules, not the model, put into words what `look` gave."""


class Assistant:
    """Answers one customer's questions and remembers the visit.

    Every run ends in a named outcome and within `turn_limit_s`. What is kept of a run
    is decided by the caller with `keep`, because only the mouth knows how much of a
    reply the customer really heard.
    """

    def __init__(
        self,
        model: ChatModel,
        tools: Iterable[Tool],
        *,
        instructions: Callable[[], str],
        split: SplitSentences,
        check: SentenceCheck | None = None,
        rules: Rules | None = None,
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
            check: Judges a model's sentences before they are said; None lets all pass.
            rules: Answers where the model must not, or cannot truthfully.
            executor: Where tools that block run; None is asyncio's own.
            step_limit: Passes of the model in one run.
            turn_limit_s: Seconds for the whole run.
            memory_limit: Messages kept of the visit.
        """
        self.conversation = Conversation()
        self._model = model
        self._rules = rules
        for_rules = rules.tools if rules else ()
        self._tools = Toolbox(tools, for_rules=for_rules, executor=executor)
        self._executor = executor
        self._instructions = instructions
        self._split = split
        self._check = check
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
        if self._check is not None:
            self._check.begin(question)
        try:
            async with asyncio.timeout(self._turn_limit_s):
                run.outcome = await self._answer(question, run, tell)
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

    async def _answer(self, question: str, run: Run, tell: Tell) -> RunOutcome:
        if await self._is_for_the_rules(question):
            return await self._answer_by_rule(run, tell)
        if await self._look_ahead(question, run, tell):
            return await self._answer_by_rule(run, tell)
        for _ in range(self._step_limit):
            done = await self._think(self._model, run, tell)
            if done is None:
                return await self._answer_by_rule(run, tell)
            if not done.calls:
                return _outcome_of(done)
            found = await self._use_tools(self._model, done, run, tell)
            if self._rules is not None and any(map(_binds, found)):
                return await self._answer_by_rule(run, tell)
        return RunOutcome.STEP_LIMIT

    async def _is_for_the_rules(self, question: str) -> bool:
        if self._rules is None or self._model.is_trusted:
            return False
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._rules.claims, question)

    async def _look_ahead(self, question: str, run: Run, tell: Tell) -> bool:
        """Use the tool that the question plainly needs; say if that is the answer."""
        if self._rules is None or self._model.is_trusted:
            return False
        if is_bargaining(self.conversation.messages):
            return False
        loop = asyncio.get_running_loop()
        began = loop.time()
        looked = await loop.run_in_executor(self._executor, self._rules.look, question)
        if looked is None:
            return False
        looked.remember()
        tell(ToolStarted(looked.tool))
        run.messages += looked.messages()
        run.findings.append(looked.finding)
        run.tools_s += loop.time() - began
        if self._check is not None:
            self._check.add_answers([looked.result.text])
        tell(ToolFinished(looked.tool, loop.time() - began))
        return self._rules.word_what_is_sure

    async def _answer_by_rule(self, run: Run, tell: Tell) -> RunOutcome:
        """Word what the tools found, or let the rules find the answer themselves."""
        if self._rules is None:
            return RunOutcome.REFUSED
        engine = self._rules.engine
        while (done := await self._think(engine, run, tell)) and done.calls:
            await self._use_tools(engine, done, run, tell)
        return RunOutcome.COMPLETED

    async def _use_tools(
        self, model: ChatModel, done: ModelDone, run: Run, tell: Tell
    ) -> list[Finding]:
        """Run the calls of a pass and give what they found."""
        before, found = len(run.messages), len(run.findings)
        await self._tools.use(done.calls, run, tell, by_rule=model.is_trusted)
        if self._check is not None:
            self._check.add_answers(m.text for m in run.messages[before:])
        if run.away and not answers_alone(surest(run.findings)):
            raise run.away[0]
        return run.findings[found:]

    async def _think(self, model: ChatModel, run: Run, tell: Tell) -> ModelDone | None:
        """One pass of a model; what was said of it is kept even when cut short.

        A sentence that must not be said stops it, and the model tries once more; None
        when it was stopped for the second time in this run.
        """
        made = ModelPass(self._split)
        messages = [*self.conversation.messages, *run.messages]
        prompt = self._instructions()
        try:
            while True:
                stream = model.stream(prompt, messages, self._tools.offered)
                objection = await self._tell(made, stream, model, run, tell)
                if objection is None:
                    return made.done
                run.stopped += 1
                if run.stopped > 1:
                    return None
                prompt += f"\n\n{objection.complaint(' '.join(run.said))}"
        finally:
            if message := made.message():
                run.messages.append(message)
            run.input_tokens += made.input_tokens
            run.output_tokens += made.output_tokens

    async def _tell(
        self,
        made: ModelPass,
        stream: AsyncIterator[ModelEvent],
        model: ChatModel,
        run: Run,
        tell: Tell,
    ) -> Objection | None:
        """Tell the sentences of a try; give what stopped it, if anything did."""
        async with aclosing(made.sentences(stream)) as sentences:
            async for sentence in sentences:
                objection = self._objection(model, sentence, run)
                if objection is not None:
                    made.give_up(sentence=True)
                    tell(Objected(objection.kind))
                    return objection
                self._let_out(sentence, run, tell)
        return None

    def _objection(self, model: ChatModel, sentence: str, run: Run) -> Objection | None:
        if self._check is None or model.is_trusted:
            return None
        return self._check.objection(sentence, run.said, run.findings)

    def _let_out(self, sentence: str, run: Run, tell: Tell) -> None:
        run.said.append(sentence)
        if self._check is not None:
            self._check.add_said(sentence)
        tell(SentenceMade(sentence))


def _binds(finding: Finding) -> bool:
    """Whether a finding must be told in the house's own words: a deal, or its terms."""
    record = finding.record
    if not isinstance(record, DebtAnswer):
        return False
    return record.result.get("status") in {"read_back", "accepted"}


def _outcome_of(done: ModelDone) -> RunOutcome:
    if done.is_refusal:
        return RunOutcome.REFUSED
    return RunOutcome.INCOMPLETE if done.is_incomplete else RunOutcome.COMPLETED


def _clipped(messages: list[Message], heard: str) -> list[Message]:
    """The messages with every pass cut to what was heard of it."""
    kept: list[Message] = []
    for message in messages:
        if isinstance(message, AssistantSaid):
            cut, heard = _cut(message, heard)
            kept.append(cut)
        else:
            kept.append(message)
    return [*kept, AssistantSaid(heard)] if heard else kept


def _cut(message: AssistantSaid, heard: str) -> tuple[AssistantSaid, str]:
    """A pass cut to what was heard of it, and what was heard beyond it."""
    text = " ".join(message.text.split())
    if not text:
        return message, heard
    before, whole, after = heard.partition(text)
    if whole:
        return replace(message, text=before + whole), after.strip()
    to_calls = tuple(item for item in message.carried if item.get("led_to"))
    return replace(message, text=heard, carried=to_calls), ""


def _trim(messages: list[Message], limit: int) -> None:
    """Drop the oldest turns, never a call without its answer."""
    while len(messages) > limit:
        del messages[0]
        while messages and not isinstance(messages[0], CustomerSaid):
            del messages[0]
