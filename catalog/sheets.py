"""Rows out of CSV and Excel files, whatever wrote them."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from catalog.errors import ImportRefused

Row = tuple[int, list[str | int | float | None]]
"""Line number, from 1, and cells."""

_DELIMITERS = (";", ",", "\t", "|")
_LINES_LOOKED_AT = 50
_LONGEST_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open file: what it is, its header, and its rows, once."""

    kind: str
    """For people: `CSV, ";" between cells, cp1252` …"""
    header: tuple[str, ...]
    rows: Iterator[Row]
    size: int
    """Bytes of a CSV, rows of an Excel sheet; 0 where the file does not say."""
    position: "Position"


@dataclass(slots=True)
class Position:
    """How much of `size` has been read so far."""

    at: int = 0


@contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """Open a CSV or Excel file for reading.

    Raises:
        ImportRefused: It is missing, empty, or neither of the two.
    """
    try:
        if path.suffix.lower() in {".xlsx", ".xlsm"}:
            with _excel(path) as sheet:
                yield sheet
        else:
            with _csv(path) as sheet:
                yield sheet
    except (OSError, csv.Error) as error:
        raise ImportRefused(f"{path} cannot be read: {error}") from error


@contextmanager
def _csv(path: Path) -> Iterator[Sheet]:
    encoding = _encoding(path)
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        delimiter = _delimiter(list(islice(file, _LINES_LOOKED_AT)))
        file.seek(0)
        position = Position()
        reader = csv.reader(_counted(file, position, encoding), delimiter=delimiter)
        header = next((row for row in reader if any(row)), None)
        if header is None:
            raise ImportRefused(f"{path} is empty")
        between = "tab" if delimiter == "\t" else f'"{delimiter}"'
        yield Sheet(
            kind=f"CSV, {between} between cells, {encoding}",
            header=tuple(cell.strip() for cell in header),
            rows=(
                (reader.line_num, list[str | int | float | None](row))
                for row in reader
                if any(row)
            ),
            size=path.stat().st_size,
            position=position,
        )


def _counted(file: TextIO, position: Position, encoding: str) -> Iterator[str]:
    width = 2 if encoding == "utf-16" else 1
    for line in file:
        position.at += len(line) * width
        yield line.replace("\0", "")


def _encoding(path: Path) -> str:
    """Give UTF-8 where the whole file is, else the Windows code page."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(lines: list[str]) -> str:
    """Give the sign that cuts most lines into as many cells as the first."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        if not widths or widths[0] < 2:
            return 0, 0
        return sum(width == widths[0] for width in widths), widths[0]

    return max(_DELIMITERS, key=agreement)


@contextmanager
def _excel(path: Path) -> Iterator[Sheet]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise ImportRefused(f"{path} is not an Excel file: {error}") from error
    try:
        page = book.worksheets[0]
        position = Position()
        rows = _excel_rows(page, position)
        _, header = next(rows, (0, None))
        if header is None:
            raise ImportRefused(f"{path}: the first sheet is empty")
        yield Sheet(
            kind=f"Excel, sheet {page.title!r}",
            header=tuple(str(cell or "").strip() for cell in header),
            rows=rows,
            size=page.max_row or 0,
            position=position,
        )
    finally:
        book.close()


def _excel_rows(page: Any, position: Position) -> Iterator[Row]:
    for line, cells in enumerate(page.iter_rows(values_only=True), start=1):
        position.at = line
        if any(cell is not None for cell in cells):
            yield line, [_plain(cell) for cell in cells]


def _plain(cell: Any) -> str | int | float | None:
    if cell is None or isinstance(cell, str | float):
        return cell
    return int(cell) if isinstance(cell, int) else str(cell)
