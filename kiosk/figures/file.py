"""The file of the figures: a row for each turn, no words.

A file of its own, so that it may be copied, opened by other programs, or deleted. The
journal's task writes it; anybody reads it.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from kiosk.trace import Trace

_SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, outcome TEXT NOT NULL,
  kind TEXT NOT NULL, subject TEXT NOT NULL, language TEXT NOT NULL,
  is_typed INTEGER NOT NULL, first_sound_s REAL NOT NULL, trouble TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS turns_by_time ON turns (at);
CREATE TABLE IF NOT EXISTS notes (
  at TEXT NOT NULL, what TEXT NOT NULL, value REAL NOT NULL);
CREATE TABLE IF NOT EXISTS wishes (
  fingerprint BLOB PRIMARY KEY, visits INTEGER NOT NULL, last TEXT NOT NULL,
  language TEXT NOT NULL, said TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS wishes_key (key BLOB NOT NULL);
"""
_COLUMNS = "at, outcome, kind, subject, language, is_typed, first_sound_s, trouble"

What = Literal["helped", "cost"]


class FiguresBroken(OSError):
    """The file of the figures can't be read or written."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is known only after its turn has ended."""

    at: datetime
    what: What
    value: float
    """`helped`: 1 or 0, as the customer said; `cost`: of a turn, in the owner's
    currency."""


class Figures:
    """The file with the owner's figures; any thread may use it."""

    def __init__(self, path: Path, *, keep_days: int) -> None:
        """Open the file, made if need be, and drop what is older than `keep_days`.

        Raises:
            FiguresBroken: It can't be opened or written.
        """
        self.path = path
        self._keep_days = keep_days
        self._dropped_on: date | None = None
        with opened(path) as db:
            if db.execute("SELECT count(*) FROM wishes_key").fetchone() == (0,):
                key = secrets.token_bytes(32)
                db.execute("INSERT INTO wishes_key VALUES (?)", (key,))
            self._drop_old(db)

    def _drop_old(self, db: sqlite3.Connection) -> None:
        """Drop what is older than is wanted, once a day."""
        now = datetime.now(UTC)
        if self._dropped_on == now.date():
            return
        self._dropped_on = now.date()
        oldest = text_of(now - timedelta(days=self._keep_days))
        db.execute("DELETE FROM turns WHERE at < ?", (oldest,))
        db.execute("DELETE FROM notes WHERE at < ?", (oldest,))
        db.execute("DELETE FROM wishes WHERE last < ?", (oldest,))

    def add(self, trace: Trace) -> None:
        """Keep one turn.

        Raises:
            FiguresBroken: The file can't be written.
        """
        values = (
            text_of(trace.at),
            trace.outcome,
            trace.kind,
            trace.subject,
            trace.language,
            trace.is_typed,
            trace.first_sound_s,
            trace.trouble,
        )
        with opened(self.path) as db:
            self._drop_old(db)
            db.execute(
                f"INSERT INTO turns ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
                values,
            )

    def note(self, what: What, value: float) -> None:
        """Keep what is known of a turn after its end.

        Raises:
            FiguresBroken: The file can't be written.
        """
        with opened(self.path) as db:
            now = text_of(datetime.now(UTC))
            db.execute("INSERT INTO notes VALUES (?, ?, ?)", (now, what, value))


def read_turns(path: Path, since: datetime) -> list[Trace]:
    """Give the turns kept since a moment, oldest first; none when there is no file.

    Raises:
        FiguresBroken: The file can't be read.
    """
    query = f"SELECT {_COLUMNS} FROM turns WHERE at >= ? ORDER BY number"  # noqa: S608 - our own names
    return [
        Trace(
            at=datetime.fromisoformat(row[0]),
            outcome=row[1],
            kind=row[2],
            subject=row[3],
            language=row[4],
            is_typed=bool(row[5]),
            first_sound_s=row[6],
            trouble=row[7],
        )
        for row in _read(path, query, text_of(since))
    ]


def read_notes(path: Path, since: datetime) -> list[Note]:
    """Give the notes kept since a moment, oldest first; none when there is no file.

    Raises:
        FiguresBroken: The file can't be read.
    """
    query = "SELECT at, what, value FROM notes WHERE at >= ? ORDER BY at"
    return [
        Note(datetime.fromisoformat(at), what, value)
        for at, what, value in _read(path, query, text_of(since))
    ]


def figures_path(state_dir: Path) -> Path:
    """Where a kiosk's figures lie."""
    return state_dir / "figures.db"


def text_of(at: datetime) -> str:
    """A moment as the file keeps it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction.

    Raises:
        FiguresBroken: The file can't be read or written.
    """
    try:
        with closing(sqlite3.connect(path, timeout=5)) as db, db:
            db.executescript(_SCHEMA)  # a file of before may lack a table
            yield db
    except sqlite3.Error as error:
        raise FiguresBroken(f"the figures {path}: {error}") from error


def _read(path: Path, query: str, *values: str) -> list[Any]:
    if not path.exists():
        return []
    with opened(path) as db:
        return db.execute(query, values).fetchall()
