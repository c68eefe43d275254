"""Public holidays, days that have a name, and long weekends."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_DAY = timedelta(days=1)


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("holidays.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def easter(year: int) -> date:
    """Give Easter Sunday. Source: the anonymous Gregorian algorithm (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@dataclass(frozen=True, slots=True)
class OwnHolidays:
    """Holidays known from the owner's settings and documents."""

    days: frozenset[str] = frozenset()
    """`MM-DD` or `YYYY-MM-DD`."""
    years: frozenset[int] = frozenset()
    """Years whose holidays a document lists: no others count in them."""


NO_HOLIDAYS = OwnHolidays()


def is_holiday(
    day: date, places: Iterable[str] = (), own: OwnHolidays = NO_HOLIDAYS
) -> bool:
    """Tell whether a date is a public holiday: nationally, in a region, or locally.

    Args:
        day: The date.
        places: Keys of regions (see `knowledge.places`), the widest first.
        own: The owner's own holidays.
    """
    told = f"{day:%m-%d}"
    if day.isoformat() in own.days or told in own.days:
        return True
    if day.year in own.years:
        return False
    if told in _data()["fixed"]:
        return True
    if f"{(day - easter(day.year)).days:+d}" in _data()["easter"]:
        return True
    regional = _data()["regional"]
    return any(
        day == _resolved(rule, day.year)
        for place in places
        for rule in regional.get(place, ())
    )


def _resolved(rule: str, year: int) -> date:
    if rule.startswith("E"):
        return easter(year) + timedelta(days=int(rule[1:]))
    return date(year, int(rule[:2]), int(rule[3:]))


def named_days(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield days called by name in a folded text, each with its rule."""
    taken: list[tuple[int, int]] = []
    for pattern, rule in _data()["named"]:
        for match in re.finditer(rf"\b(?:{pattern})\b", text):
            start, end = match.span()
            if not any(start < other[1] and end > other[0] for other in taken):
                taken.append((start, end))
                yield match, rule


def day_of_rule(rule: str, year: int) -> date:
    """Give the date of a named day in a year."""
    return _resolved(rule, year)


def long_weekend(around: date, places: Iterable[str] = ()) -> list[date]:
    """Give the days off joined to the first holiday from a date on.

    A single working day between two days off counts as one of them, as people do.
    """
    places = tuple(places)

    def is_off(day: date) -> bool:
        return day.weekday() >= 5 or is_holiday(day, places)

    def belongs(day: date) -> bool:
        return is_off(day) or (is_off(day - _DAY) and is_off(day + _DAY))

    seen = (around + timedelta(days=n) for n in range(60))
    start = next((d for d in seen if is_holiday(d, places) and d.weekday() < 5), around)
    first = last = start
    while belongs(first - _DAY):
        first -= _DAY
    while belongs(last + _DAY):
        last += _DAY
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
