"""A `DocumentAnswer` → what the customer hears, in Spanish or English."""

from agents.document_words import Language, Words
from agents.opening_words import OpeningWords
from agents.trip_words import TripWords
from knowledge import DocumentAnswer

_TRIP_TOPICS = frozenset(
    "departures next first last runs_at often journey stops stops_at terminal".split()
)


def word_document_answer(answer: DocumentAnswer, language: Language) -> str:
    """Give the reply: short, with the exact figures, and where it stands."""
    words = Words(answer, language)
    if answer.kind != "answer":
        return words.unknown()
    sentences = [_sentence(each, language) for each in (answer, *answer.others[:6])]
    told = " ".join(
        f"{each[:1].upper()}{each[1:]}." for each in dict.fromkeys(sentences) if each
    )
    return f"{told[:-1]}, {words.where()}."


def _sentence(answer: DocumentAnswer, language: Language) -> str:
    is_count = answer.topic == "count" and bool(answer.times or answer.origin)
    if is_count or answer.topic in _TRIP_TOPICS:
        return TripWords(answer, language).sentence()
    return OpeningWords(answer, language).sentence()
