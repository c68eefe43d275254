"""Where a line goes and stops: its route, ends and platforms."""

import re
from dataclasses import replace

from knowledge.answer import DocumentAnswer
from knowledge.stops import Way, goes, place_in, way_asked
from knowledge.timetable_replies import LineReplies
from knowledge.timetable_scope import TERMINAL

_NEIGHBOUR = re.compile(
    r"\b(?:que|cual|donde|which|what|where)\b.*\b(?:para|paradas?|stops?)\b.*"
    r"\b(despues|siguiente|antes|anterior|after|before)\b"
)
_BESIDE = re.compile(
    r"\b(?:siguiente a|anterior a|(?:despues|antes) de|after|before|next to)\b"
)
_LAST = re.compile(r"\b(?:termina|acaba|ultima parada|ends?|finish|last stop)")
_WHERE_TO = re.compile(r"\bhasta donde\b|\ba ?donde\b|\bhow far\b|\bwhere does\b")


class RouteReplies(LineReplies):
    """Answers about stops, for questions that ask for no times."""

    def about_stops(self) -> DocumentAnswer | None:
        """Where it goes, where it stops; None when times are asked for."""
        asked = self.asked
        if asked.has("stops"):
            return self._stops()
        if asked.at:
            if asked.has("arrival") and not self.table.is_timed(self.table.way.goal):
                return self.unknown()
            return self._goes_to() if _WHERE_TO.search(asked.text) else None
        if TERMINAL.search(asked.text):
            return self._terminal()
        if match := _NEIGHBOUR.search(asked.text):
            step = 1 if match[1].startswith(("despues", "siguiente", "after")) else -1
            return self._neighbour(step)
        stop = self.table.asked_stop()
        return self._stops_at(stop) if stop else None

    def _stops(self) -> DocumentAnswer:
        services = [
            s for s in self.table.facts.services if s.route and goes(s, self.table.way)
        ]
        if not services:
            return self.unknown()
        service = services[0]
        is_count = bool(re.search(r"\bcuantas\b|\bhow many\b", self.asked.text))
        return self.filled(
            "stops",
            service,
            values=(len(service.route),) if is_count else tuple(service.route),
            sources=((self.table.facts.file, service.route_page),),
        )

    def _goes_to(self) -> DocumentAnswer:
        """How far the trip of a certain time goes."""
        for service in self.table.facts.services:
            for trip in service.trips:
                if trip.times[0] == self.asked.at and goes(service, self.table.way):
                    end = trip.note or service.destination
                    return self.filled("terminal", service, values=(end,))
        return self.unknown()

    def _terminal(self) -> DocumentAnswer:
        """The first or last stop, with its platform when printed."""
        services = [
            s for s in self.table.facts.services if s.route and goes(s, self.table.way)
        ]
        if not services:
            return self.unknown()
        is_last = bool(_LAST.search(self.asked.text))
        service = services[0]
        return self.filled(
            "terminal",
            service,
            values=(service.route[-1 if is_last else 0],),
            sources=((self.table.facts.file, service.route_page),),
        )

    def _neighbour(self, step: int) -> DocumentAnswer:
        """The stop before or after another."""
        text = _BESIDE.sub(" desde ", self.table.text)
        way = way_asked(text, self.table.facts.services)
        keys = [k for k in (way.start, *way.others, way.goal) if k]
        for service in self.table.facts.services:
            if not goes(service, Way(goal=way.goal)):
                continue
            at = place_in(service.route, keys[0]) if keys else None
            if at is not None and 0 <= at + step < len(service.route):
                return self.filled(
                    "terminal",
                    service,
                    values=(service.route[at + step],),
                    sources=((self.table.facts.file, service.route_page),),
                )
        return self.unknown()

    def _stops_at(self, key: str) -> DocumentAnswer:
        for service in self.table.facts.services:
            at = place_in(service.route, key)
            if at is not None and goes(
                service, replace(self.table.way, start="", goal="")
            ):
                return self.filled(
                    "stops_at",
                    service,
                    yes_no=True,
                    values=(service.route[at],),
                    sources=((self.table.facts.file, service.route_page),),
                )
        return self.unknown()
