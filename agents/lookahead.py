"""Looks up what a question plainly needs before a model asks for it.

A model's call of a tool costs a whole pass; where the rules are sure which tool a
question needs, its answer goes to the model along with the question.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
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
    call_id: str = field(default_factory=lambda: f"ahead_{uuid4().hex}")
    """A server wants each only once."""
    took_s: float = 0.0
    """Seconds it took to find."""

    @property
    def finding(self) -> Finding:
        """What was found, for programs."""
        return self.result.finding

    def messages(self) -> tuple[Message, Message]:
        """Give the call and its answer, as if the model had asked."""
        arguments = json.dumps({"question": self.question}, ensure_ascii=False)
        return (
            AssistantSaid("", (ToolCall(self.call_id, self.tool, arguments),)),
            ToolAnswered(self.call_id, self.tool, self.result.text, self.finding),
        )


Look = Callable[[str], Looked]
"""Asks one room without letting it remember; may block."""


def does_something(steps: Sequence[Callable[[str], object]], question: str) -> bool:
    """Tell whether words are no question but do something.

    May block. Data that is away is left to the tools, which report it.

    Args:
        steps: Each gives something if the words do something.
        question: The customer's words.
    """
    try:
        return any(step(question) for step in steps)
    except (CatalogError, OSError):
        return True


def look_ahead(looks: Sequence[Look], question: str) -> Looked | None:
    """Give the answer of the room that is sure of a question; None when none is.

    May block. Data that is away is left to the tools, which report it.

    Args:
        looks: The rooms to ask.
        question: The customer's words.
    """
    began_s = time.monotonic()
    try:
        looked = [look(question) for look in looks]
    except (CatalogError, OSError):
        return None
    best = surest([each.finding for each in looked])
    if best is None or not answers_alone(best) or not _has_something(best):
        return None
    found = next(each for each in looked if each.finding is best)
    return replace(found, took_s=time.monotonic() - began_s)


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
