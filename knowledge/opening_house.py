"""One document's days and hours, and one question about them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.answer import DocumentAnswer
from knowledge.dates import EVERY_YEAR
from knowledge.days import HOLIDAYS, ORDINARY
from knowledge.facts import DateList, Facts
from knowledge.holidays import OwnHolidays
from knowledge.opening_scope import Scope
from knowledge.opening_state import DayRules
from knowledge.places import spelled
from knowledge.question import Asked

SUNDAYS = 1 << 6 | 1 << 13


class House:
    """What one document says of its house or regions, asked one question."""

    def __init__(
        self, asked: Asked, facts: Facts, scope: Scope, own: OwnHolidays
    ) -> None:
        self.asked = asked
        self.facts = facts
        self.scope = scope
        self.rules = DayRules(asked, scope, own)
        self.lists = scope.lists
        self.openings = scope.openings
        self.years = sorted(
            {y for each in facts.lists for y in each.years}
            | {
                d.year
                for each in facts.openings
                for d in each.dates
                if d.year > EVERY_YEAR + 1
            }
        )

    def groups(self) -> list[tuple[str, list[DateList]]]:
        """The lists of each place in question; one group when there are none."""
        groups: dict[tuple[str, ...], list[DateList]] = {}
        for each in self.lists:
            groups.setdefault(each.place, []).append(each)
        told = [
            (spelled(place[-1]) if place else "", lists)
            for place, lists in groups.items()
        ]
        return told or [("", [])]

    def all_places(self) -> list[str]:
        """Give the names of all the places with lists of their own."""
        return list(
            dict.fromkeys(p for each in self.facts.lists for p in each.place[-1:])
        )

    def meant(self) -> list[DateList]:
        """The lists with the meaning asked about."""
        if self.asked.has("closed") and not self.asked.has("open"):
            wanted = "closed"
        else:
            wanted = "open"
        lists = [each for each in self.lists if each.meaning == wanted]
        if not lists and not self.asked.has("open", "closed"):
            lists = [each for each in self.lists if each.meaning == "holiday"]
        return lists

    def inside(self, lists: Iterable[DateList]) -> list[date]:
        """The listed dates of the period and kinds asked about."""
        when = self.asked.when
        dates = sorted({d for each in lists for d in each.dates})
        if when.first and when.last:
            dates = [d for d in dates if self.within(d, when.first, when.last)]
        only_sundays = bool(when.kinds) and not when.kinds & ~SUNDAYS
        if only_sundays:
            dates = [d for d in dates if d.weekday() == 6]
        elif self._wants_weekday():
            week = (when.kinds | when.kinds >> 7) & ORDINARY
            dates = [d for d in dates if week & (1 << d.weekday())]
        if self.asked.besides:
            dates = [d for d in dates if d.day not in self.asked.besides]
        return dates

    def _wants_weekday(self) -> bool:
        """Days that fall on a weekday, not Sundays and holidays together."""
        kinds = self.asked.when.kinds
        if not kinds & SUNDAYS and kinds & ORDINARY:
            return True
        if kinds in (0, HOLIDAYS):
            return False
        return not re.search(
            r"\b(?:domingos?|sundays?)(?: y| o| and| or|,) (?:dias )?"
            r"(?:fest|feri|hol|public|bank)",
            self.asked.text,
        ) and all(each.meaning == "holiday" for each in self.lists)

    def printed_days(self) -> list[date]:
        """The days of the period asked about for which hours are printed."""
        when = self.asked.when
        days = sorted({d for each in self.openings for d in each.dates})
        if not when.first or not when.last:
            return []
        return [d for d in days if self.within(d, when.first, when.last)]

    @staticmethod
    def within(day: date, first: date, last: date) -> bool:
        """Tell whether a listed date, perhaps of every year, lies in a period."""
        if day.year != EVERY_YEAR:
            return first <= day <= last
        return any(
            first <= date(year, day.month, day.day) <= last
            for year in {first.year, last.year}
            if (day.month, day.day) != (2, 29)
        )

    def unknown(self, gap: str, day: date | None = None) -> DocumentAnswer:
        """Say that the document does not tell, or not of that year."""
        is_guess = gap == "other_years" and not self.scope.is_named
        return DocumentAnswer(
            gap="other_years" if gap == "other_years" else "not_said",
            confidence=min(self.scope.confidence, 0.45 if is_guess else 1.0),
            topic="open",
            day=day,
            title=self.facts.title,
            years=tuple(self.years),
        )

    def filled(
        self, *, page: int = 0, pages: Sequence[int] = (), **fields: object
    ) -> DocumentAnswer:
        """Give an answer that stands on these pages."""
        told = dict.fromkeys(pages or (page,))
        return DocumentAnswer(
            kind="answer",
            confidence=self.scope.confidence,
            sources=tuple((self.facts.file, number) for number in told),
            title=self.facts.title,
            years=tuple(self.years),
            **fields,  # type: ignore[arg-type]  # the names are checked by the callers above
        )
