"""The engine without network or key: chooses tools and words answers by rule.

It asks the shop and the documents what they make of the question, lets the surer one
answer, and words the answer. Debts come first when the debt talk is sure, because only
there a tool changes something.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence

from agents.conversation import CustomerSaid, Message, ToolAnswered, ToolCall
from agents.finding import Finding
from agents.instructions import offline_texts
from agents.language import Language, language_of
from agents.model import ModelDone, ModelEvent, TextDelta
from agents.small_talk import small_talk
from agents.tool import Tool
from agents.wording import answers_alone, surest, words_for

ASKING_TOOLS = ("ask_catalog", "ask_documents")
"""Tools that take the plain question and say how sure they are that it is theirs."""

DebtStep = Callable[[str], ToolCall | None]
"""What a question means for the customer's debts; None when it is not about them."""


class OfflineModel:
    """No network, no key, the same answer each time."""

    name = "offline"

    def __init__(
        self, *, language: Language = "es", debt_step: DebtStep | None = None
    ) -> None:
        """Set the language of the first word and who understands debts.

        Args:
            language: Spoken until the customer's words show otherwise.
            debt_step: Understands talk about debts in this visit.
        """
        self._language = language
        self._debt_step = debt_step

    async def warm(self) -> None:
        """Nothing needs warming."""

    async def stream(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> AsyncIterator[ModelEvent]:
        """Yield one pass: first the tools to ask, then the wording of their answers."""
        del instructions  # rules need no prompt
        language = self._language_of(messages)
        last = messages[-1]
        if isinstance(last, CustomerSaid):
            courtesy = small_talk(last.text)
            calls = () if courtesy else await self._calls(last.text, tools)
            if calls:
                yield ModelDone(calls=calls)
                return
            yield TextDelta(offline_texts(language)[courtesy or "off_topic"])
        else:
            yield TextDelta(_wording(messages, language))
        yield ModelDone()

    async def close(self) -> None:
        """Nothing is held."""

    async def _calls(
        self, question: str, tools: Sequence[Tool]
    ) -> tuple[ToolCall, ...]:
        if self._debt_step is not None:
            step = await asyncio.to_thread(self._debt_step, question)
            if step is not None:
                return (step,)
        offered = {tool.name for tool in tools}
        arguments = json.dumps({"question": question}, ensure_ascii=False)
        return tuple(
            ToolCall(f"offline-{name}", name, arguments)
            for name in ASKING_TOOLS
            if name in offered
        )

    def _language_of(self, messages: Sequence[Message]) -> Language:
        language = self._language
        for message in messages:
            if isinstance(message, CustomerSaid):
                language = language_of(message.text, language)
        return language


def _wording(messages: Sequence[Message], language: Language) -> str:
    """Word the surest answer among those that came since the customer spoke."""
    findings: list[Finding] = []
    has_failed = False
    for message in reversed(messages):
        if not isinstance(message, ToolAnswered):
            break
        if message.finding is None:
            has_failed = True
        else:
            findings.insert(0, message.finding)
    best = surest(findings)
    if best is None or (has_failed and not answers_alone(best)):
        return offline_texts(language)["tools_failed"]
    return words_for(best, language)
