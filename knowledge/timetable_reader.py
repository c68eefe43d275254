"""Documents → services: the trips of a line in a direction on a kind of day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.clock import spans_in
from knowledge.days import days_named
from knowledge.document import Block, Document, Page
from knowledge.facts import Service, Trip
from knowledge.regular_times import regular_times
from knowledge.timetable_context import (
    TIME,
    Context,
    ends_named,
    line_named,
    service_of,
    times_of,
)
from knowledge.timetable_stops import by_stops_joined
from knowledge.timetable_tables import has_times, is_timetable, services_in
from knowledge.words import fold

_NOTE = re.compile(r"^(\*+|\([\w*]{1,2}\)|[A-Za-z]\s*[:=])\s*[:=.-]?\s*(.{6,120})$")
_FEWEST_STOPS = 5


def read_services(document: Document) -> list[Service]:
    """Give the services in a document's timetables, in order."""
    name = f"{document.title} {document.file}".replace("_", " ")
    context = Context(line=line_named(fold(name)))
    pages = _joined(document.pages)
    notes = {sign: told for page in pages for sign, told in _notes(page)}
    services: list[Service] = []
    for page in pages:
        context.notes = notes | dict(_notes(page))
        found = list(_services_of(page, context))
        route = _route(page)
        if found and len(route) >= _FEWEST_STOPS:
            for service in found:
                service.route, service.route_page = route, page.number
                _name_ends(service)
        services += found
    services = by_stops_joined(services)
    _share_routes(services)
    return services


def _joined(pages: Sequence[Page]) -> list[Page]:
    """Pages with each timetable that was broken between two put together again."""
    told: list[Page] = []
    for page in pages:
        last = told[-1].blocks[-1] if told and told[-1].blocks else None
        first = page.blocks[0] if page.blocks else None
        if last and first and _goes_on(last, first):
            whole = replace(last, rows=(*last.rows, *first.rows))
            told[-1] = replace(told[-1], blocks=(*told[-1].blocks[:-1], whole))
            page = replace(page, blocks=page.blocks[1:])  # noqa: PLW2901 the rest of it
        told.append(page)
    return told


def _goes_on(last: Block, first: Block) -> bool:
    return (
        last.kind == first.kind == "table"
        and len(last.rows[0]) == len(first.rows[0]) > 1
        and is_timetable(last)
        and has_times(first.rows[0])
    )


def _services_of(page: Page, context: Context) -> Iterator[Service]:
    for block in page.blocks:
        if block.kind == "table":
            if is_timetable(block):
                yield from services_in(block, context, page.number)
            continue
        text = " ".join(block.text.split(" "))
        if every := regular_times(fold(text)):
            yield from _spoken(text, [(at, "") for at in every], context, page.number)
            continue
        times = list(times_of(text, context))
        if len(times) == 2 * len(spans_in(fold(text))):
            times = []
        is_bare = bool(times) and not re.search(r"[^\W\d_]{3}", TIME.sub("", text))
        is_list = len(times) >= 3 and len(times) * 12 > len(text) - 40
        if is_list or (is_bare and (context.label or context.stop)):
            yield from _spoken(text, times, context, page.number)
            continue
        context.take(block)


def _spoken(
    text: str, times: list[tuple[str, str]], context: Context, page: int
) -> Iterator[Service]:
    """A line such as "Sábados: 7:00, 8:00, 9:00"."""
    first = TIME.search(text)
    before = re.split(r"\b(?:cada|every)\b", text[: first.start()] if first else "")[0]
    before = before.rpartition(". ")[2].strip(" :,")
    label = before if days_named(fold(before)) else context.label or before
    ends = ends_named(before) or context.ends
    service = service_of(label, context, page, ends)
    service.stops = [context.stop or service.origin]
    service.trips = [Trip([at], note) for at, note in times]
    yield service


def _notes(page: Page) -> Iterator[tuple[str, str]]:
    """Yield sign and meaning of footnotes: "* Sólo días lectivos. F: solo viernes"."""
    for block in page.blocks:
        if block.kind == "table":
            continue
        for text in re.split(r"(?<=[.;])\s+", block.text.strip()):
            if match := _NOTE.match(text):
                yield match[1].strip("():= "), match[2].rstrip(".;")


def _route(page: Page) -> list[str]:
    """The longest run of short lines in one region that are no sentences: stops."""
    best: list[str] = []
    run: list[str] = []
    region = -1
    for block in page.blocks:
        text = block.text.strip()
        is_stop = (
            block.kind in ("text", "item", "heading")
            and 2 < len(text) < 60
            and not re.search(r"\d{1,2}[:/]\d{2}|\t|[:;]$|[^\W\d]{4}\.$|@|www", text)
            and not days_named(fold(text))
        )
        if not is_stop or block.region != region:
            run = []
        region = block.region
        if is_stop:
            run.append(text)
            best = max(best, run, key=len)
    return list(best)


def _name_ends(service: Service) -> None:
    if not service.origin:
        service.origin = service.route[0]
        service.stops = service.stops if len(service.stops) > 1 else [service.origin]
    if not service.destination:
        service.destination = service.route[-1]


def _share_routes(services: list[Service]) -> None:
    """A page without the list of stops has that of another in its direction."""
    routes = {
        (s.line, s.origin, s.destination): (s.route, s.route_page)
        for s in services
        if s.route
    }
    for service in services:
        if not service.route:
            key = (service.line, service.origin, service.destination)
            service.route, service.route_page = routes.get(key, ([], 0))
