"""Exceptions inside a sentence: "todos los días excepto lunes y el 25 de diciembre"."""

import re
from dataclasses import dataclass, field

from knowledge.dates import MONTHS, Mention, YearOf, mentions
from knowledge.days import KIND_WORDS, days_named
from knowledge.holidays import day_of_rule, named_days
from knowledge.seasons import Season, seasons_named

_EXCEPT = re.compile(
    r",?\s*\b(?:excepto|salvo|menos|a excepcion de|con excepcion de|except(?: for| on)?"
    r"|excluding|but not)\b(?:\s+(?:en|los|las|el|la|on|the))*"
)
_SAID_CLOSED = re.compile(
    r",?\s*(?:(?:dias? )?(?:en (?:los |el )?)?que|cuando|when|on which)\b[^.;]*"
    r"\b(?:cerrad|cierra|closed)\w*"
)
_OF_DATES = re.compile(
    rf"\s*(?:,|\b(?:y|e|o|and|or|el|la|los|las|the|de|del|of|al?|to|dias?|days?"
    rf"|mes(?:es)?|month|en|on|in)\b|\d{{1,2}}(?:st|nd|rd|th)?\b(?![:.h]\d)"
    rf"|{KIND_WORDS}|\b(?:{'|'.join(m for m in MONTHS if len(m) > 3)})\b"
    r"|\b(?:19|20)\d\d\b)"
)


@dataclass(slots=True)
class Exceptions:
    """What a sentence excludes."""

    found: list[Mention] = field(default_factory=list)
    days: int = 0
    seasons: list[Season] = field(default_factory=list)


def without_exceptions(told: str, year: YearOf) -> tuple[str, Exceptions]:
    """Give a folded text with what it excludes blanked out, and that in parts."""
    excluded = Exceptions()
    for match in _EXCEPT.finditer(told):
        end = _end_of_dates(told, match.end())
        clause = told[match.end() : end]
        found = dated(clause, year)
        days = 0 if found else days_named(clause)
        seasons = [] if found or days else seasons_named(clause, [])
        if not (found or days or seasons):
            continue
        if told_so := _SAID_CLOSED.match(told, end):
            end = told_so.end()
        excluded.found += found
        excluded.days |= days
        excluded.seasons += seasons
        told = told[: match.start()] + " " * (end - match.start()) + told[end:]
    return told, excluded


def _end_of_dates(told: str, start: int) -> int:
    """Where the run of dates, days and months that begins here ends."""
    end = start
    names = [(m.start() + start, m.end() + start) for m, _ in named_days(told[start:])]
    while end < len(told):
        named = next((last for first, last in names if 0 <= first - end <= 4), 0)
        match = _OF_DATES.match(told, end)
        if named and not told[end:named].strip(" ,elay")[:1].isdigit():
            end = named
        elif match and match.end() > end:
            end = match.end()
        else:
            break
    return _before_other_days(told, start, end)


def _before_other_days(told: str, start: int, end: int) -> int:
    """A range of weekdays after a comma is no exception: it has hours of its own."""
    other = re.compile(rf",\s*de {KIND_WORDS} a ").search(told, start, end)
    return other.start() if other else end


def dated(told: str, year: YearOf) -> list[Mention]:
    """Give the dates in a folded text, days called by name included."""
    found = mentions(told)
    taken = [(each.start, each.end) for each in found]
    for match, rule in named_days(told):
        start, end = match.span()
        if any(start < last and end > first for first, last in taken):
            continue
        if rule.startswith("E") and year.first < 1900:
            continue
        day = day_of_rule(rule, max(year.first, 4))
        day = day_of_rule(rule, year(day.month))
        found.append(Mention(day.month, day.day, None, start, end))
    return sorted(found, key=lambda each: each.start)


def rest_of_year(seasons: list[Season]) -> list[Season]:
    """Give the year without whole months: "all year except August"."""
    if not seasons:
        return []
    months = sorted(
        {m for first, _, last, _ in seasons for m in range(first, last + 1)}
    )
    kept = [m for m in range(1, 13) if m not in months]
    return [(m, 1, m, 31) for m in kept]
