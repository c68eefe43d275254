"""Which timetable a question is about, which way, and what runs on the day."""

import re
from dataclasses import dataclass, replace
from datetime import date

from knowledge.days import EVERY_DAY, HOLIDAYS, ORDINARY, kind_of
from knowledge.facts import Facts, Service
from knowledge.holidays import OwnHolidays, is_holiday
from knowledge.question import Asked
from knowledge.seasons import day_meant, is_in
from knowledge.stops import goes, in_its_words, names_stop, way_asked
from knowledge.words import empty_words, fold, is_vague, lexicon, words_of

_COUNTED = re.compile(
    r"\bcuant[oa]s (?:\w+ )?(?:guaguas?|buses|autobuses|salidas|servicios"
    r"|viajes|paradas|horarios|veces|"
    r"trenes|lineas|coches|colectivos|micros|ferris|barcos)|\bhow many"
    r" (?:\w+ )?(?:buses|trips|departures|stops|trains|services|times)"
)
_LINE_SAID = re.compile(
    r"\b(?:linea|line|guagua|bus|autobus|ruta|route|la|el|the)"
    r" ([a-z]?\d{1,4}[a-z]?)\b(?![:.])"
)
_OTHER_MATTERS = re.compile(
    r"\bactualiz|\bvigen|\ben vigor|\bin force|\bupdated\b"
    r"|\bcuanto (?:cuesta|vale)|\bprecio|\bdiferencia"
    r"|\bpor que\b|\bquien\b|\bwhy\b|\bwho\b|\bhow much\b|\bque dias? (?:sale|hay|pasa)"
)
TERMINAL = re.compile(
    r"\b(?:de|desde|en) (?:donde|que (?:anden|parada|estacion)) (?:sale|empieza|parte)"
    r"|\bdonde (?:empieza|termina|acaba|sale|se coge|cojo)|\bque anden\b"
    r"|\bwhich platform"
    r"|\bwhere does .*(?:start|leave|depart|end|finish)|\b(?:primera|ultima) parada\b"
)
"""Asks for the first or last stop, or its platform."""


_PLACE = r"((?:la |las |el |los |the )?[a-z]{4,})"
_TOWARD = re.compile(rf"\b(?:hacia|a|para|hasta|to|towards|desde|from) {_PLACE}")
_TOWARD_LOWER = re.compile(rf"\b(?:to|towards|from) {_PLACE}")
"""What may lead to a name in English without capitals, where "a" is an article."""
_ENGLISH = re.compile(r"\b(?:the|is|on|bus|what|when|last|next|first)\b")


def _everyday() -> set[str]:
    told = f"{lexicon()['transport']} {lexicon()['harmless']} {lexicon()['opening']}"
    return set(told.split())


@dataclass(frozen=True, slots=True)
class Choice:
    """Services of one direction that run on the day asked."""

    services: tuple[Service, ...]


