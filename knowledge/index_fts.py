"""The index: passages and facts in one SQLite file, found by SQLite's FTS5.

Every file's rows change in one transaction, so whoever reads sees the old or the new.
Stemmed words are kept by the search table only; what was filed under a passage is
worked out again when it has to be removed.
"""

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from knowledge.errors import IndexBroken
from knowledge.passages import Passage
from knowledge.words import filed

_VERSION = 4
"""Raised whenever stems or tables change: an older index is built anew."""
_SCHEMA = """
CREATE TABLE state (changes INTEGER NOT NULL, device INTEGER NOT NULL);
CREATE TABLE files (
  id INTEGER PRIMARY KEY, file TEXT UNIQUE NOT NULL, size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL, title TEXT NOT NULL DEFAULT '',
  pages INTEGER NOT NULL DEFAULT 0,
  warnings TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '',
  facts TEXT NOT NULL DEFAULT '');
CREATE TABLE passages (
  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL, page INTEGER NOT NULL,
  heading TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX passages_by_file ON passages (file_id);
CREATE VIRTUAL TABLE filed USING fts5 (
  title, heading, body, content='', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE stems USING fts5vocab (filed, row);
"""
_PASSAGES = (
    "SELECT p.id, f.file, f.title, p.page, p.heading, p.text"
    " FROM passages p JOIN files f ON f.id = p.file_id"
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the index knows of a file."""

    file: str
    size: int
    mtime_ns: int
    title: str = ""
    pages: int = 0
    warnings: str = ""
    """What was left out, parted by newlines."""
    error: str = ""
    """Why the file could not be read; empty when it could."""
    facts: str = ""
    """What was understood of calendars and timetables, as JSON."""


class FtsIndex:
    """Passages on disk. Any thread may call it; each has its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own = threading.local()
        self._open: list[sqlite3.Connection] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()
        except sqlite3.DatabaseError as error:
            self._start_over(error)
        except OSError as error:
            raise IndexBroken(f"cannot make {path}: {error}") from error

    def _start_over(self, cause: sqlite3.DatabaseError) -> None:
        """An index can always be made again from the folder; a damaged one is."""
        if isinstance(cause, sqlite3.OperationalError):
            raise IndexBroken(f"cannot open {self._path}: {cause}") from cause
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._prepare()

    def _prepare(self) -> None:
        db = self._db()
        if db.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
            return
        db.execute("PRAGMA journal_mode = WAL")
        with db:
            db.execute("BEGIN IMMEDIATE")
            for name in ("stems", "filed", "passages", "files", "state"):
                db.execute(f"DROP TABLE IF EXISTS {name}")
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            # No index made later has the same number of changes by chance.
            db.execute("INSERT INTO state VALUES (?, 0)", (time.time_ns(),))
            db.execute(f"PRAGMA user_version = {_VERSION}")

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._own, "db", None)
        if db is None:
            db = sqlite3.connect(
                self._path,
                timeout=10,
                isolation_level=None,
                check_same_thread=False,  # `close` closes every thread's
            )
            self._open.append(db)
            db.execute("PRAGMA synchronous = NORMAL")
            self._own.db = db
        return db

    def close(self) -> None:
        """Close every thread's connection; they are opened again when needed."""
        self._own = threading.local()
        while self._open:
            self._open.pop().close()

    def close_own(self) -> None:
        """Close the calling thread's connection; others may be at work with theirs."""
        db: sqlite3.Connection | None = getattr(self._own, "db", None)
        if db is not None:
            del self._own.db
            self._open.remove(db)
            db.close()

    def files(self) -> list[FileRecord]:
        """Give every known file, in order of its path, without its facts."""
        rows = self._db().execute(
            "SELECT file, size, mtime_ns, title, pages, warnings, error"
            " FROM files ORDER BY file"
        )
        return [FileRecord(*row) for row in rows]

    def facts(self) -> list[str]:
        """Give the facts of every file that has any, as JSON."""
        rows = self._db().execute(
            "SELECT facts FROM files WHERE facts <> '' ORDER BY file"
        )
        return [facts for (facts,) in rows]

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Give size and time of change of every known file."""
        rows = self._db().execute("SELECT file, size, mtime_ns FROM files")
        return {file: (size, mtime_ns) for file, size, mtime_ns in rows}

    @property
    def device(self) -> int:
        """Number of the device that the folder was last seen on."""
        number: int = self._db().execute("SELECT device FROM state").fetchone()[0]
        return number

    @device.setter
    def device(self, number: int) -> None:
        with self._in_our_words():
            self._db().execute("UPDATE state SET device = ?", (number,))

    def generation(self) -> int:
        """Give a number that is another whenever the index has changed."""
        changes: int = self._db().execute("SELECT changes FROM state").fetchone()[0]
        return changes

    def put(self, record: FileRecord, passages: Iterable[Passage]) -> None:
        """Replace a file and its passages.

        Raises:
            IndexBroken: The disk is full or the file cannot be written.
        """
        with self._in_our_words(), self._writing() as db:
            self._drop(db, record.file)
            cursor = db.execute(
                "INSERT INTO files (file, size, mtime_ns, title, pages, warnings,"
                " error, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                astuple(record),
            )
            for passage in passages:
                self._add(db, cursor.lastrowid or 0, passage)

    def remove(self, file: str) -> None:
        """Forget a file.

        Raises:
            IndexBroken: The disk is full or the file cannot be written.
        """
        with self._in_our_words(), self._writing() as db:
            self._drop(db, file)

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise IndexBroken(f"cannot write {self._path}: {error}") from error

    def _writing(self) -> sqlite3.Connection:
        db = self._db()
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE state SET changes = changes + 1")
        return db

    def _add(self, db: sqlite3.Connection, file_id: int, passage: Passage) -> None:
        cursor = db.execute(
            "INSERT INTO passages (file_id, page, heading, text) VALUES (?, ?, ?, ?)",
            (file_id, passage.page, passage.heading, passage.text),
        )
        db.execute(
            "INSERT INTO filed (rowid, title, heading, body) VALUES (?, ?, ?, ?)",
            (cursor.lastrowid, *_filed(passage)),
        )

    def _drop(self, db: sqlite3.Connection, file: str) -> None:
        rows = db.execute(f"{_PASSAGES} WHERE f.file = ?", (file,)).fetchall()
        for rowid, *columns in rows:
            db.execute(
                "INSERT INTO filed (filed, rowid, title, heading, body)"
                " VALUES ('delete', ?, ?, ?, ?)",
                (rowid, *_filed(Passage(*columns))),
            )
        db.execute(
            "DELETE FROM passages WHERE file_id IN"
            " (SELECT id FROM files WHERE file = ?)",
            (file,),
        )
        db.execute("DELETE FROM files WHERE file = ?", (file,))

    def frequency(self, stem: str) -> int:
        """Give in how many passages a stem stands."""
        row = self._db().execute("SELECT doc FROM stems WHERE term = ?", (stem,))
        found: tuple[int] | None = row.fetchone()
        return found[0] if found else 0

    def size(self) -> int:
        """Give about how many passages there are."""
        row = self._db().execute("SELECT max(id) FROM passages").fetchone()
        return row[0] or 0

    def match(
        self, expression: str, file: str | None, limit: int, most: int
    ) -> list[tuple[int, float]]:
        """Give numbers and scores of the passages that fit best, the best first.

        Args:
            expression: What to look for, in the language of FTS5.
            file: The only file to look in; None for all.
            limit: How many at most.
            most: How many are scored; others are not looked at.
        """
        rows = self._db().execute(
            "SELECT id, score FROM ("
            "  SELECT rowid AS id, -bm25(filed, 2.0, 3.0, 1.0) AS score FROM filed"
            "  WHERE filed MATCH ?1 AND (?2 IS NULL OR rowid IN ("
            "    SELECT p.id FROM passages p JOIN files f ON f.id = p.file_id"
            "    WHERE f.file = ?2))"
            "  LIMIT ?4)"
            " ORDER BY score DESC LIMIT ?3",
            (expression, file, limit, most),
        )
        return rows.fetchall()

    def passages_at(self, scored: Iterable[tuple[int, float]]) -> list[Passage]:
        """Give the passages of these numbers, each with its score, in their order."""
        found = []
        for number, score in scored:
            row = (
                self._db().execute(f"{_PASSAGES} WHERE p.id = ?", (number,)).fetchone()
            )
            if row:
                found.append(replace(Passage(*row[1:]), score=score))
        return found

    def every_passage(self) -> Iterator[tuple[int, Passage]]:
        """Yield all passages with their numbers."""
        for number, *columns in self._db().execute(_PASSAGES):
            yield number, Passage(*columns)


def _filed(passage: Passage) -> tuple[str, str, str]:
    name = f"{passage.title} {passage.file.rpartition('.')[0]}"
    return filed(name), filed(passage.heading), filed(passage.text)
