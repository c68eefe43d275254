"""What goes by rule beside a model: which questions, and what is looked up ahead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.lookahead import Looked
from agents.model import ChatModel
from agents.scope import Verdict
from agents.tool import Tool


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question is going to be answered."""

    is_by_rule: bool = False
    """The model is not asked at all."""
    is_elsewhere: bool = False
    """It is about nothing of the house: a model may only decline or ask back."""
    looked: Looked | None = None
    """What a tool plainly answers to it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The engine that goes by rule and stands behind a model."""

    engine: ChatModel
    tools: Sequence[Tool] = ()
    """Tools that it alone may call."""
    verdict: Callable[[str], Verdict] = lambda _: "open"
    """Judges what a question is about; may block."""
    acts: Callable[[str], bool] = lambda _: False
    """Whether the words do something, so that nothing is looked up; may block."""
    look: Callable[[str], Looked | None] = lambda _: None
    """Gives what a tool plainly answers to a question; may block."""
    word_what_is_sure: bool = False
    """Whether the rules, not the model, put into words what `look` gave."""

    def plan(
        self, question: str, *, may_look: bool, looked: Looked | None = None
    ) -> Plan:
        """Decide how a question is answered; may block.

        Args:
            question: The customer's words.
            may_look: Whether something may be looked up ahead at all.
            looked: What was looked up for the same words already.
        """
        verdict = self.verdict(question)
        if verdict != "open":
            return Plan(verdict == "by_rule", verdict == "elsewhere")
        if not may_look or self.acts(question):
            return Plan()
        return Plan(looked=looked or self.look(question))
