"""Documents → services: the trips of a line in a direction on a kind of day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.clock import spans_in
from knowledge.days import days_named, is_school_label
from knowledge.document import Block, Document, Page
from knowledge.facts import Service, Trip
from knowledge.words import fold

_TIME = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])\s?[:.h]\s?([0-5]\d)(?![\d:])\s*(\([^)]*\)"
    r"|\*+|\[[^\]]*\]|[a-zA-Z]\b)?"
)
_LINE = re.compile(
    r"\b(?:linea|line|ruta|route|bus)\s+(?:n[ºo.]*\s*)?([a-z]?\d{1,4}[a-z]?)\b"
)
_ARROW = re.compile(r"\s*(?:→|➔|➜|►|⇒|>|\t|\s[-–—]\s|\s+/\s+)\s*")
_KIND = re.compile(
    r"^(?:horarios? (?:de )?)?(?:ferry|tren|bus|autob[uú]s|guagua|metro"
    r"|tranv[ií]a|barco"
    r"|lanzadera|train|coach|tram|shuttle)\s+",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"^(?:sentido|direccion|hacia|destino|to|towards)\s*:?\s+(.+)$", re.IGNORECASE
)
_FROM_TO = re.compile(
    r"^(?:horarios?\s+)?(?:de|desde|from)\s+(.+?)\s+(?:a|hasta|hacia|to)\s+(.+)$",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"^(?:salidas?|departures?)\s+(?:de|desde|from)\s+(.+?)(?:\s+(?:a|hacia"
    r"|to)\s+(.+))?$",
    re.IGNORECASE,
)
_HOUR = re.compile(r"^([01]?\d|2[0-3])\s*h?$")
_MINUTES = re.compile(r"^[0-5]\d(?:[\s,;·-]+[0-5]\d)*$")
_NOTE = re.compile(r"^(\*+|\([\w*]{1,2}\)|[A-Za-z]\b)\s*[:=.-]?\s*(.{6,120})$")
_FEWEST_STOPS = 5


@dataclass(slots=True)
class _Context:
    """What stands above a table: line, direction and kind of day."""

    line: str = ""
    ends: tuple[str, str] = ("", "")
    label: str = ""
    notes: dict[str, str] = field(default_factory=dict)


def read_services(document: Document) -> list[Service]:
    """Give the services in a document's timetables, in order."""
    name = f"{document.title} {document.file}".replace("_", " ")
    context = _Context(line=_line_named(fold(name)))
    services: list[Service] = []
    for page in document.pages:
        found = list(_services_of(page, context))
        route = _route(page)
        if found and len(route) >= _FEWEST_STOPS:
            for service in found:
                service.route, service.route_page = route, page.number
                _name_ends(service)
        services += found
    _share_routes(services)
    return services


def _services_of(page: Page, context: _Context) -> Iterator[Service]:
    context.notes = dict(_notes(page))
    for block in page.blocks:
        if block.kind == "table":
            if is_timetable(block):
                yield from _services_in(block, context, page.number)
            continue
        text = " ".join(block.text.split(" "))
        times = list(_times(text, context))
        if len(times) == 2 * len(spans_in(fold(text))):
            times = []
        if len(times) >= 3 and len(times) * 12 > len(text) - 40:
            yield from _spoken(text, times, context, page.number)
            continue
        _take_context(block, context)


def _take_context(block: Block, context: _Context) -> None:
    told = fold(block.text)
    if named := _line_named(told):
        context.line = named
    if block.kind == "heading" or len(block.text) < 70:
        if ends := ends_named(block.text):
            context.ends = _completed(ends, context.ends)
        if days_named(told) or is_school_label(told):
            context.label = block.text
        elif block.kind == "heading" and not ends_named(block.text):
            context.label = ""


def _completed(ends: tuple[str, str], before: tuple[str, str]) -> tuple[str, str]:
    """Fill in a missing end from the heading above: the same way, or back."""
    names = [fold(name) for name in before]
    origin, goal = ends
    if (origin and goal) or not all(before):
        return ends
    known = fold(origin or goal)
    fitting = [i for i, name in enumerate(names) if known in name or name in known]
    if len(fitting) != 1:
        return ends
    other = before[1 - fitting[0]]
    return (origin, other) if origin else (other, goal)


def _line_named(told: str) -> str:
    match = _LINE.search(told)
    return match[1] if match else ""


