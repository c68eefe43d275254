"""A copy of a database that is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from catalog.errors import ShopUnavailable

_PAGES = 500
"""Copied at a time; between them others may write."""


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite file as one moment saw it, while others read and write.

    Raises:
        ShopUnavailable: It is not there, no database, or damaged.
    """
    try:
        with (
            closing(
                sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
            ) as theirs,
            closing(sqlite3.connect(target)) as ours,
        ):
            theirs.backup(ours, pages=_PAGES)
            (state,) = ours.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        raise ShopUnavailable(f"{source} can't be copied: {error}") from error
    if state != "ok":
        raise ShopUnavailable(f"{source} is damaged: {state}")
