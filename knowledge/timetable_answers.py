"""Questions about departures → answers from the timetables on the shelf."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.answer import DocumentAnswer, Topic
from knowledge.days import HOLIDAYS, ORDINARY, kind_of
from knowledge.facts import Facts, Service, Trip
from knowledge.holidays import is_holiday
from knowledge.question import Asked, minutes
from knowledge.stops import Way, goes, names_stop, place_in, stop_key, way_asked
from knowledge.words import empty_words, is_vague, lexicon, words_of

_NIGHT_ENDS = "04:30"
"""Departures before belong to the night; "the first" then means both."""
_COUNTED = re.compile(
    r"\bcuant[oa]s (?:\w+ )?(?:guaguas?|buses|autobuses|salidas|servicios"
    r"|viajes|paradas|horarios|veces|"
    r"trenes|lineas|coches|colectivos|micros|ferris|barcos)|\bhow many"
    r" (?:\w+ )?(?:buses|trips|departures|stops|trains|services|times)"
)
_OTHER_MATTERS = re.compile(
    r"\bactualiz|\bvigen|\bupdated\b|\bcuanto (?:cuesta|vale)|\bprecio|\bdiferencia"
    r"|\bpor que\b|\bquien\b|\bwhy\b|\bwho\b|\bhow much\b|\bque dias? (?:sale|hay|pasa)"
)
_ASKS_YES_NO = re.compile(
    r"^\W*(?:(?:y|pero|and|but) )?(?:hay|sale[n]?|pasa[n]?|queda[n]?"
    r"|existe[n]?|tengo|tienen?"
    r"|is there|are there|do|does|can)\b"
)
_WHERE_TO = re.compile(r"\bhasta donde\b|\ba ?donde\b|\bhow far\b|\bwhere does\b")
_TERMINAL = re.compile(
    r"\b(?:de|desde|en) (?:donde|que (?:anden|parada|estacion)) (?:sale|empieza|parte)"
    r"|\bdonde (?:empieza|termina|acaba|sale|se coge|cojo)|\bque anden\b"
    r"|\bwhich platform"
    r"|\bwhere does .*(?:start|leave|depart|end|finish)|\b(?:primera|ultima) parada\b"
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Services of one direction that run on the day asked, and what they are called."""

    services: tuple[Service, ...]
    facts: Facts


def answer_from_timetables(
    asked: Asked, shelf: Sequence[Facts], local_holidays: Sequence[str]
) -> DocumentAnswer | None:
    """Answer, or None when the question is not about departures on this shelf."""
    best: DocumentAnswer | None = None
    for facts in shelf:
        if facts.services:
            answer = _Timetable(asked, facts, local_holidays).answer()
            if answer and (best is None or answer.confidence > best.confidence):
                best = answer
    return best


