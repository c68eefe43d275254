"""What tools found → a short exact sentence in the customer's language."""

from collections.abc import Sequence

from agents.cart_answer import CartAnswer
from agents.debt_answer import DebtAnswer
from agents.finding import Finding
from agents.instructions import offline_texts
from agents.language import Language
from agents.room_tools import RoomAnswer, room_words
from agents.wording_cart import cart_words
from agents.wording_catalog import worded
from agents.wording_debts import debt_words
from agents.wording_documents import word_document_answer
from catalog import CatalogAnswer
from knowledge import DocumentAnswer

NAMED = 0.9
"""Documents are this sure when the question names one of them; shops sell nothing so
particular, so they then come first."""
_DOUBT = 0.15
"""How much surer a room that knows nothing must be than one that has an answer."""
ALONE = 0.8
"""How sure a room must be to answer when the other could not be asked."""


def surest(findings: Sequence[Finding]) -> Finding | None:
    """The finding of the room that is surest the question was its own; None of none.

    Of equals the latest.
    """
    return max(reversed(findings), key=_rank, default=None)


def answers_alone(finding: Finding | None) -> bool:
    """Whether a finding is the answer although another room's data is away."""
    if finding is None or finding.kind == "unknown":
        return False
    confidence: float = getattr(finding.record, "confidence", 1.0)
    return confidence >= ALONE


def _rank(finding: Finding) -> tuple[bool, float]:
    confidence: float = getattr(finding.record, "confidence", 1.0)
    is_named = isinstance(finding.record, DocumentAnswer) and confidence >= NAMED
    doubt = _DOUBT if finding.kind == "unknown" else 0.0
    return is_named, confidence - doubt


def words_for(finding: Finding, language: Language) -> str:
    """Word a finding; each room's own record has its own wording."""
    match finding.record:
        case CatalogAnswer() as answer:
            return worded(answer)
        case DocumentAnswer() as answer:
            return word_document_answer(answer, language)
        case DebtAnswer() as answer:
            return debt_words(answer, language)
        case CartAnswer() as answer if answer.result:
            return cart_words(answer, language)
        case RoomAnswer() as answer:
            return room_words(answer, offline_texts(language), language)
        case _:
            return offline_texts(language)["off_topic"]
