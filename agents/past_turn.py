"""The customer's last question, which can be taken back while nothing rests on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from agents.cart_answer import CartAnswer
from agents.debt_answer import DebtAnswer
from agents.finding import Finding

BringBack = Callable[[], None]
Note = Callable[[], BringBack]
"""Notes what a tool remembers of the visit, and gives what brings that back."""

_LOOKED = frozenset({"ok", "error", "cart"})
"""How steps end that only look at the cart or a debt."""


@dataclass(frozen=True, slots=True)
class PastTurn:
    """A turn of the visit as the assistant remembers it."""

    question: str
    is_final: bool
    """Something was done that stays: in the cart, an order, a negotiation."""
    notes: Sequence[BringBack]


def has_changed_something(findings: Iterable[Finding]) -> bool:
    """Whether a tool did more than look."""
    for finding in findings:
        match finding.record:
            case CartAnswer(result=result) | DebtAnswer(result=result):
                if result.get("status") not in _LOOKED:
                    return True
    return False
