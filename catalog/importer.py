"""An owner's sheet into the kiosk's own shop, all of it or nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from catalog.errors import ImportRefused
from catalog.own_shop import copied
from catalog.products import CANONICAL_COLUMNS
from catalog.sample import INDEXES
from catalog.sheet_columns import SheetColumns, columns_of
from catalog.sheets import Row, Sheet, open_sheet

Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1, about a hundred times."""

_ROWS_LOOKED_AT = 500
_REJECTIONS_SHOWN = 100
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was left out."""

    line: int
    """In the file, from 1."""
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import does, or in a dry run would do."""

    reading: str
    """How the file was read: kind, signs, and which column means what."""
    new: int
    changed: int
    removed: int
    unchanged: int
    rejected: int
    rejections: tuple[Rejection, ...]
    """The first hundred."""
    kept: Path | None = None
    """The file of the catalogue before; None where there was none."""


@dataclass(slots=True)
class _Rejected:
    count: int = 0
    first: list[Rejection] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        self.count += 1
        if self.count <= _REJECTIONS_SHOWN:
            self.first.append(Rejection(line, reason))


def import_sheet(
    source: Path, shop: Path, *, dry_run: bool, progress: Progress = lambda _: None
) -> ImportReport:
    """Make the shop hold what a CSV or Excel file says, in one transaction.

    A product is the same one when its number is, or where the file has no whole numbers
    for its products, when its name is. What the file does not hold is removed; the file
    of the old catalogue is kept beside the new one. An interrupted import leaves the
    old catalogue; a dry run changes nothing.

    Raises:
        ImportRefused: The file cannot be read, has no names or no row that can be a
            product, or the shop is not of the kiosk's own kind.
    """
    rejected = _Rejected()
    with open_sheet(source) as sheet:
        first = list(islice(sheet.rows, _ROWS_LOOKED_AT))
        columns = columns_of(sheet.header, [cells for _, cells in first])
        rows = _told(chain(first, sheet.rows), sheet, progress)
        with copied(shop, dry_run=dry_run) as copy:
            _stage(copy.connection, columns, rows, rejected)
            counts = _compare(copy.connection, has_numbers=columns.has_numbers)
            _refuse_nothing(source, counts, rejected)
            if not dry_run:
                _apply(copy.connection)
                copy.replaces = True
    progress(1.0)
    return ImportReport(
        reading=f"{sheet.kind}; {columns.explanation()}",
        rejected=rejected.count,
        rejections=tuple(rejected.first),
        kept=copy.kept,
        **counts,
    )


def _told(rows: Iterator[Row], sheet: Sheet, progress: Progress) -> Iterator[Row]:
    """Pass rows on and tell the progress now and then."""
    step = max(sheet.size // 100, 1)
    due = step
    for row in rows:
        yield row
        if sheet.size and sheet.position.at >= due:
            progress(min(sheet.position.at / sheet.size, 1.0))
            due = sheet.position.at + step


def _stage(
    connection: sqlite3.Connection,
    columns: SheetColumns,
    rows: Iterator[Row],
    rejected: _Rejected,
) -> None:
    """Put the file's good rows into a table of their own."""
    connection.execute(
        "CREATE TEMP TABLE staged (id INTEGER, name TEXT, family TEXT,"
        " description TEXT, price NUMERIC, currency TEXT, stock INTEGER,"
        " available BOOLEAN)"
    )
    good = _good_rows(columns, rows, rejected)
    while batch := list(islice(good, _BATCH)):
        connection.executemany(
            "INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)", batch
        )


def _good_rows(
    columns: SheetColumns, rows: Iterator[Row], rejected: _Rejected
) -> Iterator[tuple[object, ...]]:
    seen: dict[object, int] = {}
    for line, cells in rows:
        try:
            product = columns.product_row(cells)
        except ValueError as error:
            rejected.add(line, str(error))
            continue
        key = product[0] if columns.has_numbers else product[1]
        if key in seen:
            rejected.add(line, f"{key!r} is in line {seen[key]} already")
            continue
        seen[key] = line
        yield product


def _compare(connection: sqlite3.Connection, *, has_numbers: bool) -> dict[str, int]:
    """Give each staged row its number in the shop and count the differences."""
    if not has_numbers:
        connection.execute("CREATE INDEX temp.staged_name ON staged (name)")
        connection.execute(
            "CREATE TEMP TABLE known AS"
            " SELECT name, MIN(id) AS id FROM main.products GROUP BY name"
        )
        connection.execute("CREATE INDEX temp.known_name ON known (name)")
        connection.execute(
            "UPDATE staged"
            " SET id = (SELECT id FROM known WHERE known.name = staged.name)"
        )
        connection.execute(
            "UPDATE staged SET id = rowid + (SELECT COALESCE(MAX(id), 0)"
            " FROM main.products) WHERE id IS NULL"
        )
    connection.execute("CREATE UNIQUE INDEX temp.staged_id ON staged (id)")

    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    both = "FROM staged JOIN main.products AS p USING (id)"
    same = " AND ".join(f"staged.{c} IS p.{c}" for c in CANONICAL_COLUMNS[1:])
    unchanged = count(f"SELECT COUNT(*) {both} WHERE {same}")
    known = count(f"SELECT COUNT(*) {both}")
    return {
        "new": count("SELECT COUNT(*) FROM staged") - known,
        "changed": known - unchanged,
        "removed": count("SELECT COUNT(*) FROM main.products") - known,
        "unchanged": unchanged,
    }


def _refuse_nothing(source: Path, counts: dict[str, int], rejected: _Rejected) -> None:
    """An empty shop is never what was meant."""
    if counts["new"] + counts["changed"] + counts["unchanged"]:
        return
    first = next(iter(rejected.first), None)
    why = f"; line {first.line}: {first.reason}" if first else ""
    raise ImportRefused(f"{source} holds no row that can be a product{why}")


def _apply(connection: sqlite3.Connection) -> None:
    connection.execute(
        "DELETE FROM main.products WHERE id NOT IN (SELECT id FROM staged)"
    )
    connection.execute("INSERT OR REPLACE INTO main.products SELECT * FROM staged")
    for index in INDEXES:
        connection.execute(index)
    connection.execute("ANALYZE main")
