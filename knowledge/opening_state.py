"""Is a place open on a date? The printed rules, the most particular first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.answer import Hours
from knowledge.days import kind_of
from knowledge.facts import DateList, Opening
from knowledge.holidays import OwnHolidays, is_holiday
from knowledge.opening_hours import (
    falls_on,
    hours_of,
    in_week,
    is_open_at,
    is_open_during,
    is_open_early,
    is_open_late,
    is_stretch,
    on_date,
    tells_holidays,
    tells_weekdays,
)
from knowledge.opening_scope import Scope
from knowledge.places import key_of, spelled
from knowledge.question import Asked

_MORNING = "06:00"
"""Before, yesterday's hours may still run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Whether a place is open on a date, and why."""

    is_open: bool | None = None
    """None when the document does not say."""
    page: int = 0
    hours: tuple[Hours, ...] = ()
    place: str = ""
    notes: tuple[str, ...] = ()


class DayRules:
    """What one document prints of days and hours, applied to dates."""

    def __init__(self, asked: Asked, scope: Scope, own: OwnHolidays) -> None:
        self.asked = asked
        self.scope = scope
        self.own = own
        self.openings = scope.openings

    def _keys(self, place: Iterable[str]) -> tuple[str, ...]:
        return tuple(key_of(name) for name in place)

    def _is_off(self, day: date, place: Iterable[str]) -> bool:
        is_feast = self.asked.when.is_feast and day in self.asked.when.days
        return (
            is_feast
            or day.weekday() == 6
            or is_holiday(day, self._keys(place), self.own)
        )

    def state_on(self, day: date, lists: list[DateList]) -> State:
        """The printed rules, the most particular first."""
        place = lists[0].place if lists else ()
        printed = on_date(self.openings, day)
        listed = self._by_list(day, lists)
        if printed:
            return self._printed(day, printed, listed, lists)
        if listed.is_open is False:
            return listed
        weekly = self._weekly(day)
        if listed.is_open:
            return (
                replace(listed, hours=weekly.hours or listed.hours)
                if weekly.is_open
                else listed
            )
        if self._is_off(day, place):
            complete = next((each for each in lists if each.is_complete), None)
            if complete and (complete.dates or complete.is_every):
                return State(
                    is_open=False, page=complete.page, place=place_of(complete)
                )
        elif any(each.is_complete for each in lists) and not tells_weekdays(
            self.openings
        ):
            return State(
                is_open=True,
                page=lists[0].page,
                place=place_of(lists[0]),
                notes=("workday",),
            )
        return weekly

    def _by_list(self, day: date, lists: list[DateList]) -> State:
        weekly = tells_weekdays(self.openings)
        for each in sorted(lists, key=lambda each: len(each.dates) or 400):
            is_season = each.meaning == "open" and is_stretch(each.dates)
            if each.meaning == "holiday" or (weekly and is_season):
                continue
            is_open = each.meaning == "open"
            told = State(is_open=is_open, page=each.page, place=place_of(each))
            notes = tuple(each.notes)
            if falls_on(each.dates, day):
                closing = (Hours("", (("", each.closes),)),) if each.closes else ()
                return replace(told, hours=closing if is_open else ())
            if falls_on(each.conditional, day):
                return replace(told, notes=notes)
            if each.is_free or (each.is_every and self._is_off(day, each.place)):
                return replace(told, is_open=True, notes=notes)
            if each.is_unruled:
                return replace(told, is_open=None, notes=notes)
        return State()

    def _printed(
        self,
        day: date,
        printed: list[Opening],
        listed: State,
        lists: list[DateList],
    ) -> State:
        part = [each for each in printed if each.part in self.scope.parts]
        chosen = part or printed
        hours = hours_of(chosen, many_places=self.scope.has_many_places)
        if self.scope.parts and not part:
            if tells_weekdays(self.asked_parts()):
                return self._weekly(day)
            return State(is_open=False, page=printed[0].page, hours=hours)
        is_open = any(not each.is_closed for each in chosen)
        usual = {each.part for each in self.openings if each.dates}
        is_partial = len({each.part for each in printed}) * 2 < len(usual) + 1
        complete = any(each.is_complete for each in lists)
        if is_open and complete and is_partial and not listed.is_open and not part:
            is_open = False
        notes = () if is_open else ("partly",)
        page = chosen[0].page
        return State(is_open=is_open, page=page, hours=hours, notes=notes)

    def _weekly(self, day: date) -> State:
        """Hours by the week; a holiday only when holidays are spoken of."""
        if not tells_weekdays(self.openings):
            return State()
        holiday = is_holiday(day, (), self.own)
        found = in_week(self.asked_parts(), kind_of(day, is_holiday=holiday), day)
        if not found and holiday and not tells_holidays(self.openings):
            return State()
        if not found:
            weekly = [each for each in self.asked_parts() if each.days]
            page = weekly[0].page if weekly else self.openings[0].page
            return State(is_open=False, page=page)
        hours = hours_of(found, many_places=self.scope.has_many_places)
        is_open = any(not each.is_closed for each in hours)
        return State(is_open=is_open, page=found[0].page, hours=hours)

    def asked_parts(self) -> Sequence[Opening]:
        """Give the hours of the parts that were named, or of all."""
        part = [each for each in self.openings if each.part in self.scope.parts]
        return part or self.openings

    def time_meant(self) -> str:
        """Give the time of day asked about, HH:MM; empty when none is."""
        return self.asked.at or (self.asked.now if self.is_about_now() else "")

    def is_open_then(self, hours: tuple[Hours, ...]) -> bool:
        """Tell whether it is open at the time or part of the day asked about."""
        if at := self.time_meant():
            return is_open_at(hours, at)
        return not self.asked.part or is_open_during(hours, self.asked.part)

    def is_open_since_yesterday(self, day: date, lists: list[DateList]) -> bool | None:
        """Tell whether it is still open after midnight; None at other times of day."""
        at = self.time_meant()
        is_same_night = re.search(r"\b(?:noche|night)\b", self.asked.text)
        if not at or at >= _MORNING or is_same_night:
            return None
        before = self.state_on(day - timedelta(days=1), lists)
        today = self.state_on(day, lists)
        return is_open_late(before.hours, at) or is_open_early(today.hours, at)

    def is_about_now(self) -> bool:
        """Tell whether this very moment is meant."""
        return bool(
            re.search(r"\b(?:ahora|ya|now|right now|todavia|aun)\b", self.asked.text)
        )


def place_of(listed: DateList) -> str:
    """Give the name of the place a list is about, as one writes it."""
    return spelled(listed.place[-1]) if listed.place else ""
