"""Pages → passages: pieces fit to be found and quoted, each under its headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.document import Block, Document, Page
from knowledge.opening_tables import name_of

_ENOUGH = 700
"""A passage is closed once it has this many characters."""
_DATUM = re.compile(r"\d[.,:]\d|\d\s*[€$£%]|[€$£%]\s*\d|\d{3}|^\d+$")
"""What heads of columns do not hold: amounts, times, bare numbers."""
_ROW_LINE = 240
"""A row of a table that is not longer is one sentence."""
_TIME = re.compile(r"^\d{1,2}[:.h]\d{2}\b")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document with the place where it stands."""

    file: str
    title: str
    page: int
    """Physical page, from 1."""
    heading: str
    """Headings above it, the nearest last, parted by ` › `."""
    text: str
    score: float = 0.0
    """How well it fits the question; higher is better, 0 when nobody asked."""


def passages_of(document: Document) -> Iterator[Passage]:
    """Yield the passages of a document in its own order."""
    path: list[tuple[int, str]] = []
    count = 0
    for page in document.pages:
        for heading, text in _pieces(page, path):
            count += 1
            yield Passage(document.file, document.title, page.number, heading, text)
    if not count and path:
        text = "\n".join(text for _, text in path)
        number = next(page.number for page in document.pages if page.blocks)
        yield Passage(document.file, document.title, number, "", text)


def _pieces(page: Page, path: list[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """Yield headings and text of each piece; `path` is kept from page to page."""
    told: list[str] = []
    for block, before in zip(page.blocks, [None, *page.blocks], strict=False):
        if told and _starts_anew(block, before, told):
            yield _heading(path), "\n".join(told)
            told = []
        if block.kind == "heading":
            while path and path[-1][0] >= block.level:
                path.pop()
            path.append((block.level, block.text.replace("\t", " – ")))
        elif block.kind == "table":
            for name, text in table_texts(block):
                row = [*path, (0, name)] if name else path
                yield _heading(row), text
        else:
            mark = "- " if block.kind == "item" else ""
            told.append(mark + block.text.replace("\t", " · "))
    if told:
        yield _heading(path), "\n".join(told)


def _starts_anew(block: Block, before: Block | None, told: list[str]) -> bool:
    return (
        block.kind in ("heading", "table")
        or (before is not None and block.region != before.region)
        or sum(map(len, told)) > _ENOUGH
    )


def _heading(path: list[tuple[int, str]]) -> str:
    return " › ".join(text for _, text in path)


def table_texts(table: Block) -> Iterator[tuple[str, str]]:
    """Yield name and text of a table's pieces: columns of times, else rows."""
    cells = [cell for row in table.rows for cell in row if cell]
    times = sum(bool(_TIME.match(cell)) for cell in cells)
    if times * 2 > len(cells):
        yield from (("", text) for text in _by_column(table))
        return
    head, rows = _head(table)
    for row in rows:
        told = [
            f"{name}: {_flowing(cell)}" if name and name != cell else _flowing(cell)
            for name, cell in zip(head, row, strict=True)
            if cell
        ]
        told = list(dict.fromkeys(told))
        is_short = sum(map(len, told)) < _ROW_LINE and "\n" not in "".join(told)
        if told:
            name = "" if is_short else name_of(row[0])
            yield name, ("; " if is_short else "\n").join(told)


def _flowing(cell: str) -> str:
    """A cell with its lines joined where they only ran out of room."""
    paragraphs = []
    for part in re.split(r"\n\s*\n", cell):
        lines = re.split(r"\n(?=\s*[-–•*●])", part)
        paragraphs += [" ".join(line.split()) for line in lines]
    return "\n".join(paragraphs)


def _by_column(table: Block) -> Iterator[str]:
    for column in zip(*table.rows, strict=True):
        told = [cell.replace("\n", " ") for cell in column if cell]
        names = [cell for cell in told if not _TIME.match(cell)]
        rest = [cell for cell in told if _TIME.match(cell)]
        yield f"{' '.join(names)}: {', '.join(rest)}" if rest else " · ".join(names)


def _head(table: Block) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The first row names the columns when it is short words and others are not."""
    first, *rest = table.rows
    names_all = all(cell and len(cell) < 40 for cell in first)
    if rest and names_all and not any(_DATUM.search(cell) for cell in first):
        return first, tuple(rest)
    return ("",) * len(first), table.rows
