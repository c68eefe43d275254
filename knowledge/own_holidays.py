"""The owner's holidays: those of the settings and of calendars on the shelf."""

from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.facts import Facts
from knowledge.holidays import OwnHolidays

_WHOLE_YEAR = 8
"""A calendar with so many holidays in a year has all of them."""


def own_holidays(shelf: Sequence[Facts], told: Iterable[str]) -> OwnHolidays:
    """Give the holidays that the settings name and those that documents list."""
    listed = [
        each
        for facts in shelf
        for each in facts.lists
        if each.meaning == "holiday" and not each.place
    ]
    days = {day for each in listed for day in each.dates}
    count = Counter(day.year for day in days)
    return OwnHolidays(
        frozenset(told) | {day.isoformat() for day in days},
        frozenset(year for year, number in count.items() if number >= _WHOLE_YEAR),
    )
