"""Databases of shops, read only: what every kind of them can do, and opening one."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from catalog.products import Cell
from catalog.schema import Dialect

LONGEST_CELL = 2_000
"""Characters of one cell that anybody is given."""

MOST_CHARACTERS = 1_000_000
"""Of all cells of one answer; what follows stays in the database."""

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+"
)

CleanRows = tuple[tuple[tuple[Cell, ...], ...], bool]

Parameters = Mapping[str, Any]
"""Values for the `:name` places of a statement."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost."""

    time_ms: int = 250
    rows: int = 200


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave, cleaned."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool
    """Rows beyond the limits were left in the database."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of a table that point to another one."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What the database itself says about a table or view."""

    name: str
    columns: Mapping[str, str]
    """Name → declared type in capitals, in order."""
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique: frozenset[str] = frozenset()
    """Columns that alone identify a row."""
    is_view: bool = False


class Database(Protocol):
    """A shop's database. One thread at a time may use it, any thread."""

    dialect: Dialect
    name: str
    """Path or URL without its password, for messages."""

    def define_products(self, select: str) -> None:
        """Make `products` the relation `select` gives, and all that can be queried.

        Raises:
            MappingInvalid: The select names what the database does not have.
        """

    def rows(self, sql: str, parameters: Parameters, limits: Limits) -> Rows:
        """Run one SELECT within limits.

        Raises:
            SelectRefused: It is wrong, forbidden, or takes too long.
            ShopUnavailable: The database does not answer.
        """

    def stream(self, sql: str) -> Iterator[tuple[Cell, ...]]:
        """Give all rows of a statement of ours, without limits, in small batches."""

    def tables(self) -> list[TableFacts]:
        """Describe the owner's tables and views; before `define_products` only."""

    def stamp(self) -> Hashable:
        """Give a value that changes when the data may have changed."""

    def close(self) -> None:
        """Give the connection back; may be called twice."""


def open_database(path_or_url: str | Path) -> Database:
    """Open a shop's database for reading.

    Raises:
        ShopUnavailable: It is not there, or does not let us in.
    """
    text = str(path_or_url)
    if "://" not in text:
        from catalog.database_sqlite import SqliteDatabase

        return SqliteDatabase(Path(text).expanduser())
    if text.startswith("sqlite"):
        from catalog.database_sqlite import SqliteDatabase

        return SqliteDatabase(Path(re.sub(r"^sqlite(\+\w+)?:///", "", text)))
    from catalog.database_server import ServerDatabase

    return ServerDatabase(text)


def clean_rows(found: Iterable[Sequence[Any]], limits: Limits) -> CleanRows:
    """Take rows up to the limits and give them clean, and whether any were left."""
    rows: list[tuple[Cell, ...]] = []
    characters = 0
    for row in found:
        if len(rows) == limits.rows or characters > MOST_CHARACTERS:
            return tuple(rows), True
        cleaned = tuple(map(clean_cell, row))
        characters += sum(len(cell) for cell in cleaned if isinstance(cell, str))
        rows.append(cleaned)
    return tuple(rows), False


def clean_cell(cell: Any) -> Cell:
    """Give a cell as plain text or number, without what acts on a terminal."""
    if type(cell) is str and len(cell) <= LONGEST_CELL and cell.isprintable():
        return cell  # nearly every text, and quickly
    match cell:
        case None | float():
            return cell
        case bool() | int():
            return int(cell)
        case Decimal():
            return int(cell) if cell == cell.to_integral_value() else float(cell)
        case str():
            return _CONTROL.sub(" ", cell)[:LONGEST_CELL]
        case date():
            return cell.isoformat()
        case bytes() | bytearray() | memoryview():
            return None
    return _CONTROL.sub(" ", str(cell))[:LONGEST_CELL]