class Timetable:
    """One document's timetables, looked at with one question in mind."""

    def __init__(self, asked: Asked, facts: Facts, own: OwnHolidays) -> None:
        self.asked = asked
        self.facts = _of_line(facts, asked.text)
        facts = self.facts
        self.own = own
        self.text = in_its_words(asked.text, facts.services)
        self.way = way_asked(self.text, facts.services)
        self.confidence = self._confidence()

    def _confidence(self) -> float:
        words = set(words_of(self.asked.text))
        transport = set(str(lexicon()["transport"]).split())
        score = 0.45 if words & transport else 0.0
        lines = {s.line for s in self.facts.services if s.line}
        if lines & (_lines_said(self.asked.text) | {w for w in words if len(w) > 1}):
            score += 0.35
        elif self._other_line():
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
            r"\b(?:linea|line|ruta|route) (\d{1,4})\b(?![:.])",
            self.asked.text,
        ) or (
            any(s.line for s in self.facts.services)
            and re.search(
                r"\b(?:guagua|bus|autobus|la) (\d{1,4})\b(?![:.])", self.asked.text
            )
        )
        return bool(match) and match[1] not in {s.line for s in self.facts.services}  # type: ignore[index]  # bool(match) stands before

    def is_about_trips(self) -> bool:
        """Tell whether departures or stops are wanted at all."""
        asked = self.asked
        if _OTHER_MATTERS.search(asked.text):
            return False
        if re.search(r"\bcuant[oa]s\b|\bhow many\b", asked.text):
            return bool(_COUNTED.search(asked.text)) or asked.has("duration")
        if asked.has("first", "last", "next", "often", "duration", "stops", "hours"):
            return True
        if asked.at or asked.part or self.asked_stop() or TERMINAL.search(asked.text):
            return True
        return bool(
            re.search(
                r"\b(?:salen?|sale|salidas?|pasan?|horas?|hay|runs?|leaves?"
                r"|departs?|departures|timetable|are there|is there)\b",
                asked.text,
            )
        )

    def leads_elsewhere(self) -> bool:
        """Tell whether a goal was named that is no stop of this line."""
        text = self.asked.original
        is_doubtful = text.islower() and _ENGLISH.search(text)
        toward = _TOWARD_LOWER if is_doubtful else _TOWARD
        return self._is_other_terminal() or any(
            self._is_strange(match[1].split()[-1])
            for match in toward.finditer(self.text)
        )

    def _is_other_terminal(self) -> bool:
        """Such as "Airport, Terminal 2", where only Terminal 1 is a stop."""
        named = re.search(
            r"\b(?:terminal|pier|muelle|anden|platform|gate|puerta) (\d{1,2})\b(?!:)",
            self.text,
        )
        if not named:
            return False
        stops = {name for s in self.facts.services for name in (*s.stops, *s.route)}
        said = re.compile(rf"\b{named[0].split()[0]} ?{named[1]}\b")
        kind = named[0].split()[0]
        numbered = [fold(name) for name in stops if kind in fold(name)]
        return bool(numbered) and not any(said.search(name) for name in numbered)

    def _is_strange(self, word: str) -> bool:
        """A name that neither the line nor everyday questions know."""
        if word in empty_words() or is_vague(word) or word in _everyday():
            return False
        return not self._knows(word) and _is_proper(self.asked.original, word)

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

    def asked_stop(self) -> str:
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

    def running(self) -> list[Choice]:
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
            Choice(tuple(chosen))
            for services in ways.values()
            if (chosen := self.on_days(self._in_season(services), self.kinds()))
        ]

    def _in_season(self, services: list[Service]) -> list[Service]:
        """Those of the season asked about, or of the present one."""
        asked, when = self.asked, self.asked.when
        day = self.day() or day_meant(asked.text, asked.today) or when.first
        day = day or asked.today
        seasonal = [s for s in services if is_in(s.seasons, day)]
        covered = 0
        for service in seasonal:
            covered |= service.days or EVERY_DAY
        usual = [s for s in services if not s.seasons and (s.days or 1) & ~covered]
        return seasonal + usual

    def kinds(self) -> int:
        """Kinds of days asked about; 0 when no day was meant."""
        when = self.asked.when
        if when.kinds and not when.days:
            return when.kinds
        day = self.day()
        return self.kind_on(day) if day else 0

    def day(self) -> date | None:
        """Give the date asked about, or None."""
        when = self.asked.when
        if when.days:
            return when.days[0]
        if when.kinds or when.first:
            return None
        is_now = bool(self.asked.now) and self.asked.has("next")
        return self.asked.today if is_now else None

    def kind_on(self, day: date) -> int:
        """Give the kind of a date."""
        return kind_of(day, is_holiday=is_holiday(day, (), self.own))

    def on_days(self, services: list[Service], kinds: int) -> list[Service]:
        """Give the services that run on these kinds of days."""
        usual = [s for s in services if not s.is_school]
        if self.asked.when.is_school and not re.search(
            r"\bno (?:lectivo|escolar)", self.asked.text
        ):
            school = [s for s in services if s.is_school]
            return school or self.on_days(usual, kinds)
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

    def passes_without_times(self, running: list[Choice]) -> bool:
        """Tell whether the customer waits at a stop that has no times of its own."""
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

    def is_timed(self, key: str) -> bool:
        """Times are printed for this stop, not as an origin only."""
        return any(
            names_stop(stop, key) for s in self.facts.services for stop in s.stops[1:]
        )


def _lines_said(text: str) -> set[str]:
    return set(_LINE_SAID.findall(text))


def _of_line(facts: Facts, text: str) -> Facts:
    """The timetables of the line that was named, where there are several lines."""
    named = _lines_said(text)
    services = [each for each in facts.services if each.line in named]
    return replace(facts, services=services) if services else facts


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


def _same_terminal(service: Service, key: str) -> bool:
    """The first stop of the route is the origin by another name."""
    return bool(service.route) and names_stop(service.route[0], key)


def _is_proper(original: str, folded_word: str) -> bool:
    at = fold(original).find(folded_word)
    return at < 0 or original[at : at + 1].isupper() or original.islower()


def _close(word: str, known: set[str]) -> bool:
    import difflib

    return bool(difflib.get_close_matches(word, known, 1, 0.82))
