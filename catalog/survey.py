"""Looking over an owner's database: its columns' samples, its tables' links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from catalog.canonical import literal, quoted
from catalog.database import Database, ForeignKey, Limits, TableFacts
from catalog.errors import SelectRefused
from catalog.naming import concepts_of, words_of
from catalog.products import Cell

_ROWS_SAMPLED = 200
_VALUES_CHECKED = 20
_LIMITS = Limits(time_ms=2_000, rows=_ROWS_SAMPLED)
_BINARY = ("BLOB", "BYTEA", "IMAGE", "BINARY")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}")
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class ColumnProfile:
    """What a sample of a column's values looks like."""

    values: tuple[Cell, ...]
    """Of up to 200 rows, NULLs and empty texts left out."""

    @cached_property
    def distinct(self) -> frozenset[Cell]:
        """Different values in the sample."""
        return frozenset(self.values)

    @cached_property
    def is_number(self) -> bool:
        """All values are numbers."""
        return bool(self.values) and all(
            isinstance(v, int | float) for v in self.values
        )

    @cached_property
    def is_text(self) -> bool:
        """Most values are texts with letters in them, and no dates."""
        lettered = sum(
            isinstance(v, str) and any(c.isalpha() for c in v) for v in self.values
        )
        return lettered > len(self.values) * 0.7 and not self.is_date

    @cached_property
    def is_date(self) -> bool:
        """All values begin with a date."""
        return bool(self.values) and all(_DATE.match(str(v)) for v in self.values)

    @cached_property
    def numbers_in_text(self) -> tuple[str, ...]:
        """The figures of values that hold exactly one, as written."""
        found = (_NUMBER.findall(str(v)) for v in self.values)
        return tuple(figures[0] for figures in found if len(figures) == 1)

    @cached_property
    def variety(self) -> float:
        """Share of values that differ, 0 to 1."""
        return len(self.distinct) / len(self.values) if self.values else 0.0

    @cached_property
    def mean_length(self) -> float:
        """Letters per value."""
        total = sum(len(str(value)) for value in self.values)
        return total / len(self.values) if self.values else 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of `table` whose `column` equals a `key` of `to_table`."""

    table: str
    column: str
    to_table: str
    key: str


class Survey:
    """One look over a database; keeps what it has read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_loose = database.dialect != "postgresql"
        """The database compares booleans, numbers and texts with each other."""
        self.tables = {table.name: table for table in database.tables()}
        self._profiles: dict[str, dict[str, ColumnProfile]] = {}
        self._links: dict[str, list[Link]] = {}

    def profiles(self, table: str) -> dict[str, ColumnProfile]:
        """Give a profile of each readable column of a table."""
        if table not in self._profiles:
            columns = [
                column
                for column, kind in self.tables[table].columns.items()
                if not any(word in kind for word in _BINARY)
            ]
            self._profiles[table] = self._sampled(table, columns)
        return self._profiles[table]

    def row_count(self, table: str) -> int:
        """Count a table's rows; 0 when it cannot be read."""
        found = self._read(f"SELECT COUNT(*) FROM {self._quoted(table)}")
        return int(found[0][0] or 0) if found else 0

    def is_about_people(self, table: str) -> bool:
        """Whether a table keeps how to reach somebody."""
        columns = self.tables[table].columns
        return sum("contact" in concepts_of(column) for column in columns) > 1

    def distinct(self, table: str, column: str, most: int) -> list[Cell]:
        """Give up to `most` different values of a column over the whole table."""
        name = self._quoted(column)
        found = self._read(
            f"SELECT DISTINCT {name} FROM {self._quoted(table)} LIMIT {most:d}"
        )
        return [row[0] for row in found]

    def links_from(self, table: str) -> list[Link]:
        """Give the links of a table to others, declared ones first."""
        if table not in self._links:
            declared = [
                self._declared(table, foreign)
                for foreign in self.tables[table].foreign_keys
                if len(foreign.columns) == 1 and foreign.table in self.tables
            ]
            taken = {link.column for link in declared}
            self._links[table] = declared + self._guessed(table, taken)
        return self._links[table]

    def links_to(self, table: str) -> list[Link]:
        """Give the links of other tables to this one."""
        return [
            link
            for other in self.tables
            if other != table
            for link in self.links_from(other)
            if link.to_table == table
        ]

    def _declared(self, table: str, foreign: ForeignKey) -> Link:
        target = self.tables[foreign.table]
        key = foreign.keys[0] or _key_of(target)
        return Link(table, foreign.columns[0], foreign.table, key)

    def _guessed(self, table: str, taken: set[str]) -> list[Link]:
        """Give links nobody declared: alike in name, and the values are there."""
        if self.tables[table].is_view:
            return []
        links = []
        for column, profile in self.profiles(table).items():
            if column in taken or not profile.values or profile.is_date:
                continue
            for target in self.tables.values():
                key = _key_of(target)
                if target.name == table or target.is_view or not key:
                    continue
                if "spare" in concepts_of(target.name):
                    continue
                if _names_agree(column, target, key) and self._holds(
                    profile, target.name, key
                ):
                    links.append(Link(table, column, target.name, key))
                    break
        return links

    def _holds(self, profile: ColumnProfile, table: str, key: str) -> bool:
        wanted = sorted(profile.distinct, key=str)[:_VALUES_CHECKED]
        values = ", ".join(
            str(v) if isinstance(v, int | float) else literal(str(v)) for v in wanted
        )
        name = self._quoted(key)
        found = self._read(
            f"SELECT COUNT(DISTINCT {name}) FROM {self._quoted(table)}"
            f" WHERE {name} IN ({values})"
        )
        return bool(found) and int(found[0][0] or 0) >= 0.8 * len(wanted)

    def _sampled(self, table: str, columns: Sequence[str]) -> dict[str, ColumnProfile]:
        names = ", ".join(map(self._quoted, columns))
        rows = self._read(
            f"SELECT {names} FROM {self._quoted(table)} LIMIT {_ROWS_SAMPLED}"
        )
        by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
        return {
            column: ColumnProfile(tuple(v for v in values if not is_blank(v)))
            for column, values in zip(columns, by_column, strict=True)
        }

    def _read(self, sql: str) -> tuple[tuple[Cell, ...], ...]:
        """Give rows, or none where the database refuses (a broken view, a bad cast)."""
        try:
            return self._database.rows(sql, {}, _LIMITS).rows
        except SelectRefused:
            return ()

    def _quoted(self, name: str) -> str:
        return quoted(name, self._database.dialect)


def is_blank(value: Cell) -> bool:
    """Whether nothing is written there."""
    return value is None or (isinstance(value, str) and not value.strip())


def _key_of(table: TableFacts) -> str:
    """Give the column that identifies a row; the first where nothing is declared."""
    if len(table.primary_key) == 1:
        return table.primary_key[0]
    if table.primary_key:
        return ""
    return next(iter(sorted(table.unique)), next(iter(table.columns), ""))


def _names_agree(column: str, target: TableFacts, key: str) -> bool:
    if column.lower() == key.lower():
        return column.lower() not in {"id", "codigo", "cod", "code", "key"}
    if "code" not in concepts_of(column) and words_of(target.name) != words_of(column):
        return False
    codes = {"code"}
    shared = (concepts_of(column) - codes) & (concepts_of(target.name) - codes)
    return bool(shared or set(words_of(column)) & set(words_of(target.name)))
