"""Questions for what takes place on a day → the acts of a programme."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.answer import DocumentAnswer
from knowledge.facts import Facts
from knowledge.opening_scope import names_document
from knowledge.question import Asked

_ACTS = re.compile(
    r"\b(?:actos?|actividades|eventos?|programa\w*|agenda|espectaculos?|what'?s on"
    r"|events?|activities|programme|program)\b"
)
_WHATEVER = re.compile(
    r"\b(?:que (?:hay|habra|hacen|se hace|pasa|toca|podemos hacer)|hay (?:algo|algun)"
    r"|what is (?:there|happening|on)|anything on|is there anything)\b"
)
_SAID = 8
"""Acts said at most of one day."""


def answer_from_programme(
    asked: Asked, shelf: Sequence[Facts]
) -> DocumentAnswer | None:
    """Answer, or None when the question is not for the acts of a day."""
    days = _days_asked(asked)
    if not days or asked.has("open", "closed", "holiday"):
        return None
    told = [
        answer
        for facts in shelf
        if facts.events and (answer := _of_days(asked, facts, days))
    ]
    return max(told, key=lambda answer: answer.confidence, default=None)


def _days_asked(asked: Asked) -> list[date]:
    return asked.when.days[:3]


def _of_days(asked: Asked, facts: Facts, days: list[date]) -> DocumentAnswer | None:
    is_named = names_document(asked.text, facts.names)
    sure = 0.45 * bool(_ACTS.search(asked.text)) + 0.35 * bool(
        _WHATEVER.search(asked.text)
    )
    if not sure:
        return None
    known = {each.day.year for each in facts.events}
    sure = min(1.0, sure + 0.3 * is_named)
    if not any(day.year in known for day in days):
        return DocumentAnswer(
            gap="other_years",
            confidence=sure,
            title=facts.title,
            years=tuple(sorted(known)),
        )
    first, *others = [_of_day(facts, day, sure) for day in days]
    return replace(first, others=tuple(others))


def _of_day(facts: Facts, day: date, sure: float) -> DocumentAnswer:
    acts = [each for each in facts.events if each.day == day]
    pages = dict.fromkeys(each.page for each in acts or facts.events[:1])
    return DocumentAnswer(
        kind="answer",
        confidence=sure + 0.1 * bool(acts),
        topic="programme",
        yes_no=None if acts else False,
        day=day,
        notes=tuple(each.text.rstrip(".") for each in acts[:_SAID]),
        sources=tuple((facts.file, page) for page in pages),
        title=facts.title,
        years=tuple(facts.years),
    )
