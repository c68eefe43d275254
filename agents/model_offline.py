"""The engine without network or key: chooses tools and words answers by rule.

It asks the shop and the documents what they make of the question, lets the surer one
answer, and words the answer. Cart and debts come first when their talk is sure, because
only there a tool changes something.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

from agents.conversation import (
    CustomerSaid,
    Message,
    ToolAnswered,
    ToolCall,
    language_in,
)
from agents.instructions import offline_texts
from agents.language import Language
from agents.model import ModelDone, ModelEvent, TextDelta
from agents.small_talk import small_talk
from agents.tool import Tool
from agents.wording import answers_alone, surest, words_for

ASKING_TOOLS = ("ask_catalog", "ask_documents")
"""Tools that take the plain question and say how sure they are that it is theirs."""

_OWN = "offline-"
"""How the ids of the rules' own calls begin."""

TalkStep = Callable[[str], ToolCall | None]
"""What a question means for the customer's cart, or debts; None when it is not about
them."""


class OfflineModel:
    """No network, no key, the same answer each time."""

    name = "offline"
    is_trusted = True

    def __init__(
        self, *, language: Language = "es", steps: Sequence[TalkStep] = ()
    ) -> None:
        """Set the language of the first word and who understands cart and debts.

        Args:
            language: Spoken until the customer's words show otherwise.
            steps: Who understand talk about cart and debts in this visit, asked in
                order.
        """
        self._language = language
        self._steps = tuple(steps)

    async def warm(self) -> None:
        """Nothing needs warming."""

    async def stream(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> AsyncIterator[ModelEvent]:
        """Yield one pass: first the tools to ask, then the wording of their answers."""
        del instructions  # rules need no prompt
        language = language_in(messages, self._language)
        question, answers = _since_the_customer(messages)
        if answers:
            yield TextDelta(_wording(answers, language))
        elif _has_picture(messages):
            yield TextDelta(offline_texts(language)["cannot_see"])
        elif step := await self._talk_step(question):
            yield ModelDone(calls=(step,))
            return
        elif courtesy := small_talk(question):
            yield TextDelta(offline_texts(language)[courtesy])
        elif calls := self._calls(question, tools):
            yield ModelDone(calls=calls)
            return
        else:
            yield TextDelta(offline_texts(language)["off_topic"])
        yield ModelDone()

    async def close(self) -> None:
        """Nothing is held."""

    async def _talk_step(self, question: str) -> ToolCall | None:
        """The step of whoever is sure that the question is theirs."""
        step = await asyncio.to_thread(self._first_step, question)
        return replace(step, call_id=_new_id()) if step else None

    def _first_step(self, question: str) -> ToolCall | None:
        steps = (talk(question) for talk in self._steps)
        return next((step for step in steps if step is not None), None)

    @staticmethod
    def _calls(question: str, tools: Sequence[Tool]) -> tuple[ToolCall, ...]:
        offered = {tool.name for tool in tools}
        arguments = json.dumps({"question": question}, ensure_ascii=False)
        return tuple(
            ToolCall(_new_id(), name, arguments)
            for name in ASKING_TOOLS
            if name in offered
        )


def _has_picture(messages: Sequence[Message]) -> bool:
    return any(isinstance(m, CustomerSaid) and m.picture for m in messages)


def _new_id() -> str:
    """A visit may go on with another engine, whose server wants each id only once."""
    return f"{_OWN}{uuid.uuid4().hex}"


def _since_the_customer(
    messages: Sequence[Message],
) -> tuple[str, list[ToolAnswered]]:
    """Give the customer's last words and the answers since then that can be worded.

    Those are what our own calls got, or else what a model's calls found and left to be
    worded by rule.
    """
    answers: list[ToolAnswered] = []
    question = ""
    for message in reversed(messages):
        if isinstance(message, CustomerSaid):
            question = message.text
            break
        if isinstance(message, ToolAnswered):
            answers.insert(0, message)
    own = [answer for answer in answers if answer.call_id.startswith(_OWN)]
    return question, own or [a for a in answers if a.finding and a.finding.record]


def _wording(answers: Sequence[ToolAnswered], language: Language) -> str:
    """Word the surest of the answers."""
    findings = [a.finding for a in answers if a.finding is not None]
    best = surest(findings)
    has_failed = len(findings) < len(answers)
    if best is None or (has_failed and not answers_alone(best)):
        return offline_texts(language)["tools_failed"]
    return words_for(best, language)