class _Timetable:
    """One document's timetables, asked one question."""

    def __init__(self, asked: Asked, facts: Facts, local: Sequence[str]) -> None:
        self.asked = asked
        self.facts = facts
        self.local = local
        self.way = way_asked(asked.text, facts.services)
        self.confidence = self._confidence()

    def answer(self) -> DocumentAnswer | None:
        """Answer, or None when it is not about this line."""
        asked = self.asked
        if self.confidence < 0.35 or not self._is_about_trips():
            return None
        if self._leads_elsewhere():
            return self._unknown()
        if asked.has("stops"):
            return self._stops()
        if asked.at and _WHERE_TO.search(asked.text):
            return self._goes_to()
        if _TERMINAL.search(asked.text) and not asked.at:
            return self._terminal()
        if stop := self._asked_stop():
            return self._stops_at(stop)
        running = self._running()
        if not running:
            return self._unknown()
        if asked.has("duration"):
            return self._journey(running)
        if self._passes_without_times(running):
            return self._unknown()
        return self._departures(running)

    def _confidence(self) -> float:
        words = set(words_of(self.asked.text))
        transport = set(str(lexicon()["transport"]).split())
        score = 0.45 if words & transport else 0.0
        lines = {s.line for s in self.facts.services if s.line}
        if lines & words:
            score += 0.35
        elif lines and self._other_line():
            return 0.0
        named = [
            key for key in (self.way.start, self.way.goal, *self.way.others) if key
        ]
        score += 0.3 * min(2, len(named))
        if not words & transport and re.search(
            r"\b(?:sale[n]?|pasa[n]?|llega[n]?|coger|la de las|leaves?|departs?)\b",
            self.asked.text,
        ):
            score += 0.15
        if re.search(r"\bla (?:proxima|siguiente|ultima|primera)\b", self.asked.text):
            score += 0.15
        if self.asked.has("open", "closed") and not words & transport:
            score -= 0.5
        return min(1.0, score)

    def _other_line(self) -> bool:
        """Another line's number was said."""
        match = re.search(
            r"\b(?:linea|line|guagua|bus|autobus|ruta|la) (\d{1,4})\b(?![:.])",
            self.asked.text,
        )
        return bool(match) and match[1] not in {s.line for s in self.facts.services}  # type: ignore[index]  # bool(match) stands before

    def _is_about_trips(self) -> bool:
        asked = self.asked
        if _OTHER_MATTERS.search(asked.text):
            return False
        if re.search(r"\bcuant[oa]s\b|\bhow many\b", asked.text):
            return bool(_COUNTED.search(asked.text)) or asked.has("duration")
        if asked.has("first", "last", "next", "often", "duration", "stops", "hours"):
            return True
        if asked.at or asked.part or self._asked_stop() or _TERMINAL.search(asked.text):
            return True
        return bool(
            re.search(
                r"\b(?:salen?|sale|salidas?|pasan?|horas?|hay|runs?|leaves?"
                r"|departs?|departures|timetable|are there|is there)\b",
                asked.text,
            )
        )

    def _leads_elsewhere(self) -> bool:
        """A goal was named that is no stop of this line."""
        asked = self.asked
        for match in re.finditer(
            r"\b(?:hacia|a|para|hasta|to|towards|desde|from) ((?:la |las |el"
            r" |los |the )?[a-z]{4,})",
            asked.text,
        ):
            word = match[1].split()[-1]
            if word in empty_words() or is_vague(word):
                continue
            if self._knows(word) or not _is_proper(asked.original, word):
                continue
            return True
        return False

    def _knows(self, word: str) -> bool:
        told = " ".join(
            " ".join((s.origin, s.destination, *s.route, s.label))
            for s in self.facts.services
        )
        known = set(words_of(f"{told} {self.facts.names}"))
        named = " ".join((self.way.start, self.way.goal, *self.way.others)).split()
        return word in known or (
            bool(named) and word not in named and _close(word, known)
        )

    def _asked_stop(self) -> str:
        """The stop of a question such as "does it stop at X?"."""
        asked = self.asked
        if asked.at or asked.has("first", "last", "next", "hours", "often", "duration"):
            return ""
        if not re.search(
            r"\b(?:para|paran|parada en|stops?|pasa[n]?\b.* por|tiene"
            r" parada|llega (?:a|hasta)|goes? (?:to|through)|calls? at)\b",
            asked.text,
        ):
            return ""
        if not re.search(
            r"^\W*(?:la|el|los|las|esta|does|do|is|se)?\W*(?:\w+"
            r" ){0,4}?(?:para|paran|pasa|pasan|tiene|hay|llega|stop|does|do"
            r"|is)",
            asked.text,
        ):
            return ""
        return (
            self.way.goal
            or self.way.start
            or (self.way.others[0] if self.way.others else "")
        )

    def _running(self) -> list[_Choice]:
        """The services of each direction asked, on the days asked."""
        ways: dict[tuple[str, str], list[Service]] = {}
        for service in self.facts.services:
            if goes(service, self.way):
                ways.setdefault((service.origin, service.destination), []).append(
                    service
                )
        if len(ways) > 1 and self.way.others:
            key = self.way.others[0]
            fitting = {k: v for k, v in ways.items() if names_stop(k[1], key)}
            ways = fitting or ways
        return [
            _Choice(tuple(chosen), self.facts)
            for services in ways.values()
            if (chosen := self._on_days(services, self._kinds()))
        ]

    def _kinds(self) -> int:
        """Kinds of days asked about; 0 when no day was meant."""
        when = self.asked.when
        if when.kinds and not when.days:
            return when.kinds
        day = self._day()
        return self._kind(day) if day else 0

    def _day(self) -> date | None:
        when = self.asked.when
        if when.days:
            return when.days[0]
        if when.kinds or when.first:
            return None
        is_now = bool(self.asked.now) and self.asked.has("next")
        return self.asked.today if is_now else None

    def _kind(self, day: date) -> int:
        return kind_of(day, is_holiday=is_holiday(day, (), self.local))

    def _on_days(self, services: list[Service], kinds: int) -> list[Service]:
        usual = [s for s in services if not s.is_school]
        if self.asked.when.is_school and not re.search(
            r"\bno (?:lectivo|escolar)", self.asked.text
        ):
            school = [s for s in services if s.is_school]
            return school or self._on_days(usual, kinds)
        if not kinds:
            return usual
        if not kinds & HOLIDAYS or (kinds & HOLIDAYS) >> 7 == kinds & ORDINARY:
            kinds = kinds & ORDINARY or kinds
        chosen: list[Service] = []
        for bit in (1 << n for n in range(14) if kinds & (1 << n)):
            chosen += [s for s in _most_specific(usual, bit) if s not in chosen]
        if kinds == 0b0111111:
            chosen = [s for s in chosen if s.days & 0b0011111] or chosen
        return chosen

    def _passes_without_times(self, running: list[_Choice]) -> bool:
        """The customer waits at a stop for which the document gives no times."""
        start = self.way.start
        if not start:
            return False
        return all(
            not names_stop(service.origin, start)
            and not any(names_stop(stop, start) for stop in service.stops)
            and not _same_terminal(service, start)
            for choice in running
            for service in choice.services
        )

    def _unknown(self) -> DocumentAnswer:
        return DocumentAnswer(
            gap="not_said",
            confidence=self.confidence,
            title=self.facts.title,
            topic="departures",
        )

    def _stops(self) -> DocumentAnswer:
        services = [s for s in self.facts.services if s.route and goes(s, self.way)]
        if not services:
            return self._unknown()
        service = services[0]
        is_count = bool(re.search(r"\bcuantas\b|\bhow many\b", self.asked.text))
        return self._filled(
            "stops",
            service,
            values=(len(service.route),) if is_count else tuple(service.route),
            sources=((self.facts.file, service.route_page),),
        )

    def _goes_to(self) -> DocumentAnswer:
        """How far the trip of a certain time goes."""
        for service in self.facts.services:
            for trip in service.trips:
                if trip.times[0] == self.asked.at and goes(service, self.way):
                    end = trip.note or service.destination
                    return self._filled("terminal", service, values=(end,))
        return self._unknown()

    def _terminal(self) -> DocumentAnswer:
        """The first or last stop, with its platform when printed."""
        services = [s for s in self.facts.services if s.route and goes(s, self.way)]
        if not services:
            return self._unknown()
        is_last = bool(re.search(r"\b(?:termina|acaba|ends?|finish)", self.asked.text))
        service = services[0]
        return self._filled(
            "terminal",
            service,
            values=(service.route[-1 if is_last else 0],),
            sources=((self.facts.file, service.route_page),),
        )

    def _stops_at(self, key: str) -> DocumentAnswer:
        for service in self.facts.services:
            at = place_in(service.route, key)
            if at is not None and goes(service, replace(self.way, start="", goal="")):
                return self._filled(
                    "stops_at",
                    service,
                    yes_no=True,
                    values=(service.route[at],),
                    sources=((self.facts.file, service.route_page),),
                )
        return self._unknown()

    def _filled(
        self,
        topic: Topic,
        service: Service,
        *,
        times: Iterable[str] = (),
        values: tuple[int | float | str, ...] = (),
        yes_no: bool | None = None,
        notes: tuple[str, ...] = (),
        day: date | None = None,
        sources: tuple[tuple[str, int], ...] = (),
    ) -> DocumentAnswer:
        return DocumentAnswer(
            kind="answer",
            confidence=self.confidence,
            topic=topic,
            yes_no=yes_no,
            day=day or self._day(),
            days=service.label,
            place=service.line,
            origin=service.origin,
            destination=service.destination,
            times=tuple(times),
            values=values,
            notes=notes,
            sources=sources or ((self.facts.file, service.page),),
            title=self.facts.title,
        )

    def _journey(self, running: list[_Choice]) -> DocumentAnswer:
        for choice in running:
            for service in choice.services:
                i = _timed(service, self.way.start, 0)
                j = _timed(service, self.way.goal, len(service.stops) - 1)
                trips = [t for t in service.trips if t.times[i] and t.times[j]]
                if i >= j or not trips:
                    continue
                trip = self._trip_at(trips, i)
                took = (minutes(trip.times[j]) - minutes(trip.times[i])) % 1440
                return self._filled(
                    "journey",
                    service,
                    times=(trip.times[i], trip.times[j]),
                    values=(took,),
                )
        return self._unknown()

    def _trip_at(self, trips: Sequence[Trip], i: int) -> Trip:
        at = self.asked.at
        return next((t for t in trips if at and t.times[i] == at), trips[0])

    def _departures(self, running: list[_Choice]) -> DocumentAnswer:
        answers = [
            self._one(service) for choice in running for service in choice.services
        ]
        told = [answer for answer in answers if answer is not None]
        if not told:
            return self._none_left(running)
        joined = _joined(told)
        is_open_question = joined.topic in ("departures", "next", "first", "last")
        if is_open_question and _ASKS_YES_NO.search(self.asked.text):
            return replace(joined, yes_no=True)
        return joined

    def _one(self, service: Service) -> DocumentAnswer | None:
        """The answer out of one service; None when nothing runs at the time asked."""
        asked = self.asked
        trips = self._trips(service)
        i = _timed(service, self.way.start, 0)
        told = [t.times[i] for t in trips if t.times[i]]
        if asked.has("often"):
            return self._often(service, told)
        if asked.at and asked.relation == "at" and not asked.has("next"):
            return self._runs_at(service, told)
        told = self._within(told)
        if re.search(r"\bcuant[oa]s\b|\bhow many\b", asked.text):
            return self._filled("count", service, times=told, values=(len(told),))
        if not told:
            return None
        topic, told = self._picked(told)
        notes = tuple(t.note for t in trips if t.note and t.times[i] in told)
        return self._filled(topic, service, times=told, notes=notes)

    def _trips(self, service: Service) -> list[Trip]:
        """The trips that go as far as asked."""
        if not service.trips:
            return []
        j = _timed(service, self.way.goal, -1)
        kept = []
        for trip in service.trips:
            if self.way.goal and len(service.stops) > 1 and not trip.times[j]:
                continue
            if (
                trip.note
                and not service.is_school
                and not self._reaches(service, trip.note)
            ):
                continue
            kept.append(trip)
        return kept

    def _reaches(self, service: Service, note: str) -> bool:
        """A trip "only to X" serves a goal at or before X."""
        match = re.match(
            r"(?:hasta|to|until|solo hasta|only to)\s+(.+)", note, re.IGNORECASE
        )
        goal = self.way.goal
        if not match or not goal:
            return True
        end = place_in(service.route, stop_key(match[1].split(".")[0]))
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
        is_now = asked.has("next") and asked.now and self._day() == asked.today
        if is_now and asked.now > after:
            after, is_strict = asked.now, False
        if not after:
            return told
        return [at for at in told if at > after or (at == after and not is_strict)]

    def _picked(self, told: list[str]) -> tuple[Topic, list[str]]:
        asked = self.asked
        if asked.relation == "before" and asked.at:
            return (
                ("last", told[-1:]) if not asked.has("list") else ("departures", told)
            )
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
            plural = re.search(
                r"\b(?:guaguas|buses|autobuses|salidas|horarios|horas|trenes"
                r"|departures)\b",
                asked.text,
            )
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
            return self._filled(
                "runs_at", service, times=(at,), yes_no=True, values=(at,)
            )
        if shorter := self._shorter_trip(at):
            return shorter
        before = [each for each in told if each < at][-1:]
        after = [each for each in told if each > at][:1]
        return self._filled(
            "runs_at", service, times=(*before, *after), yes_no=False, values=(at,)
        )

    def _shorter_trip(self, at: str) -> DocumentAnswer | None:
        """A trip at this time that runs on other days or not all the way."""
        for service in self.facts.services:
            if not goes(service, Way(self.way.start)):
                continue
            for trip in service.trips:
                if trip.note and trip.times[0] == at:
                    return self._filled(
                        "runs_at",
                        service,
                        yes_no=self._reaches(service, trip.note),
                        values=(at,),
                        notes=(trip.note,),
                    )
        return None

    def _often(self, service: Service, told: list[str]) -> DocumentAnswer | None:
        told = [at for at in self._within(told) if at >= _NIGHT_ENDS]
        gaps = [minutes(b) - minutes(a) for a, b in itertools.pairwise(told) if b > a]
        if not gaps:
            return None
        usual = max(set(gaps), key=gaps.count)
        return self._filled(
            "often",
            service,
            times=(told[0], told[-1]),
            values=(usual, min(gaps), max(gaps)),
        )

    def _none_left(self, running: list[_Choice]) -> DocumentAnswer:
        """Nothing more on the day asked: the first of the day after."""
        service = running[0].services[0]
        day = self._day()
        if day is None or self.asked.relation == "before":
            return self._filled("departures", service)
        after = day + timedelta(days=1)
        same = [
            s
            for s in self.facts.services
            if (s.origin, s.destination) == (service.origin, service.destination)
        ]
        chosen = self._on_days(same, self._kind(after))
        if not chosen:
            return self._filled("next", service)
        first = next((t.times[0] for t in self._trips(chosen[0])), "")
        return self._filled("next", chosen[0], times=(first,), day=after)


def _most_specific(services: list[Service], bit: int) -> list[Service]:
    fitting = [s for s in services if s.days & bit or not s.days]
    if bit & HOLIDAYS:
        told = [
            s
            for s in fitting
            if s.days and (s.days & HOLIDAYS) >> 7 != s.days & ORDINARY
        ]
        fitting = told or fitting
    named = [s for s in fitting if s.days]
    if not named:
        return fitting
    fewest = min(s.days.bit_count() for s in named)
    return [s for s in named if s.days.bit_count() == fewest]


def _timed(service: Service, key: str, otherwise: int) -> int:
    """The number of the timed stop a key means."""
    if key:
        for index, stop in enumerate(service.stops):
            if names_stop(stop, key):
                return index
    return otherwise


def _same_terminal(service: Service, key: str) -> bool:
    """The first stop of the route is the origin by another name."""
    return bool(service.route) and names_stop(service.route[0], key)


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


def _is_proper(original: str, folded_word: str) -> bool:
    from knowledge.words import fold

    at = fold(original).find(folded_word)
    return at < 0 or original[at : at + 1].isupper() or original.islower()


def _close(word: str, known: set[str]) -> bool:
    import difflib

    return bool(difflib.get_close_matches(word, known, 1, 0.82))
