"""Parts of the year for which hours or timetables hold, every year again."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from knowledge.dates import MONTHS, Mention

Season = tuple[int, int, int, int]
"""First month and day, last month and day; it may run over New Year."""
SUMMER: Season = (7, 1, 8, 31)
"""What "summer" surely holds when no dates are printed."""
_WINTER: Season = (9, 1, 6, 30)
_MONTH = re.compile(
    rf"\b(?:{'|'.join(name for name in MONTHS if len(name) > 3 and name != 'march')})\b"
)
_TO = re.compile(r"^\s*(?:a|al|hasta|to|until|through|[-–—])\s*$")
_SUMMER_TOLD = re.compile(r"\b(?:verano|estival|summer)\b")
_WINTER_TOLD = re.compile(r"\b(?:invierno|resto del ano|winter|rest of the year)\b")
_ALL_YEAR = re.compile(r"\btodo el ano\b|\ball year\b|\bwhole year\b")


def seasons_named(told: str, found: Sequence[Mention]) -> list[Season]:
    """Give the seasons in a folded text with its dates; none that has a year.

    "Del 1 de julio al 31 de agosto", "enero a mayo y octubre a diciembre".
    """
    ranges = [
        (first.month, first.day, last.month, last.day)
        for first, last in pairwise(found)
        if last.is_range_end and first.year is None and last.year is None
    ]
    if ranges:
        return ranges
    return [] if found else _months_named(told)


def _months_named(told: str) -> list[Season]:
    seasons: list[Season] = []
    end = 0
    for match in _MONTH.finditer(told):
        month = MONTHS[match[0]]
        is_end = bool(seasons) and bool(_TO.match(told[end : match.start()]))
        first = seasons.pop()[0] if is_end else month
        seasons.append((first, 1, month, monthrange(2024, month)[1]))
        end = match.end()
    return seasons


def season_of(dates: Sequence[date]) -> Season:
    """Give the season that days on end make."""
    return dates[0].month, dates[0].day, dates[-1].month, dates[-1].day


def season_by_name(told: str) -> list[Season]:
    """Give the season that a folded heading calls summer or winter without dates."""
    if _SUMMER_TOLD.search(told):
        return [SUMMER]
    return [_WINTER] if _WINTER_TOLD.search(told) else []


def is_all_year(told: str) -> bool:
    """Tell whether a folded text speaks of the whole year."""
    return bool(_ALL_YEAR.search(told))


def is_in(seasons: Iterable[Season], day: date) -> bool:
    """Tell whether a date lies in one of the seasons."""
    at = (day.month, day.day)
    return any(
        first[:2] <= at <= first[2:]
        if first[:2] <= first[2:]
        else at >= first[:2] or at <= first[2:]
        for first in seasons
    )


def day_meant(told: str, today: date) -> date | None:
    """Give a day in the season that a folded question names, or None."""
    if _SUMMER_TOLD.search(told):
        return date(today.year, 7, 15)
    return date(today.year, 1, 20) if _WINTER_TOLD.search(told) else None
