"""What happened, kept for the owner's figures: a row for each turn, no words.

A file of its own, so that it may be copied, opened by other programs, or deleted. The
journal's task writes it; anybody reads it.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.bus import Bus
from kiosk.events import (
    Event,
    Heard,
    Replied,
    Trouble,
    TurnEnded,
)

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


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn, as it is kept."""

    at: datetime
    """When it ended, with its zone."""
    outcome: str = ""
    """As in `kiosk.events.Outcome`."""
    kind: str = ""
    """`answer`, `refuse`, `clarify`, `unknown`; empty when nothing was replied."""
    subject: str = ""
    """`catalog`, `documents`, `debts` or `talk`."""
    language: str = ""
    is_typed: bool = False
    first_sound_s: float = 0.0
    """Seconds from the question to the first sound; 0: none."""
    trouble: str = ""
    """Code of what failed."""


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

    def add(self, record: TurnRecord) -> None:
        """Keep one turn.

        Raises:
            FiguresBroken: The file can't be written.
        """
        values = (
            _text(record.at),
            record.outcome,
            record.kind,
            record.subject,
            record.language,
            record.is_typed,
            record.first_sound_s,
            record.trouble,
        )
        with _opened(self._path) as db:
            db.execute(
                f"INSERT INTO turns ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
                values,
            )


def read_turns(path: Path, since: datetime) -> list[TurnRecord]:
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
        TurnRecord(
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
    turn = TurnRecord(datetime.now(UTC))
    async for event in bus.events():
        turn = _with(turn, event)
        if isinstance(event, TurnEnded):
            try:
                await asyncio.to_thread(figures.add, turn)
            except FiguresBroken as error:
                log.warning("a turn is missing in the figures: %s", error)
            turn = TurnRecord(datetime.now(UTC))


def _with(turn: TurnRecord, event: Event) -> TurnRecord:
    """Give the turn with what an event tells of it."""
    match event:
        case Heard(_, language, is_typed):
            return replace(turn, language=language, is_typed=is_typed)
        case Replied(_, kind, subject):
            return replace(turn, kind=kind, subject=subject)
        case Trouble(code):
            return replace(turn, trouble=code)
        case TurnEnded(outcome, waited_s):
            now = datetime.now(UTC)
            return replace(turn, at=now, outcome=outcome, first_sound_s=waited_s)
        case _:
            return turn


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
