"""What tools found → a short exact sentence in the customer's language."""

from agents.debt_answer import DebtAnswer
from agents.finding import Finding
from agents.instructions import offline_texts
from agents.language import Language
from agents.wording_catalog import worded
from agents.wording_debts import debt_words
from agents.wording_documents import word_document_answer
from catalog import CatalogAnswer
from knowledge import DocumentAnswer


def confidence_of(finding: Finding) -> float:
    """How sure a room is that the question was its own, 0 to 1."""
    confidence: float = getattr(finding.record, "confidence", 1.0)
    return confidence


def words_for(finding: Finding, language: Language) -> str:
    """Word a finding; each room's own record has its own wording."""
    match finding.record:
        case CatalogAnswer() as answer:
            return worded(answer)
        case DocumentAnswer() as answer:
            return word_document_answer(answer, language)
        case DebtAnswer() as answer:
            return debt_words(answer, language)
        case _:
            return offline_texts(language)["off_topic"]
