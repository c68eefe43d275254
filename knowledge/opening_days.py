"""Open on a date, and from when to when."""

import re
from dataclasses import replace
from datetime import date

from knowledge.answer import DocumentAnswer
from knowledge.facts import DateList
from knowledge.opening_house import House
from knowledge.opening_state import State

_WHAT_OPENS = re.compile(
    r"\bque (?:cosas |partes |zonas |locales )?(?:abre[n]?|abria[n]?|abrio"
    r"|abrieron|esta[n]? abiert|hay abiert|estaba abiert|podia)|\bwhat(?:'s|"
    r" is| was| opens| opened)\b.*\bopen|\bquien abre"
)


class DayReplies:
    """Answers about single dates."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.asked = house.asked

    def on_days(self, days: list[date]) -> DocumentAnswer:
        """Answer for up to a week of dates, the first known one leading."""
        answers = [self.on_day(day) for day in days[:7]]
        known = [answer for answer in answers if answer.kind == "answer"]
        if not known:
            return answers[0]
        first, *others = known
        return replace(first, others=tuple(others)) if others else first

    def on_day(self, day: date) -> DocumentAnswer:
        """Answer for one date."""
        groups = self.house.groups()
        states = [
            (name, self.house.rules.state_on(day, lists)) for name, lists in groups
        ]
        known = [(name, state) for name, state in states if state.is_open is not None]
        if not known:
            return self.house.unknown("not_said", day)
        if len(known) > 1 and len({state.is_open for _, state in known}) > 1:
            return self._split(day, known)
        name, state = known[0]
        if self.asked.has("hours") and not self.asked.has("places"):
            return self._hours_on(day, state)
        return self._open_on(day, state, name, groups[0][1])

    def _open_on(
        self, day: date, state: State, place: str, lists: list[DateList]
    ) -> DocumentAnswer:
        asked = self.asked
        is_open = bool(state.is_open)
        rules = self.house.rules
        late = rules.is_open_since_yesterday(day, lists)
        if late is not None:
            is_open = late
        elif is_open and state.hours:
            is_open = rules.is_open_then(state.hours)
        asks_closed = asked.has("closed") and not asked.has("open")
        is_what = bool(_WHAT_OPENS.search(asked.text)) and bool(state.hours)
        return self.house.filled(
            topic="hours" if is_what else "open",
            yes_no=None if is_what else is_open is not asks_closed,
            is_open=bool(state.hours) if is_what else is_open,
            day=day,
            place=state.place or place,
            hours=state.hours,
            values=(asked.at,) if asked.at else (),
            notes=state.notes,
            page=state.page,
        )

    def _hours_on(self, day: date, state: State) -> DocumentAnswer:
        if not state.is_open:
            return self.house.filled(
                topic="open",
                yes_no=False,
                is_open=False,
                day=day,
                place=state.place,
                hours=state.hours,
                notes=state.notes,
                page=state.page,
            )
        starts = any(start for each in state.hours for start, _ in each.spans)
        wants_start = self.asked.has("opens") and not self.asked.has("closes")
        if not state.hours or (wants_start and not starts):
            return self.house.unknown("not_said", day)
        return self.house.filled(
            topic="hours",
            is_open=True,
            day=day,
            place=state.place,
            hours=state.hours,
            page=state.page,
        )

    def _split(self, day: date, known: list[tuple[str, State]]) -> DocumentAnswer:
        """Open in some of the places asked about, closed in others."""
        open_in = [name for name, state in known if state.is_open]
        closed = [name for name, state in known if not state.is_open]
        return self.house.filled(
            topic="places",
            is_open=True,
            day=day,
            values=tuple(open_in),
            notes=() if self.asked.has("places") else ("closed", *closed),
            page=next(state.page for _, state in known if state.is_open),
        )
