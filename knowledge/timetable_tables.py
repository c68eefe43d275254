"""Tables of times → services, whichever way their stops, days and hours lie."""

import re
from collections.abc import Iterator, Sequence

from knowledge.clock import spans_in
from knowledge.days import days_named
from knowledge.document import Block
from knowledge.facts import Service, Trip
from knowledge.timetable_context import (
    TIME,
    Context,
    completed,
    ends_named,
    service_of,
    times_of,
)
from knowledge.words import fold

_HOUR = re.compile(r"^([01]?\d|2[0-3])\s*h?$")
_MINUTES = re.compile(r"^[0-5]\d(?:[\s,;·-]+[0-5]\d)*$")


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
    rest = TIME.sub("", cell)
    return (
        bool(TIME.search(cell))
        and not re.search(r"\w{3}|[-–]\s*$", rest)
        and not _is_span(cell)
    )


def _is_span(cell: str) -> bool:
    told = fold(cell).strip(" .")
    spans = spans_in(told)
    return bool(spans) and spans[0].at == 0 and spans[-1].until >= len(told) - 2


def services_in(table: Block, context: Context, page: int) -> Iterator[Service]:
    """Yield the services of a table of times."""
    hours = _hour_rows(table.rows)
    if len(hours) >= 3:
        yield from _by_hour(table, hours, context, page)
        return
    top = next(i for i, row in enumerate(table.rows) if has_times(row))
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


def has_times(row: tuple[str, ...]) -> bool:
    """Tell whether a time stands in a row."""
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
    heads: Sequence[str], body: Sequence[tuple[str, ...]], context: Context, page: int
) -> Iterator[Service]:
    for head, column in zip(heads, zip(*body, strict=True), strict=True):
        ends = _head_ends(head, context)
        label = head if days_named(fold(head)) else context.label
        service = service_of(label, context, page, ends)
        for cell in column:
            service.trips += [Trip([at], note) for at, note in times_of(cell, context)]
        if service.trips:
            service.stops = [service.origin]
            yield service


def _head_ends(head: str, context: Context) -> tuple[str, str]:
    ends = ends_named(head)
    return completed(ends, context.ends) if ends else context.ends


def _by_stop_rows(
    heads: Sequence[str], body: Sequence[tuple[str, ...]], context: Context, page: int
) -> Iterator[Service]:
    rows = [row for row in body if row[0] and has_times(row)]
    stops = [row[0].replace("\n", " ") for row in rows]
    by_label: dict[str, Service] = {}
    for index in range(1, len(heads)):
        label = heads[index] if days_named(fold(heads[index])) else context.label
        service = by_label.get(label)
        if service is None:
            ends = (stops[0], stops[-1]) if len(stops) > 1 else context.ends
            service = by_label[label] = service_of(label, context, page, ends)
            service.stops = service.route = stops
            service.route_page = page
        told = [list(times_of(row[index], context)) for row in rows]
        if any(told):
            note = next((note for cell in told for _, note in cell if note), "")
            note = note or context.notes.get(heads[index].strip("() "), "")
            service.trips.append(Trip([c[0][0] if c else "" for c in told], note))
    yield from by_label.values()


def _by_stop_columns(
    heads: Sequence[str], body: Sequence[tuple[str, ...]], context: Context, page: int
) -> Service:
    columns = [i for i in range(len(heads)) if any(_is_times(row[i]) for row in body)]
    stops = [heads[i] for i in columns]
    ends = (stops[0], stops[-1]) if len(stops) > 1 else context.ends
    service = service_of(context.label, context, page, ends)
    service.stops = service.route = stops
    service.route_page = page
    for row in body:
        told = [list(times_of(row[i], context)) for i in columns]
        note = next((note for cell in told for _, note in cell if note), "")
        service.trips.append(Trip([c[0][0] if c else "" for c in told], note))
    return service


def _by_labelled_row(
    heads: Sequence[str], body: Sequence[tuple[str, ...]], context: Context, page: int
) -> Iterator[Service]:
    """Each row a kind of day; columns may be directions."""
    for row in body:
        for head, cell in zip(heads[1:], row[1:], strict=True):
            service = service_of(row[0], context, page, _head_ends(head, context))
            service.trips = [Trip([at], note) for at, note in times_of(cell, context)]
            service.stops = [service.origin]
            if service.trips:
                yield service


def _by_hour(
    table: Block, hours: Sequence[tuple[str, ...]], context: Context, page: int
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
        service = service_of(label, context, page, ends)
        service.stops = [service.origin]
        service.trips = [
            Trip([f"{int(row[0].strip(' h')):02d}:{minute}"])
            for row in hours
            for minute in re.findall(r"\d\d", row[index])
        ]
        if service.trips:
            yield service
