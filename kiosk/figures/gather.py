"""The figures of a period, read for one kiosk or several, each and together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from catalog import Agreement
from kiosk.figures.file import read_notes, read_turns
from kiosk.figures.report import Report, add_up
from kiosk.figures.wishes import KeptWish, read_wishes

WISHES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Gathered:
    """What an owner is shown of a period."""

    together: Report
    each: Mapping[str, Report]
    """By the kiosk's name; agreements are in the shared ledger and only together."""
    wishes: Sequence[KeptWish]
    """What was wanted in vain at any of them, most wanted first."""


def gather(
    files: Mapping[str, Path],
    agreements: Iterable[Agreement],
    *,
    days: int,
    now: datetime,
) -> Gathered:
    """Read the files of kiosks and add them up.

    Args:
        files: By the kiosk's name; one that does not exist has no figures.
        agreements: Of all kiosks.
        days: How far back.
        now: The present, with its zone.

    Raises:
        FiguresBroken: One of the files can't be read.
    """
    last = now.date()
    first = last - timedelta(days=days - 1)
    since = now - timedelta(days=days)
    turns = {name: read_turns(path, since) for name, path in files.items()}
    notes = {name: read_notes(path, since) for name, path in files.items()}
    wishes = [wish for path in files.values() for wish in read_wishes(path)]
    return Gathered(
        add_up(
            (turn for kept in turns.values() for turn in kept),
            agreements,
            first,
            last,
            [note for kept in notes.values() for note in kept],
        ),
        {name: add_up(turns[name], (), first, last, notes[name]) for name in files},
        sorted(wishes, key=lambda wish: -wish.visits)[:WISHES_SHOWN],
    )
