"""Questions about open days and hours → answers from calendars on the shelf."""

import re
from collections.abc import Sequence
from datetime import timedelta

from knowledge.answer import DocumentAnswer
from knowledge.facts import Facts
from knowledge.holidays import OwnHolidays
from knowledge.opening_days import DayReplies
from knowledge.opening_hours import tells_weekdays
from knowledge.opening_house import House
from knowledge.opening_lists import ListReplies
from knowledge.opening_scope import Scope, scope_asked
from knowledge.opening_week import WeekReplies
from knowledge.question import Asked


def answer_from_openings(
    asked: Asked, shelf: Sequence[Facts], own: OwnHolidays
) -> DocumentAnswer | None:
    """Answer, or None when the question is not about days or hours on this shelf."""
    told: list[tuple[Scope, DocumentAnswer]] = []
    for facts in shelf:
        if not (facts.lists or facts.openings):
            continue
        scope = scope_asked(asked, facts)
        if scope.confidence >= 0.4:
            answer = _Replies(House(asked, facts, scope, own)).answer()
            if answer is not None:
                told.append((scope, answer))
    return max(_nearest(told), key=_worth, default=None)


def _nearest(told: list[tuple[Scope, DocumentAnswer]]) -> list[DocumentAnswer]:
    """The answers of the houses that were named; else of those with the part named."""
    named = [answer for scope, answer in told if scope.is_named]
    part = [a for scope, a in told if scope.parts and a.kind == "answer"]
    return named or part or [answer for _, answer in told]


def _worth(answer: DocumentAnswer) -> float:
    return answer.confidence + (0.3 if answer.kind == "answer" else 0.0)


class _Replies:
    """Which of a document's calendars and hours a question is about."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.asked = house.asked
        self.days = DayReplies(house)
        self.lists = ListReplies(house)
        self.week = WeekReplies(house)

    def answer(self) -> DocumentAnswer | None:
        """Answer what was asked, or None when it was about something else."""
        asked, when = self.asked, self.asked.when
        if self._is_beyond():
            return self.house.unknown("other_years")
        wants_places = asked.has("places") and not self.house.scope.places
        if asked.has("holiday") and when.days and not wants_places:
            return self.lists.holiday(when.days[0])
        if asked.has("date_of") and not asked.has("open", "closed"):
            return self.lists.date_of()
        if wants_places and len(self.house.all_places()) > 1:
            return self.lists.places()
        if when.days:
            return self.days.on_days(when.days)
        if self._is_about_now():
            return self.days.on_days([asked.today])
        return self._on_kinds()

    def _on_kinds(self) -> DocumentAnswer | None:
        """No single date was asked about: a period, kinds of days, or the week."""
        if self.asked.has("count"):
            return self.lists.count()
        if self._is_weekly():
            return self._by_week()
        has_period = self.asked.when.first is not None
        if has_period and self._wants_hours() and (days := self.house.printed_days()):
            return self.days.on_days(days)
        is_weekly = self._wants_hours() and tells_weekdays(self.house.openings)
        if self._is_out_of_season() or (has_period and is_weekly):
            return self._by_week()
        if has_period or self._wants_dates():
            return self.lists.dates() if self.house.meant() else self._in_period()
        return self._by_week()

    def _is_out_of_season(self) -> bool:
        return self.week.is_out_of_season(self.house.rules.asked_parts())

    def _is_about_now(self) -> bool:
        return (
            self.asked.has("open", "closed")
            and not self.asked.has("hours", "list", "count")
            and self.house.rules.is_about_now()
        )

    def _is_weekly(self) -> bool:
        """Open or not on a kind of day or at a time, where hours by the week tell."""
        asked, kinds = self.asked, self.asked.when.kinds
        if (
            asked.when.first
            or asked.has("list")
            or not (kinds or asked.at or asked.part)
        ):
            return False
        parts = [e for e in self.house.rules.asked_parts() if e.days]
        if asked.at or asked.part:
            return bool(parts)
        return any(e.days & kinds for e in parts) or (
            bool(parts) and not any(each.is_complete for each in self.house.lists)
        )

    def _is_beyond(self) -> bool:
        """Another year than those covered is asked about."""
        when = self.asked.when
        if not when.is_beyond(self.house.years):
            return False
        return not tells_weekdays(self.house.openings) or when.year is not None

    def _wants_hours(self) -> bool:
        """Hours, not the days meant by "when does it open in November?"."""
        text = self.asked.text
        is_when = re.search(r"\bcuando\b|\bwhen\b", text)
        return self.asked.has("hours") and not (
            is_when and not re.search(r"\bhora|\bhours?\b|\btime\b", text)
        )

    def _wants_dates(self) -> bool:
        return bool(self.house.lists) and (
            self.asked.has("list")
            or not self.house.openings
            or not self.asked.has("hours")
        )

    def _in_period(self) -> DocumentAnswer | None:
        """A week or a long weekend, day by day, where only hours are printed."""
        when = self.asked.when
        if not when.first or not when.last or (when.last - when.first).days > 14:
            return self._by_week()
        days = [
            when.first + timedelta(days=n)
            for n in range((when.last - when.first).days + 1)
        ]
        return self.days.on_days(days)

    def _by_week(self) -> DocumentAnswer | None:
        """Hours by the week; without any, the days listed."""
        answer = self.week.by_week()
        if answer or not self.asked.has("open", "closed", "hours"):
            return answer
        is_listed = self.asked.when.kinds and self.house.meant()
        return self.lists.dates() if is_listed else None
