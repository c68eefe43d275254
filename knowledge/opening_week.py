"""Opening hours by the week: on a kind of day, in a season, or all of them."""

from collections.abc import Sequence
from datetime import timedelta

from knowledge.answer import DocumentAnswer
from knowledge.days import HOLIDAYS, ORDINARY
from knowledge.facts import Opening
from knowledge.opening_hours import hours_of, in_week, tells_holidays
from knowledge.opening_house import House
from knowledge.seasons import day_meant, is_in


class WeekReplies:
    """Answers out of hours that come every week."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.asked = house.asked

    def by_week(self) -> DocumentAnswer | None:
        """Hours by the week, for a kind of day or all of it."""
        if not self.asked.has("open", "closed", "hours"):
            return None
        kinds = self.asked.when.kinds
        openings = self._in_season(
            [e for e in self.house.rules.asked_parts() if not e.dates]
        )
        if not openings:
            return None
        if self.is_out_of_season(openings):
            return self.house.filled(
                topic="open", yes_no=False, is_open=False, page=openings[0].page
            )
        if not kinds:
            return self._whole_week(openings)
        ordinary = (
            kinds & ORDINARY if (kinds & HOLIDAYS) >> 7 == kinds & ORDINARY else kinds
        )
        found: list[Opening] = []
        for bit in (1 << n for n in range(14) if ordinary & (1 << n)):
            found += [
                each for each in in_week(openings, bit, None) if each not in found
            ]
        hours = hours_of(found, many_places=self.house.scope.has_many_places)
        is_open = any(not each.is_closed for each in hours)
        if not found and ordinary & HOLIDAYS and not tells_holidays(openings):
            return self.house.unknown("not_said")
        is_open = is_open and self.house.rules.is_open_then(hours)
        asks_yes_no = self.asked.has("open", "closed") and not self.asked.has(
            "hours", "list"
        )
        asks_closed = self.asked.has("closed") and not self.asked.has("open")
        return self.house.filled(
            topic="open" if asks_yes_no or not is_open else "hours",
            yes_no=(is_open is not asks_closed)
            if asks_yes_no
            else (None if is_open else False),
            is_open=is_open,
            days=found[0].text if found else "",
            hours=hours,
            page=found[0].page if found else openings[0].page,
        )

    def is_out_of_season(self, openings: Sequence[Opening]) -> bool:
        """Tell whether a period is asked about in which none of the hours hold."""
        first, last = self.asked.when.first, self.asked.when.last
        if not first or not last or self.asked.when.is_vague:
            return False
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        openings = [each for each in openings if not (each.dates or each.is_closed)]
        return bool(openings) and not any(
            not each.seasons or is_in(each.seasons, day)
            for each in openings
            for day in days
        )

    def _in_season(self, openings: list[Opening]) -> list[Opening]:
        """Those of the season asked about, when there is one."""
        told = self.asked.text
        first = day_meant(told, self.asked.today) or self.asked.when.first
        fitting = [each for each in openings if first and is_in(each.seasons, first)]
        return fitting or openings

    def _whole_week(self, openings: Sequence[Opening]) -> DocumentAnswer | None:
        if not self.asked.has("hours", "open", "closed"):
            return None
        return self.house.filled(
            topic="hours",
            is_open=True,
            notes=tuple(dict.fromkeys(each.text for each in openings))[:8],
            page=openings[0].page,
        )
