"""A shop in an SQLite file, opened to be read only, and only through `products`.

The file is opened `mode=ro`; an authorizer lets a statement touch only the columns that
the view `products` itself reads; SQLite's limits bound what a statement may build in
memory; a progress handler stops it when its time is over.
"""

import sqlite3
import threading
import time
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

from catalog.canonical import quoted
from catalog.database import (
    ForeignKey,
    Limits,
    Parameters,
    Rows,
    TableFacts,
    clean_cell,
    clean_rows,
)
from catalog.errors import MappingInvalid, SelectRefused, ShopUnavailable
from catalog.folding import fold
from catalog.products import Cell
from catalog.schema import Dialect

ALLOWED_FUNCTIONS = frozenset(
    """
    abs avg coalesce count dense_rank digest fold glob ifnull iif instr length like
    lower ltrim max min nullif rank round row_number rtrim substr substring sum total
    trim upper
    """.split()
)
_REFUSALS = (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError)
"""What running a statement raises; the last two over characters and numbers."""
_OPS_BETWEEN_LOOKS = 1_000
_PIECE = 50_000
_BUSY_WAIT_S = 0.2
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 5,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


class SqliteDatabase:
    """One file, one connection, any thread (one at a time)."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._select: str | None = None
        self._deadline = float("inf")
        self._is_foreign = False
        """A text was met that is not UTF-8; comparisons must decode first."""
        self._was_foreign = False
        with self._lock:
            self._connected()

    def define_products(self, select: str) -> None:
        """See `Database`; made again whenever the file is opened again."""
        with self._lock:
            self._select = select
            self._give_back()
            self._connected()

    def rows(self, sql: str, parameters: Parameters, limits: Limits) -> Rows:
        """See `Database`."""
        with self._lock:
            connection = self._connected()
            self._deadline = time.monotonic() + limits.time_ms / 1000
            try:
                cursor = connection.execute(sql, parameters)
                rows, truncated = clean_rows(cursor, limits)
                columns = tuple(column[0] for column in cursor.description or ())
                cursor.close()
            except _REFUSALS as error:
                raise self._explained(error, limits) from error
            finally:
                self._deadline = float("inf")
        return Rows(columns, rows, truncated)

    def stream(self, sql: str) -> Iterator[tuple[Cell, ...]]:
        """See `Database`; over a connection of its own."""
        connection = self._opened()
        try:
            cursor = connection.execute(sql)
            # In large pieces: while it is open, the owner's programs cannot write.
            while piece := cursor.fetchmany(_PIECE):
                yield from (tuple(map(clean_cell, row)) for row in piece)
        except sqlite3.Error as error:
            raise self._explained(error, Limits()) from error
        finally:
            connection.close()

    def tables(self) -> list[TableFacts]:
        """See `Database`."""
        with self._lock:
            connection = self._connected()
            try:
                named = connection.execute(
                    "SELECT name, type FROM sqlite_master"
                    " WHERE type IN ('table', 'view')"
                    " AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
                ).fetchall()
                return [
                    _facts(connection, name, is_view=kind == "view")
                    for name, kind in named
                ]
            except sqlite3.Error as error:
                raise self._explained(error, Limits()) from error

    def stamp(self) -> Hashable:
        """See `Database`: the file and its count of commits by others."""
        with self._lock:
            connection = self._connected()
            try:
                (version,) = connection.execute("PRAGMA data_version").fetchone()
            except sqlite3.Error as error:
                raise self._explained(error, Limits()) from error
            return (self._identity, version)

    def close(self) -> None:
        """See `Database`."""
        with self._lock:
            self._give_back()

    def _connected(self) -> sqlite3.Connection:
        """Give the connection to the file that stands there now."""
        identity = self._identity_now()
        is_stale = identity != self._identity or self._is_foreign != self._was_foreign
        if self._connection is None or is_stale:
            self._give_back()
            self._was_foreign = self._is_foreign
            self._connection = self._opened()
            self._connection.set_progress_handler(self._is_late, _OPS_BETWEEN_LOOKS)
            self._identity = identity
        return self._connection

    def _identity_now(self) -> tuple[int, int]:
        try:
            status = self._path.stat()
        except OSError as error:
            self._give_back()
            raise ShopUnavailable(
                f"the shop's database {self.name} cannot be reached ({error.strerror});"
                " put it back or set `[catalog] shop`"
            ) from error
        return status.st_dev, status.st_ino

    def _opened(self) -> sqlite3.Connection:
        connection = None
        try:
            connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro",
                uri=True,
                timeout=_BUSY_WAIT_S,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA cache_size = -8192")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.text_factory = self._text_from
            connection.create_function("fold", 1, _folded, deterministic=True)
            connection.create_function("digest", 1, hash, deterministic=True)
            if self._select is not None:
                select = self._select
                if self._is_foreign:
                    select = _with_texts_decoded(connection, select)
                _fence(connection, select)
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            if _code(error) == sqlite3.SQLITE_ERROR:
                raise MappingInvalid(
                    f"the mapping does not fit {self.name}: {error};"
                    " run `kiosk catalog connect` again"
                ) from error
            raise self._explained(error, Limits()) from error
        return connection

    def _text_from(self, stored: bytes) -> str:
        try:
            return stored.decode()
        except UnicodeDecodeError:
            self._is_foreign = True
            return _decoded(stored)

    def _give_back(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _is_late(self) -> int:
        return time.monotonic() > self._deadline

    def _explained(self, error: Exception, limits: Limits) -> Exception:
        match _code(error):
            case sqlite3.SQLITE_INTERRUPT:
                return SelectRefused(
                    f"the query took longer than {limits.time_ms} ms and was stopped;"
                    " ask for less: one simple SELECT with a WHERE"
                )
            case sqlite3.SQLITE_AUTH:
                return SelectRefused(
                    f"the query touches what does not exist here ({error});"
                    " only the relation products can be read"
                )
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return ShopUnavailable(
                    f"the shop's database {self.name} is locked by another program"
                )
            case sqlite3.SQLITE_READONLY:  # never our writing: a crash left a journal
                return ShopUnavailable(
                    f"another program left a change of {self.name} half done;"
                    " open it once with that program, which will undo it"
                )
            case (
                sqlite3.SQLITE_CORRUPT
                | sqlite3.SQLITE_NOTADB
                | sqlite3.SQLITE_CANTOPEN
                | sqlite3.SQLITE_IOERR
                | sqlite3.SQLITE_PERM
                | sqlite3.SQLITE_SCHEMA
            ):
                self._give_back()
                return ShopUnavailable(
                    f"the shop's database {self.name} cannot be read ({error});"
                    " restore it from a copy or set `[catalog] shop`"
                )
        return SelectRefused(f"the database refuses the query: {error}")


def _code(error: Exception) -> int | None:
    """Give SQLite's primary result code; Python's own errors have none."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _decoded(stored: bytes) -> str:
    """Give text as UTF-8, or as the Windows code page owners' old tools write."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored.decode("cp1252", "replace")


def _folded(text: Any) -> str | None:
    if text is None:
        return None
    return fold(_decoded(text) if isinstance(text, bytes) else str(text))


def _fence(connection: sqlite3.Connection, select: str) -> None:
    """Define `products` and close everything else off."""
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute(f"CREATE TEMP VIEW products AS {select}")
    readable: set[tuple[str | None, str | None]] = set()
    functions = set(ALLOWED_FUNCTIONS)

    def note(action: int, first: str | None, second: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_READ:
            readable.update({(first, second), (first, "")})
        elif action == sqlite3.SQLITE_FUNCTION and second is not None:
            functions.add(second)
        return sqlite3.SQLITE_OK

    def fence(action: int, first: str | None, second: str | None, *_: Any) -> int:
        match action:
            case sqlite3.SQLITE_SELECT:
                allowed = True
            case sqlite3.SQLITE_READ:
                allowed = (first, second) in readable
            case sqlite3.SQLITE_FUNCTION:
                allowed = second in functions
            case sqlite3.SQLITE_PRAGMA:
                allowed = first == "data_version" and second is None
            case _:
                allowed = False
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    connection.set_authorizer(note)
    connection.execute("SELECT * FROM products LIMIT 0").close()
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.set_authorizer(fence)


def _with_texts_decoded(connection: sqlite3.Connection, select: str) -> str:
    """Give a select whose texts compare as they are shown; indexes no longer help."""
    connection.create_function("decoded", 1, _decoded, deterministic=True)
    described = connection.execute(f"SELECT * FROM ({select}) LIMIT 0").description  # noqa: S608 - a select of ours
    cells = [
        f"CASE typeof({column}) WHEN 'text' THEN decoded(CAST({column} AS BLOB))"
        f" ELSE {column} END AS {column}"
        for column in (quoted(name, "sqlite") for name, *_ in described)
    ]
    return f"SELECT {', '.join(cells)} FROM ({select})"  # noqa: S608 - as above


def _facts(connection: sqlite3.Connection, name: str, *, is_view: bool) -> TableFacts:
    quoted = '"' + name.replace('"', '""') + '"'
    columns = connection.execute(f"PRAGMA table_info({quoted})").fetchall()
    key = tuple(
        column[1] for column in sorted(columns, key=lambda c: c[5]) if column[5]
    )
    foreign: dict[int, list[tuple[str, str, str | None]]] = {}
    for number, _, table, ours, theirs, *_ in connection.execute(
        f"PRAGMA foreign_key_list({quoted})"
    ):
        foreign.setdefault(number, []).append((table, ours, theirs))
    unique = {key[0]} if len(key) == 1 else set()
    for _, index, is_unique, *_ in connection.execute(f"PRAGMA index_list({quoted})"):
        parts = connection.execute(
            'PRAGMA index_info("' + index.replace('"', '""') + '")'
        ).fetchall()
        if is_unique and len(parts) == 1:
            unique.add(parts[0][2])
    return TableFacts(
        name=name,
        columns={column[1]: column[2].upper() for column in columns},
        primary_key=key,
        foreign_keys=tuple(
            ForeignKey(
                columns=tuple(ours for _, ours, _ in parts),
                table=parts[0][0],
                keys=tuple(theirs or "" for _, _, theirs in parts),
            )
            for parts in foreign.values()
        ),
        unique=frozenset(unique),
        is_view=is_view,
    )
