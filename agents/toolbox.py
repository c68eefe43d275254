"""Running the tools that a model calls; whatever goes wrong is an answer to it."""

import asyncio
import inspect
import json
import logging
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from typing import Any

from agents.conversation import ToolAnswered, ToolCall
from agents.run import Run, Tell, ToolFinished, ToolStarted
from agents.tool import Tool, ToolRefused, ToolResult, ToolRetry
from catalog import CatalogError

log = logging.getLogger(__name__)


class Toolbox:
    """The tools of one visit."""

    def __init__(
        self,
        offered: Iterable[Tool],
        *,
        for_rules: Iterable[Tool] = (),
        executor: Executor | None = None,
    ) -> None:
        """Lay the tools ready.

        Args:
            offered: What models are told of and may call.
            for_rules: What only our own rules may call, because its arguments are
                taken for the customer's words.
            executor: Where tools that block run; None is asyncio's own.
        """
        self.offered = list(offered)
        self._tools = {tool.name: tool for tool in (*self.offered, *for_rules)}
        self._executor = executor

    async def use(
        self, calls: Sequence[ToolCall], run: Run, tell: Tell, *, by_rule: bool
    ) -> None:
        """Run the calls of one pass; they are kept only with all their answers."""
        for call in calls:
            tell(ToolStarted(call.name))
        began = time.monotonic()
        answers: list[ToolAnswered] = []
        try:
            if any(self._changes_something(call) for call in calls):
                for call in calls:
                    answers.append(await self._answer(call, run, by_rule=by_rule))
            else:
                asked = (self._answer(call, run, by_rule=by_rule) for call in calls)
                answers.extend(await asyncio.gather(*asked))
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

    def _named(self, name: str, *, by_rule: bool) -> Tool | None:
        tool = self._tools.get(name)
        return tool if by_rule or tool in self.offered else None

    async def _answer(self, call: ToolCall, run: Run, *, by_rule: bool) -> ToolAnswered:
        """Run one call; a broken tool must not end the turn: errors are answers."""
        tool = self._named(call.name, by_rule=by_rule)
        if tool is None:
            names = ", ".join(tool.name for tool in self.offered)
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
        return ToolAnswered(call.call_id, call.name, result.text, result.finding)

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


def _failed(call: ToolCall, complaint: str) -> ToolAnswered:
    text = json.dumps({"error": complaint}, ensure_ascii=False)
    return ToolAnswered(call.call_id, call.name, text)
