"""Documents → lists of dates and opening hours."""

import re

from knowledge.dates import YearOf, mentions, year_of
from knowledge.document import Block, Document
from knowledge.facts import DateList, Opening
from knowledge.opening_above import Above
from knowledge.opening_line_reader import LineReader
from knowledge.opening_parts import without_parts_closed
from knowledge.opening_row_reader import RowReader
from knowledge.words import fold


def read_openings(document: Document) -> tuple[list[DateList], list[Opening]]:
    """Give the lists of dates and the opening hours of a document."""
    above = Above(f"{document.title} {document.file}", document_year(document))
    lines, rows = LineReader(above), RowReader(above)
    for page in document.pages:
        for block in page.blocks:
            _read(block, page.number, above, lines, rows)
    return without_parts_closed(above.lists, above.openings), above.openings


def _read(
    block: Block, page: int, above: Above, lines: LineReader, rows: RowReader
) -> None:
    if block.kind == "heading":
        above.enter(block)
        rows.forget()
    if block.kind == "table":
        rows.table(block, page)
        return
    lines.block(_sentences(block.text), page, is_heading=block.kind == "heading")


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.;])\s+(?=[A-ZÁÉÍÓÚÑ])", text.replace("\t", " "))
    return [part for part in parts if part.strip()]


def document_year(document: Document) -> YearOf | None:
    """Give the year that a document is about: its name's, or its headings'."""
    name = fold(
        f"{document.title} {document.file}".replace("_", " ").replace("-", " - ")
    )
    headings = [
        fold(block.text)
        for page in document.pages[:2]
        for block in page.blocks
        if block.kind == "heading" or block.text.rstrip().endswith(":")
    ]
    for text in (name, *headings):
        if found := year_of(text):
            return found
    body = [
        year
        for page in document.pages
        for block in page.blocks
        for mention in mentions(fold(block.words))
        if (year := mention.year)
    ]
    return (
        YearOf(max(set(body), key=body.count))
        if len(body) > 2 and len(set(body)) == 1
        else None
    )
