"""Questions about departures → answers from the timetables on the shelf."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from knowledge.answer import DocumentAnswer, Topic
from knowledge.days import HOLIDAYS
from knowledge.facts import Facts, Service, Trip
from knowledge.holidays import OwnHolidays
from knowledge.opening_hours import falls_on
from knowledge.question import Asked, minutes
from knowledge.route_answers import RouteReplies
from knowledge.stops import Way, goes, names_stop, place_in, stop_key
from knowledge.timetable_scope import Choice
from knowledge.trip_notes import last_stop, runs_on
from knowledge.words import words_of

_NIGHT_ENDS = "04:30"
"""Departures before belong to the night; "the first" then means both."""
_PLURAL = re.compile(
    r"\b(?:guaguas|buses|autobuses|salidas|horarios|horas|trenes|departures)\b"
)
_LISTING = ("departures", "next", "first", "last")
_ASKS_YES_NO = re.compile(
    r"^\W*(?:(?:y|pero|and|but) )?(?:hay|sale[n]?|pasa[n]?|queda[n]?"
    r"|existe[n]?|tengo|tienen?"
    r"|is there|are there|do|does|can)\b"
)


def answer_from_timetables(
    asked: Asked, shelf: Sequence[Facts], own: OwnHolidays
) -> DocumentAnswer | None:
    """Answer, or None when the question is not about departures on this shelf."""
    best: DocumentAnswer | None = None
    if _is_unknown_line(asked, shelf):
        return DocumentAnswer(gap="not_said", confidence=0.6, topic="departures")
    for facts in shelf:
        if facts.services:
            answer = _Replies(asked, facts, own).answer()
            if answer and (best is None or answer.confidence > best.confidence):
                best = answer
    return best


def _is_unknown_line(asked: Asked, shelf: Sequence[Facts]) -> bool:
    """A line was named by its number that no timetable on the shelf is of."""
    named = set(
        re.findall(r"\b(?:linea|line) ([a-z]?\d{1,4}[a-z]?)\b(?![:.])", asked.text)
    )
    lines = {service.line for facts in shelf for service in facts.services}
    names = {word for facts in shelf for word in words_of(facts.names)}
    return bool(named) and bool(lines - {""}) and not named & (lines | names)


class _Replies(RouteReplies):
    """What one document's timetables answer to one question."""

    def answer(self) -> DocumentAnswer | None:
        """Answer, or None when it is not about this line."""
        asked = self.asked
        if self.table.confidence < 0.35 or not self.table.is_about_trips():
            return None
        if self.table.leads_elsewhere():
            return self.unknown()
        if answer := self.about_stops():
            return answer
        if answer := self._no_service():
            return answer
        running = self.table.running()
        if not running:
            return self._not_then() or self.unknown()
        if asked.has("duration"):
            return self._journey(running)
        if self.table.passes_without_times(running):
            return self.unknown()
        return self._departures(running)

    def _journey(self, running: list[Choice]) -> DocumentAnswer:
        for choice in running:
            for service in choice.services:
                i = _timed(service, self.table.way.start, 0)
                j = _timed(service, self.table.way.goal, len(service.stops) - 1)
                trips = [t for t in service.trips if t.times[i] and t.times[j]]
                if i >= j or not trips:
                    continue
                trip = self._trip_at(trips, i)
                took = (minutes(trip.times[j]) - minutes(trip.times[i])) % 1440
                return self.filled(
                    "journey",
                    service,
                    times=(trip.times[i], trip.times[j]),
                    values=(took,),
                )
        return self.unknown()

    def _trip_at(self, trips: Sequence[Trip], i: int) -> Trip:
        at = self.asked.at
        return next((t for t in trips if at and t.times[i] == at), trips[0])

    def _not_then(self) -> DocumentAnswer | None:
        """Nothing runs on this kind of working day, though on others it does."""
        kinds = self.table.kinds()
        goes_so = [s for s in self.table.facts.services if goes(s, self.table.way)]
        is_told = all(s.days for s in goes_so)
        told = 0
        for service in goes_so:
            told |= service.days
        is_free = bool(kinds & HOLIDAYS) and not told & HOLIDAYS
        if not goes_so or not kinds or not is_told or is_free:
            return None
        return self.filled("departures", goes_so[0], yes_no=False)

    def _no_service(self) -> DocumentAnswer | None:
        """The document says that nothing runs on the day asked."""
        day = self.table.day()
        for listed in self.table.facts.lists:
            if day and listed.meaning == "closed" and falls_on(listed.dates, day):
                return self.filled(
                    "departures",
                    self.table.facts.services[0],
                    yes_no=False,
                    sources=((self.table.facts.file, listed.page),),
                )
        return None

    def _departures(self, running: list[Choice]) -> DocumentAnswer:
        answers = [
            self._one(service) for choice in running for service in choice.services
        ]
        told = [answer for answer in answers if answer is not None]
        if not told and self.asked.has("often"):
            return self.unknown()
        answer = _joined(told) if told else self._none_left(running)
        if answer.topic in _LISTING and _ASKS_YES_NO.search(
            self.asked.text.rpartition("¿")[2]
        ):
            return replace(answer, yes_no=bool(told))
        return answer

    def _one(self, service: Service) -> DocumentAnswer | None:
        """The answer out of one service; None when nothing runs at the time asked."""
        asked = self.asked
        trips = self._trips(service)
        i = _timed(service, self.table.way.start, 0)
        told = [t.times[i] for t in trips if t.times[i]]
        if asked.has("often"):
            return self._often(service, told)
        if asked.at and asked.relation == "at" and not asked.has("next"):
            return self._runs_at(service, told)
        told = self._within(told)
        if re.search(r"\bcuant[oa]s\b|\bhow many\b", asked.text):
            return self.filled("count", service, times=told, values=(len(told),))
        if not told:
            return None
        topic, told = self._picked(told)
        notes = tuple(t.note for t in trips if t.note and t.times[i] in told)
        return self.filled(topic, service, times=told, notes=notes)

    def _trips(self, service: Service) -> list[Trip]:
        """The trips that go as far as asked."""
        if not service.trips:
            return []
        j = _timed(service, self.table.way.goal, -1)
        kept = []
        for trip in service.trips:
            if self.table.way.goal and len(service.stops) > 1 and not trip.times[j]:
                continue
            if trip.note and not service.is_school and not self._serves(service, trip):
                continue
            kept.append(trip)
        return kept

    def _serves(self, service: Service, trip: Trip) -> bool:
        """A trip "only to X" serves a goal at or before X, one "on Fridays" Fridays."""
        goal, last = self.table.way.goal, last_stop(trip.note)
        if not runs_on(trip.note, self.table.kinds()):
            return False
        if not last or not goal:
            return True
        end = place_in(service.route, stop_key(last))
        at = place_in(service.route, goal)
        return end is None or at is None or at <= end

    def _within(self, told: list[str]) -> list[str]:
        asked = self.asked
        if asked.relation == "between" and asked.at:
            return [at for at in told if asked.at <= at <= asked.until]
        if asked.part and not asked.at:
            told = [at for at in told if asked.part[0] <= at <= asked.part[1]]
        if asked.relation == "before" and asked.at:
            return [at for at in told if at < asked.at]
        after = asked.at if asked.relation in ("after", "from", "at") else ""
        is_strict = asked.relation == "after"
        is_now = asked.has("next") and asked.now and self.table.day() == asked.today
        if is_now and asked.now > after:
            after, is_strict = asked.now, False
        if not after:
            return told
        return [at for at in told if at > after or (at == after and not is_strict)]

    def _picked(self, told: list[str]) -> tuple[Topic, list[str]]:
        asked = self.asked
        if asked.relation == "before" and asked.at:
            is_list = asked.has("list") or _PLURAL.search(asked.text)
            return ("departures", told) if is_list else ("last", told[-1:])
        if asked.has("next") and (asked.at or asked.now):
            return "next", told[: self._wanted()]
        if asked.has("last") and not asked.has("first"):
            return "last", told[-1:]
        if asked.has("first") and asked.has("last"):
            return "departures", [told[0], told[-1]]
        if asked.has("first"):
            late = [at for at in told if at >= _NIGHT_ENDS]
            is_night = told[0] < _NIGHT_ENDS and late
            return "first", [told[0], late[0]] if is_night else told[:1]
        if asked.at and asked.relation in ("after", "from") and not asked.has("list"):
            plural = _PLURAL.search(asked.text)
            return ("departures", told) if plural else ("next", told[:1])
        return "departures", told

    def _wanted(self) -> int:
        match = re.search(
            r"\b(?:las |los |next |proximas |proximos )?([2-9]) (?:proxim"
            r"|siguient|next|guaguas|buses|salidas)|\b(?:proximas|siguientes"
            r"|next) ([2-9])\b",
            self.asked.text,
        )
        return int(match[1] or match[2]) if match else 1

    def _runs_at(self, service: Service, told: list[str]) -> DocumentAnswer:
        at = self.asked.at
        if at in told:
            i = _timed(service, self.table.way.start, 0)
            notes = tuple(t.note for t in service.trips if t.times[i] == at and t.note)
            return self.filled(
                "runs_at", service, times=(at,), yes_no=True, values=(at,), notes=notes
            )
        if shorter := self._shorter_trip(at):
            return shorter
        before = [each for each in told if each < at][-1:]
        after = [each for each in told if each > at][:1]
        return self.filled(
            "runs_at", service, times=(*before, *after), yes_no=False, values=(at,)
        )

    def _shorter_trip(self, at: str) -> DocumentAnswer | None:
        """A trip at this time that runs on other days or not all the way."""
        for service in self.table.facts.services:
            if not goes(service, Way(self.table.way.start)):
                continue
            for trip in service.trips:
                if trip.note and trip.times[0] == at:
                    return self.filled(
                        "runs_at",
                        service,
                        yes_no=self._serves(service, trip),
                        values=(at,),
                        notes=(trip.note,),
                    )
        return None

    def _often(self, service: Service, told: list[str]) -> DocumentAnswer | None:
        told = [at for at in self._within(told) if at >= _NIGHT_ENDS]
        gaps = [minutes(b) - minutes(a) for a, b in pairwise(told) if b > a]
        if not gaps:
            return None
        usual = max(set(gaps), key=gaps.count)
        return self.filled(
            "often",
            service,
            times=(told[0], told[-1]),
            values=(usual, min(gaps), max(gaps)),
        )

    def _none_left(self, running: list[Choice]) -> DocumentAnswer:
        """Nothing more on the day asked: the first of the day after."""
        service = running[0].services[0]
        day = self.table.day()
        if day is None or self.asked.relation == "before":
            return self.filled("departures", service)
        after = day + timedelta(days=1)
        same = [
            s
            for s in self.table.facts.services
            if (s.origin, s.destination) == (service.origin, service.destination)
        ]
        chosen = self.table.on_days(same, self.table.kind_on(after))
        if not chosen:
            return self.filled("next", service)
        first = next((t.times[0] for t in self._trips(chosen[0])), "")
        return self.filled("next", chosen[0], times=(first,), day=after)


def _timed(service: Service, key: str, otherwise: int) -> int:
    """The number of the timed stop a key means."""
    if key:
        for index, stop in enumerate(service.stops):
            if names_stop(stop, key):
                return index
    return otherwise


def _joined(told: list[DocumentAnswer]) -> DocumentAnswer:
    """One answer for all when they say the same; else the others go along."""
    first = told[0]
    others = [a for a in told[1:] if (a.times, a.values) != (first.times, first.values)]
    sources = tuple(dict.fromkeys(s for a in told for s in a.sources))
    if first.topic == "runs_at" and any(a.yes_no for a in told):
        first = next(a for a in told if a.yes_no)
        others = []
    return replace(
        first, sources=sources if others else first.sources, others=tuple(others)
    )