def ends_named(text: str) -> tuple[str, str] | None:
    """Give origin and destination of a heading such as "A → B"; either may be empty."""
    text = re.sub(r"(?i)^.*?\bl[ií]nea\s+\w+\s*[:.,-]?\s*", "", text).strip() or text
    for pattern in (_STARTS, _FROM_TO):
        if match := pattern.match(text.strip()):
            return match[1].strip(), (match[2] or "").strip()
    if match := _TOWARDS.match(text.strip()):
        return "", match[1].strip()
    parts = [_KIND.sub("", part) for part in _ARROW.split(text) if part]
    if len(parts) == 2 and all(_is_name(part) for part in parts):
        return parts[0].strip(), parts[1].strip()
    return None


def _is_name(text: str) -> bool:
    return (
        2 < len(text) < 50
        and not re.search(r"\d{2}", text)
        and not days_named(fold(text))
        and text[:1].isupper()
    )


def is_timetable(block: Block) -> bool:
    """Tell whether most cells of a table are times, or minutes under an hour."""
    cells = [cell for row in block.rows for cell in row if cell.strip(" -–—|")]
    times = sum(_is_times(cell) for cell in cells)
    if times >= 3 and times * 2 >= len(cells) - max(map(len, block.rows)) * 2:
        return True
    return len(_hour_rows(block.rows)) >= 3


