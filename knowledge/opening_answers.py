"""Questions about open days and hours → answers from calendars on the shelf."""

import re
from collections.abc import Sequence
from datetime import timedelta

from knowledge.answer import DocumentAnswer
from knowledge.facts import Facts
from knowledge.opening_days import DayReplies
from knowledge.opening_hours import tells_weekdays
from knowledge.opening_house import House
from knowledge.opening_lists import ListReplies
from knowledge.opening_scope import scope_asked
from knowledge.opening_week import WeekReplies
from knowledge.question import Asked


def answer_from_openings(
    asked: Asked, shelf: Sequence[Facts], local_holidays: Sequence[str]
) -> DocumentAnswer | None:
    """Answer, or None when the question is not about days or hours on this shelf."""
    answers = []
    for facts in shelf:
        if facts.lists or facts.openings:
            scope = scope_asked(asked, facts)
            if scope.confidence >= 0.4:
                answers.append(
                    _Replies(House(asked, facts, scope, local_holidays)).answer()
                )
    told = [answer for answer in answers if answer is not None]
    return max(told, key=_worth, default=None)


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
        if asked.has("holiday") and when.days:
            return self.lists.holiday(when.days[0])
        if asked.has("date_of") and not asked.has("open", "closed"):
            return self.lists.date_of()
        if (
            asked.has("places")
            and len(self.house.all_places()) > 1
            and not self.house.scope.places
        ):
            return self.lists.places()
        if when.days:
            return self.days.on_days(when.days)
        if (
            asked.has("open", "closed")
            and not asked.has("hours", "list", "count")
            and self.house.rules.is_about_now()
        ):
            return self.days.on_days([asked.today])
        if asked.has("count"):
            return self.lists.count()
        if when.first and self._wants_hours() and (days := self.house.printed_days()):
            return self.days.on_days(days)
        if when.first or self._wants_dates():
            return self.lists.dates() if self.house.meant() else self._in_period()
        return self._by_week()

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
