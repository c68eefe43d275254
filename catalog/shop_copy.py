"""The kiosk's own copy of a shop that stands on a server, in a file.

Only what has changed is written, in one transaction: an SD card lives by few writes,
and losing the power leaves the copy as it was.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalog.canonical import quoted
from catalog.database_sqlite import SqliteDatabase
from catalog.errors import CatalogError, ShopUnavailable
from catalog.products import Cell
from catalog.sample import INDEXES
from catalog.schema import NumberSource, Rule, ShopMap, Source
from catalog.settings import CatalogSettings
from catalog.shop import Shop

_BUSY_WAIT_S = 5.0
_QUICKLY_READ = 20_000
"""Products."""
_KEPT = "CREATE TABLE IF NOT EXISTS kept (source, map, fingerprint, at)"


class CopyFailed(Exception):
    """The copy stays as it was."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that can be asked."""

    shop: Shop
    map: ShopMap
    """What the owner's tables mean, as it was when they were copied."""
    at: datetime
    """When it was made, with its zone."""


class ShopCopy:
    """One file; one thread at a time may use it."""

    def __init__(self, path: Path, source: str) -> None:
        """Name the file and what it is a copy of.

        Args:
            path: The file; it appears with the first copy.
            source: The server's name; a copy of another is none.
        """
        self.path = path
        self.source = source

    def opened(self, settings: CatalogSettings) -> Kept | None:
        """Give the copy to be asked; None when there is none that can be read."""
        if not self.path.exists():
            return None
        try:
            with closing(self._connection()) as connection:
                row = connection.execute(
                    "SELECT map, at FROM kept WHERE source = ?", (self.source,)
                ).fetchone()
            if row is None:
                return None
            shop_map = ShopMap.model_validate_json(row[0])
            shop = Shop(SqliteDatabase(self.path), _own_map(shop_map), settings)
        except (sqlite3.Error, ValueError, CatalogError):
            return None
        return Kept(shop, shop_map, datetime.fromisoformat(row[1]))

    def refresh(
        self, shop: Shop, shop_map: ShopMap, is_over: Callable[[], bool]
    ) -> bool:
        """Take over what has changed on the server; tell whether anything had.

        Args:
            shop: The server's.
            shop_map: What its tables mean.
            is_over: Looked at now and then; once true, the copy stays as it was.

        Raises:
            ShopUnavailable: The server broke off.
            CopyFailed: The file can't be written.
        """
        fingerprint = shop.fingerprint()
        written = shop_map.model_dump_json()
        known = (self.source, written, fingerprint)
        try:
            with closing(self._connection()) as connection:
                connection.execute(_KEPT)
                kept = "SELECT source, map, fingerprint FROM kept"
                if connection.execute(kept).fetchone() == known:
                    return False
                connection.execute("BEGIN IMMEDIATE")
                _make_table(connection, shop.columns)
                _take_over(connection, shop.columns, _until(shop.everything(), is_over))
                _index_large(connection)
                connection.execute("DELETE FROM kept")
                now = datetime.now().astimezone().isoformat(timespec="seconds")
                connection.execute(
                    "INSERT INTO kept VALUES (?, ?, ?, ?)", (*known, now)
                )
                connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _SPOILT:
                self.path.unlink(missing_ok=True)  # the next round makes it anew
            raise CopyFailed(f"{self.path}: {error}") from error
        return True

    def _connection(self) -> sqlite3.Connection:
        """Open it for writing, which also undoes what a lost power left half done."""
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_WAIT_S, isolation_level=None
        )
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection


_SPOILT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class _Over(ShopUnavailable):
    """The kiosk is being closed."""


def _until(
    rows: Iterator[tuple[Cell, ...]], is_over: Callable[[], bool]
) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        if is_over():
            raise _Over("the kiosk is being closed")
        yield row


def _make_table(connection: sqlite3.Connection, columns: tuple[str, ...]) -> None:
    """Make the table, unless it has these very columns already."""
    found = connection.execute("PRAGMA table_info(products)").fetchall()
    if tuple(column[1] for column in found) == columns:
        return
    connection.execute("DROP TABLE IF EXISTS products")
    _, *others = _quoted(columns)
    listed = ", ".join(['"id" UNIQUE', *others])
    connection.execute(f"CREATE TABLE products ({listed})")


def _take_over(
    connection: sqlite3.Connection,
    columns: tuple[str, ...],
    rows: Iterator[tuple[Cell, ...]],
) -> None:
    """Write the rows that are new or other than before; delete those that are gone."""
    names = _quoted(columns)
    listed = ", ".join(names)
    theirs = ", ".join(f"excluded.{name}" for name in names)
    places = ", ".join("?" for _ in names)
    upsert = (
        f"INSERT INTO products VALUES ({places}) ON CONFLICT (id)"  # noqa: S608 - names quoted
        f" DO UPDATE SET ({listed}) = ({theirs}) WHERE ({listed}) IS NOT ({theirs})"
    )
    connection.execute("CREATE TEMP TABLE met (id PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM products WHERE id IS NULL")
    for row in rows:
        connection.execute(upsert, row)
        if row[0] is not None:
            connection.execute("INSERT OR IGNORE INTO met VALUES (?)", row[:1])
    connection.execute(
        "DELETE FROM products WHERE id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM met WHERE met.id = products.id)"
    )


def _index_large(connection: sqlite3.Connection) -> None:
    """Smaller shops are read through sooner than an SD card has written indexes."""
    (count,) = connection.execute("SELECT count(*) FROM products").fetchone()
    for index in INDEXES if count > _QUICKLY_READ else ():
        connection.execute(index)


def _quoted(columns: tuple[str, ...]) -> list[str]:
    return [quoted(name, "sqlite") for name in columns]


def _own_map(shop_map: ShopMap) -> ShopMap:
    """What the copy's own table means: nearly everything stands for itself."""
    return ShopMap(
        table="products",
        id=Source(column="id"),
        name=Source(column="name"),
        family=Source(column="family"),
        description=Source(column="description"),
        price=NumberSource(column="price"),
        currency=Source(column="currency"),
        stock=NumberSource(column="stock"),
        available=(Rule(column="available", values=("1",), as_it_is=True),),
        attributes={name: Source(column=name) for name in shop_map.attributes},
    )
