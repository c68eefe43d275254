"""Documents → programmes: what takes place on a date, and at what time."""

from collections.abc import Iterator
from datetime import date

from knowledge.clock import is_closed, spans_in, times_in
from knowledge.dates import FILLER, YearOf, days_of, mentions, without
from knowledge.document import Block, Document
from knowledge.facts import Event
from knowledge.words import fold

_FEWEST = 3
"""Fewer acts with a time make no programme."""
_LONGEST = 240
"""A longer line is running text."""


def read_events(document: Document, year: YearOf | None) -> list[Event]:
    """Give the acts of a programme in order; none when the document is not one."""
    if year is None:
        return []
    events = list(_events(document, year))
    timed = [each for each in events if times_in(fold(each.text)[:20])]
    days = {each.day for each in events}
    return events if len(timed) >= _FEWEST and len(days) > 1 else []


def _events(document: Document, year: YearOf) -> Iterator[Event]:
    day: date | None = None
    for page in document.pages:
        for block in page.blocks:
            if block.kind == "table":
                yield from _of_table(block, year, page.number)
                continue
            dated, rest = _day_named(block.text, year)
            if dated:
                day = dated
                if rest and _is_act(rest):
                    yield Event(day, rest, page.number)
            elif block.kind == "heading":
                day = None
            elif day and _is_act(block.text):
                yield Event(day, block.text, page.number)


def _of_table(table: Block, year: YearOf, page: int) -> Iterator[Event]:
    day: date | None = None
    for row in table.rows:
        named, rest = _day_named(" ".join(row[0].split()), year)
        if row[0] and not named:
            continue
        day = named or day
        told = ". ".join(dict.fromkeys(c for c in (rest, *row[1:]) if c))
        told = " ".join(told.split())
        if day and _is_act(told) and times_in(fold(told)):
            yield Event(day, told, page)


def _day_named(text: str, year: YearOf) -> tuple[date | None, str]:
    """The date that a line begins with, and what follows it."""
    told = fold(text)
    found = mentions(told)
    if len({each.start for each in found}) != 1 or found[0].is_range_end:
        return None, ""
    if FILLER.sub("", told[: found[0].start]).strip():
        return None, ""
    days = days_of(found, year)
    rest = text[found[-1].end :].strip(" :–-,.·")
    is_name = not FILLER.sub("", without(told, found)).strip()
    return (days[0] if days else None), "" if is_name else rest


def _is_act(text: str) -> bool:
    told = fold(text)
    return 3 < len(text) < _LONGEST and not spans_in(told) and not is_closed(told)
