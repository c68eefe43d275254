"""The kiosk's own shop: a file it may write, replaced in one step."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.errors import ImportRefused
from catalog.products import CANONICAL_COLUMNS
from catalog.sample import SCHEMA

_WAIT_S = 10


def own_file(place: str | Path) -> Path:
    """Give the file of a shop that the kiosk may write.

    Raises:
        ImportRefused: The shop stands on a server, which is its owner's to write.
    """
    text = str(place)
    path = re.sub(r"^sqlite(\+\w+)?:///", "", text)
    if "://" in path:
        raise ImportRefused(
            "the shop of `[catalog] shop` stands on a server; change its data there, or"
            " leave the setting empty to import into the kiosk's own shop"
        )
    return Path(path).expanduser()


@dataclass(slots=True)
class Copy:
    """A copy of the shop, inside a transaction."""

    connection: sqlite3.Connection
    replaces: bool = False
    """The copy takes the shop's place, which is kept."""
    kept: Path | None = None


@contextmanager
def copied(shop: Path, *, dry_run: bool) -> Iterator[Copy]:
    """Give a copy to work on; the shop itself is replaced in one step, or not at all.

    So no reader waits, and losing the power leaves no half-written file.
    """
    try:
        if not dry_run:
            shop.parent.mkdir(parents=True, exist_ok=True)
        folder = None if dry_run else shop.parent
        with TemporaryDirectory(dir=folder, prefix="import-") as name:
            fresh = Path(name) / shop.name
            with closing(_open_copy(shop, fresh)) as connection:
                copy = Copy(connection)
                yield copy
                connection.execute("COMMIT")
            if copy.replaces:
                copy.kept = _keep(shop)
                fresh.replace(shop)
    except (sqlite3.Error, OSError) as error:
        raise ImportRefused(f"{shop} cannot be written: {error}") from error


def _open_copy(shop: Path, fresh: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(fresh, isolation_level=None)
    try:
        if shop.exists():
            with closing(sqlite3.connect(shop, timeout=_WAIT_S)) as old:
                old.backup(connection)
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("PRAGMA table_info(products)").fetchall()
        (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        if not tables:
            connection.execute(SCHEMA)
        elif tuple(column[1] for column in found) != CANONICAL_COLUMNS:
            raise ImportRefused(
                f"{shop} is not a shop of the kiosk's own; change its data with the"
                " program it belongs to"
            )
    except (sqlite3.Error, ImportRefused):
        connection.close()
        raise
    return connection


def _keep(shop: Path) -> Path | None:
    """Keep the file of the old catalogue, if there is one."""
    if not shop.exists():
        return None
    kept = shop.with_name(f"{shop.name}.before")
    shutil.copyfile(shop, kept)
    return kept