def _hour_rows(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [
        row
        for row in rows
        if _HOUR.match(row[0])
        and any(row[1:])
        and all(_MINUTES.match(cell) for cell in row[1:] if cell.strip(" -–—"))
    ]


def _is_times(cell: str) -> bool:
    rest = _TIME.sub("", cell)
    return (
        bool(_TIME.search(cell))
        and not re.search(r"\w{3}|[-–]\s*$", rest)
        and not _is_span(cell)
    )


def _is_span(cell: str) -> bool:
    return bool(
        re.fullmatch(
            r"\s*(?:de )?\d{1,2}[:.h]\d{2}\s*(?:-|–|a"
            r"|to)\s*\d{1,2}[:.h]\d{2}\s*h?\.?\s*",
            cell,
        )
    )


def _services_in(table: Block, context: _Context, page: int) -> Iterator[Service]:
    hours = _hour_rows(table.rows)
    if len(hours) >= 3:
        yield from _by_hour(table, hours, context, page)
        return
    top = next(i for i, row in enumerate(table.rows) if _has_times(row))
    heads = [
        " ".join(dict.fromkeys(cell.replace("\n", " ") for cell in column if cell))
        for column in zip(*table.rows[:top], strict=True)
    ] or [""] * len(table.rows[0])
    body = table.rows[top:]
    names = [row[0] for row in body if row[0] and not _is_times(row[0])]
    if len(names) * 2 > len(body):
        if all(days_named(fold(name)) for name in names):
            yield from _by_labelled_row(heads, body, context, page)
        else:
            yield from _by_stop_rows(heads, body, context, page)
    elif _are_stops(heads):
        yield _by_stop_columns(heads, body, context, page)
    else:
        yield from _by_day_columns(heads, body, context, page)


def _has_times(row: tuple[str, ...]) -> bool:
    return any(_is_times(cell) for cell in row)


def _are_stops(heads: Sequence[str]) -> bool:
    named = [head for head in heads if head]
    return (
        len(named) >= 2
        and not any(days_named(fold(head)) for head in named)
        and not any(ends_named(head) for head in named)
        and all(re.search(r"[^\W\d_]{3}", head) for head in named[1:])
    )


def _by_day_columns(
    heads: Sequence[str], body: Sequence[tuple[str, ...]], context: _Context, page: int
) -> Iterator[Service]:
    for head, column in zip(heads, zip(*body, strict=True), strict=True):
        ends = _head_ends(head, context)
        label = head if days_named(fold(head)) else context.label
        service = _service(label, context, page, ends)
        for cell in column:
            service.trips += [Trip([at], note) for at, note in _times(cell, context)]
        if service.trips:
            service.stops = [service.origin]
            yield service


def _head_ends(head: str, context: _Context) -> tuple[str, str]:
    ends = ends_named(head)
    return _completed(ends, context.ends) if ends else context.ends


def _by_stop_rows(
    heads: Sequence[str], body: Sequence[tuple[str, ...]], context: _Context, page: int
) -> Iterator[Service]:
    rows = [row for row in body if row[0] and _has_times(row)]
    stops = [row[0].replace("\n", " ") for row in rows]
    by_label: dict[str, Service] = {}
    for index in range(1, len(heads)):
        label = heads[index] if days_named(fold(heads[index])) else context.label
        service = by_label.get(label)
        if service is None:
            ends = (stops[0], stops[-1]) if len(stops) > 1 else context.ends
            service = by_label[label] = _service(label, context, page, ends)
            service.stops = service.route = stops
            service.route_page = page
        told = [list(_times(row[index], context)) for row in rows]
        if any(told):
            note = next((note for cell in told for _, note in cell if note), "")
            service.trips.append(Trip([c[0][0] if c else "" for c in told], note))
    yield from by_label.values()


def _by_stop_columns(
    heads: Sequence[str], body: Sequence[tuple[str, ...]], context: _Context, page: int
) -> Service:
    columns = [i for i in range(len(heads)) if any(_is_times(row[i]) for row in body)]
    stops = [heads[i] for i in columns]
    ends = (stops[0], stops[-1]) if len(stops) > 1 else context.ends
    service = _service(context.label, context, page, ends)
    service.stops = service.route = stops
    service.route_page = page
    for row in body:
        told = [list(_times(row[i], context)) for i in columns]
        note = next((note for cell in told for _, note in cell if note), "")
        service.trips.append(Trip([c[0][0] if c else "" for c in told], note))
    return service


def _by_labelled_row(
    heads: Sequence[str], body: Sequence[tuple[str, ...]], context: _Context, page: int
) -> Iterator[Service]:
    """Each row a kind of day; columns may be directions."""
    for row in body:
        for head, cell in zip(heads[1:], row[1:], strict=True):
            service = _service(row[0], context, page, _head_ends(head, context))
            service.trips = [Trip([at], note) for at, note in _times(cell, context)]
            service.stops = [service.origin]
            if service.trips:
                yield service


def _by_hour(
    table: Block, hours: Sequence[tuple[str, ...]], context: _Context, page: int
) -> Iterator[Service]:
    """Hours down the side, minutes in the cells."""
    first = table.rows.index(hours[0])
    heads = [
        " ".join(cell for cell in column if cell)
        for column in zip(*table.rows[:first], strict=True)
    ] or [""] * len(hours[0])
    for index in range(1, len(hours[0])):
        label = heads[index] if days_named(fold(heads[index])) else context.label
        ends = ends_named(heads[index]) or context.ends
        service = _service(label, context, page, ends)
        service.stops = [service.origin]
        service.trips = [
            Trip([f"{int(row[0].strip(' h')):02d}:{minute}"])
            for row in hours
            for minute in re.findall(r"\d\d", row[index])
        ]
        if service.trips:
            yield service


def _spoken(
    text: str, times: list[tuple[str, str]], context: _Context, page: int
) -> Iterator[Service]:
    """A line such as "Sábados: 7:00, 8:00, 9:00"."""
    first = _TIME.search(text)
    before = text[: first.start()].strip(" :") if first else ""
    label = before if days_named(fold(before)) else context.label or before
    ends = ends_named(before) or context.ends
    service = _service(label, context, page, ends)
    service.stops = [service.origin]
    service.trips = [Trip([at], note) for at, note in times]
    yield service


def _service(
    label: str, context: _Context, page: int, ends: tuple[str, str]
) -> Service:
    told = fold(label)
    return Service(
        context.line,
        ends[0] or (context.ends[0] if context.ends[1] == ends[1] else ""),
        ends[1],
        label,
        page,
        days=days_named(told),
        is_school=is_school_label(told),
    )


def _times(text: str, context: _Context) -> Iterator[tuple[str, str]]:
    for match in _TIME.finditer(text):
        mark = (match[3] or "").strip()
        note = (
            mark[1:-1]
            if mark.startswith("[")
            else context.notes.get(mark.strip("()"), "")
        )
        yield f"{int(match[1]) % 24:02d}:{match[2]}", note


def _notes(page: Page) -> Iterator[tuple[str, str]]:
    """Yield sign and meaning of footnotes: "* Sólo días lectivos"."""
    for block in page.blocks:
        if block.kind == "table":
            continue
        if match := _NOTE.match(block.text.strip()):
            yield match[1].strip("()"), match[2]


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
