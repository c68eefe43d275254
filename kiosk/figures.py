"""What happened, kept for the owner's figures: a row for each turn, no words.

A file of its own, so that it may be copied, opened by other programs, or deleted. The
journal's task writes it; anybody reads it.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.bus import Bus
from kiosk.trace import Trace, Tracer

log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, outcome TEXT NOT NULL,
  kind TEXT NOT NULL, subject TEXT NOT NULL, language TEXT NOT NULL,
  is_typed INTEGER NOT NULL, first_sound_s REAL NOT NULL, trouble TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS turns_by_time ON turns (at);
"""
_COLUMNS = "at, outcome, kind, subject, language, is_typed, first_sound_s, trouble"


class FiguresBroken(OSError):
    """The file of the figures can't be read or written."""


class Figures:
    """The file with the owner's figures; any thread may use it."""

    def __init__(self, path: Path, *, keep_days: int) -> None:
        """Open the file, made if need be, and drop what is older than `keep_days`.

        Raises:
            FiguresBroken: It can't be opened or written.
        """
        self._path = path
        oldest = datetime.now(UTC) - timedelta(days=keep_days)
        with _opened(self._path) as db:
            db.executescript(_SCHEMA)
            db.execute("DELETE FROM turns WHERE at < ?", (_text(oldest),))

    def add(self, trace: Trace) -> None:
        """Keep one turn.

        Raises:
            FiguresBroken: The file can't be written.
        """
        values = (
            _text(trace.at),
            trace.outcome,
            trace.kind,
            trace.subject,
            trace.language,
            trace.is_typed,
            trace.first_sound_s,
            trace.trouble,
        )
        with _opened(self._path) as db:
            db.execute(
                f"INSERT INTO turns ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
                values,
            )


def read_turns(path: Path, since: datetime) -> list[Trace]:
    """Give the turns kept since a moment, oldest first; none when there is no file.

    Raises:
        FiguresBroken: The file can't be read.
    """
    if not path.exists():
        return []
    with _opened(path) as db:
        rows = db.execute(
            f"SELECT {_COLUMNS} FROM turns WHERE at >= ? ORDER BY number",  # noqa: S608 - our own names
            (_text(since),),
        ).fetchall()
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
        for row in rows
    ]


def figures_path(state_dir: Path) -> Path:
    """Where a kiosk's figures lie."""
    return state_dir / "figures.db"


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction."""
    try:
        with closing(sqlite3.connect(path, timeout=5)) as db, db:
            yield db
    except sqlite3.Error as error:
        raise FiguresBroken(f"the figures {path}: {error}") from error


async def keep_figures(bus: Bus, figures: Figures) -> None:
    """Keep every turn until cancelled; a full disk is a warning."""
    tracer = Tracer()
    async for event in bus.events():
        trace = tracer.take(event)
        if trace is None:
            continue
        try:
            await asyncio.to_thread(figures.add, trace)
        except FiguresBroken as error:
            log.warning("a turn is missing in the figures: %s", error)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
