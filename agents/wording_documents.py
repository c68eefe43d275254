"""A `DocumentAnswer` → what the customer hears, in Spanish or English."""

from typing import Literal

from knowledge import DocumentAnswer

Language = Literal["es", "en"]


def word_document_answer(answer: DocumentAnswer, language: Language) -> str:
    """Give the reply: short, with the exact figures, and where it stands."""
    if answer.kind != "answer":
        return _unknown(answer, language)
    lead = {True: _say(language, "Sí: ", "Yes: "), False: "No: ", None: ""}
    text = f"{lead[answer.yes_no]}{' '.join(answer.notes)}".rstrip(". ")
    return f"{text}, {_where(answer, language)}."


def _say(language: Language, spanish: str, english: str) -> str:
    return spanish if language == "es" else english


def _where(answer: DocumentAnswer, language: Language) -> str:
    page = answer.sources[0][1]
    return _say(
        language,
        f"según «{answer.title}», página {page}",
        f"according to “{answer.title}”, page {page}",
    )


def _unknown(answer: DocumentAnswer, language: Language) -> str:
    if answer.title:
        return _say(
            language,
            f"No tengo información sobre eso en «{answer.title}».",
            f"I have no information about that in “{answer.title}”.",
        )
    return _say(
        language,
        "No tengo información sobre eso en los documentos de la tienda.",
        "I have no information about that in the shop's documents.",
    )
