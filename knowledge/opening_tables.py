"""Rows of a table, each with its name, as calendars and opening hours need them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.clock import is_closed, spans_in
from knowledge.dates import FILLER, MONTHS, mentions, without
from knowledge.days import days_named
from knowledge.document import Block
from knowledge.words import fold

_BULLET = re.compile(r"^\s*[-–—•●▪■◦*·]\s*")
_ADDRESS = re.compile(r"^(?:https?:|www\.)|\.(?:pdf|es|com|org)\b|[&=?/]\w+[&=?]")
_MARK = re.compile(r"^(?:x|si|yes|✓|✔|●|•|abierto|abre|open)$")
_CLOSED_MARK = re.compile(r"^(?:no|-|–|cerrado|closed|)$")


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row: what it is called, what else its first cell says, and its cells."""

    name: str
    about: str
    """All the text of the naming cell."""
    cells: tuple[str, ...]
    heads: tuple[str, ...]
    """The column's head for each cell."""
    is_dated: bool = False
    """The row is called by a date."""

    def date_cells(self) -> Iterator[tuple[tuple[str, ...], str, list[str]]]:
        """Yield place, label and lines of each list of dates in the row."""
        by_month = self._by_month()
        if by_month:
            yield (self.name,), "", by_month
            return
        marked = self._marked()
        if marked:
            yield from marked
            return
        cell = max(self.cells, key=_count_dates, default="")
        if not _count_dates(cell):
            told = self.cells[0] if self.cells else ""
            if self.name and len(told or self.about) > len(self.name) + 10:
                yield (self.name,), "", [" ".join(told.split()) or self._said()]
            return
        if _count_dates(cell) == 1 and not self.name:
            return
        for part, lines in parts_of(cell):
            place = (self.name, part) if part and self.name else (self.name or part,)
            yield tuple(p for p in place if p), "", lines

    def hour_cells(self) -> Iterator[tuple[str, str]]:
        """Yield head and text of each cell that holds opening hours."""
        if any(_count_dates(cell) > 1 for cell in self.cells):
            return
        for head, cell in zip(self.heads, self.cells, strict=True):
            told = fold(cell)
            if len(cell) < 80 and (spans_in(told) or is_closed(told)):
                yield head, cell

    def _said(self) -> str:
        """The last paragraph of the naming cell."""
        return " ".join(self.about.split("\n\n")[-1].split())

    @property
    def is_marked(self) -> bool:
        """Crosses or the like stand in the cells, one for each column."""
        return bool(self._marked())

    def _by_month(self) -> list[str]:
        """Columns headed by months with the numbers of days below."""
        lines = []
        for head, cell in zip(self.heads, self.cells, strict=True):
            if fold(head).strip(". ") in MONTHS and re.fullmatch(r"[\d\s,;y.-]+", cell):
                numbers = re.findall(r"\d+", cell)
                lines += [f"{number} de {head}" for number in numbers]
        return lines

    def _marked(self) -> list[tuple[tuple[str, ...], str, list[str]]]:
        """Columns headed by dates, or a row named by one, with crosses in the cells."""
        told = [fold(cell).strip() for cell in self.cells]
        if not told or not all(_MARK.match(c) or _CLOSED_MARK.match(c) for c in told):
            return []
        if mentions(fold(self.name)):
            return [
                ((head,), "", [self.name])
                for head, cell in zip(self.heads, told, strict=True)
                if head and _MARK.match(cell)
            ]
        days = [
            head
            for head, cell in zip(self.heads, told, strict=True)
            if _MARK.match(cell) and mentions(fold(head))
        ]
        return [((self.name,), "", days)] if days else []


def rows_of(table: Block, before: CellRow | None) -> Iterator[CellRow]:
    """Yield a table's rows; a first cell left empty continues the row before."""
    rows = list(table.rows)
    heads = ("",) * len(rows[0])
    if _is_head(rows[0]) and len(rows) > 1:
        heads = tuple(cell.replace("\n", " ") for cell in rows.pop(0))
    if len(heads) == 1:
        return
    name, about = (before.name, before.about) if before else ("", "")
    for row in rows:
        first, *cells = row
        own = name_of(first)
        own_dates = " ".join(first.split())
        if own_dates and _is_date(own_dates):
            own = own_dates
            yield CellRow(own, own, tuple(cells), heads[1:], is_dated=True)
            continue
        if own and not _count_dates(own):
            name, about = own, first
        elif first:
            about = f"{about}\n{first}"
        yield CellRow(name, about, tuple(cells), heads[1:])


def _is_date(cell: str) -> bool:
    """Nothing but dates, perhaps with a weekday or the name of the day."""
    told = fold(cell)
    found = mentions(told)
    if len({m.start for m in found}) == 1 and len(cell) < 40:
        return True
    rest = without(told, found)
    return bool(found) and len(cell) < 90 and len(FILLER.sub("", rest)) < 25


def _is_head(row: tuple[str, ...]) -> bool:
    if days_named(fold(row[0])) or any(is_closed(fold(cell)) for cell in row):
        return False
    return (
        sum(bool(cell) for cell in row) >= min(2, len(row))
        and all(len(cell) < 50 for cell in row)
        and not any(spans_in(fold(cell)) for cell in row)
        and not any(_count_dates(cell) for cell in row[1:] if len(row) == 2)
        and all("\n" not in cell.strip() or len(cell) < 50 for cell in row)
        and not mentions(fold(row[0]))
        and any(row[1:])
        and not any(re.fullmatch(r"[\d\s,;.-]+", cell) for cell in row if cell)
    )


def name_of(cell: str) -> str:
    """Give the name that heads a cell: its first lines in capitals, or its first."""
    lines = [line.strip() for line in cell.split("\n")]
    lines = [line for line in lines if line]
    if not lines or _ADDRESS.search(lines[0]):
        return ""
    if not lines[0].isupper():
        return lines[0]
    kept = []
    for line in lines:
        if not line.isupper() or _ADDRESS.search(line) or re.search(r"\d", line):
            break
        kept.append(line)
    return " ".join(kept) or lines[0]


def parts_of(cell: str) -> list[tuple[str, list[str]]]:
    """Give the parts of a cell, each under a line of its own that ends in a colon."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for raw in cell.split("\n"):
        line = _BULLET.sub("", raw).strip()
        if not line:
            continue
        is_name = re.fullmatch(r"[^\d:]{2,40}\s*:", line)
        if is_name and line.split(":")[0].strip().isupper() | (not parts[-1][1]):
            parts.append((line.rstrip(" :"), []))
        else:
            parts[-1][1].append(line)
    return [(name, lines) for name, lines in parts if lines]


def _count_dates(cell: str) -> int:
    """Dates that stand in lines of their own or almost, not those in sentences."""
    count = 0
    for line in cell.split("\n"):
        told = fold(line)
        found = mentions(told)
        rest = len(told) - sum(
            m.end - m.start for m in {m.start: m for m in found}.values()
        )
        if found and rest < 30 * len(found):
            count += len(found)
    return count
