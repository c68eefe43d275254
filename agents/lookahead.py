"""Looks up what a question plainly needs before a model asks for it.

A model's call of a tool costs a whole pass; where the rules are sure which tool a
question needs, its answer goes to the model along with the question.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from agents.conversation import (
    AssistantSaid,
    CustomerSaid,
    Message,
    ToolAnswered,
    ToolCall,
)
from agents.debt_answer import DebtAnswer
from agents.finding import Finding
from agents.tool import ToolResult
from agents.wording import answers_alone, surest
from catalog import CatalogError


@dataclass(frozen=True, slots=True)
class Looked:
    """What a tool would answer to a question; nothing remembers it yet."""

    tool: str
    question: str
    result: ToolResult
    remember: Callable[[], None]
    """Let the visit's next question refer to this answer."""

    @property
    def finding(self) -> Finding:
        """What was found, for programs."""
        return self.result.finding

    def messages(self) -> tuple[Message, Message]:
        """Give the call and its answer, as if the model had asked."""
        call_id = f"ahead_{uuid4().hex}"  # a server wants each id only once
        arguments = json.dumps({"question": self.question}, ensure_ascii=False)
        return (
            AssistantSaid("", (ToolCall(call_id, self.tool, arguments),)),
            ToolAnswered(call_id, self.tool, self.result.text, self.finding),
        )


Look = Callable[[str], Looked]
"""Asks one room without letting it remember; may block."""


def look_ahead(
    looks: Sequence[Look],
    question: str,
    *,
    unless: Sequence[Callable[[str], object]] = (),
) -> Looked | None:
    """Give the answer of the room that is sure of a question; None when none is.

    May block. Data that is away is left to the tools, which report it.

    Args:
        looks: The rooms to ask.
        question: The customer's words.
        unless: Give something if the words are no question but do something.
    """
    try:
        if any(does(question) for does in unless):
            return None
        looked = [look(question) for look in looks]
    except (CatalogError, OSError):
        return None
    best = surest([each.finding for each in looked])
    if best is None or not answers_alone(best) or not _has_something(best):
        return None
    return next(each for each in looked if each.finding is best)


def _has_something(finding: Finding) -> bool:
    """Whether it is an answer with something in it; "nothing" may be searched anew."""
    has_any = finding.rows or finding.sources or finding.value is not None
    return finding.kind == "answer" and bool(has_any)


def is_bargaining(messages: Sequence[Message]) -> bool:
    """Whether the last reply was about debts: what follows may be, in few words."""
    for message in reversed(messages):
        match message:
            case CustomerSaid():
                return False
            case ToolAnswered(finding=Finding(record=DebtAnswer())):
                return True
    return False
