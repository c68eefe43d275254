"""What tools found → a short exact sentence in the customer's language."""

from agents.finding import Finding
from agents.instructions import offline_texts
from agents.language import Language


def confidence_of(finding: Finding) -> float:
    """How sure a room is that the question was its own, 0 to 1."""
    confidence: float = getattr(finding.record, "confidence", 1.0)
    return confidence


def words_for(finding: Finding, language: Language) -> str:
    """Word a finding; the rooms' own records each have their wording."""
    return offline_texts(language)["off_topic"]
