"""What customers wanted and the shop does not know, kept so that nobody is told on.

No sentence is kept, and nothing of who is logged in. Of what was wanted in vain ("un
ukelele") the file has a keyed fingerprint and in how many visits it came up; the words
themselves are written only in the third visit in which they are used.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from agents import Language
from catalog import Wish
from kiosk.figures.file import Figures, opened, text_of

VISITS_BEFORE_WORDS = 3
"""In fewer visits a word may be one person's own; it is not written down."""


@dataclass(frozen=True, slots=True)
class KeptWish:
    """What several customers wanted in vain."""

    said: str
    """As it was said last."""
    language: Language
    visits: int
    last: date


class Wishes:
    """Counts wishes by visits; any thread may use it, one at a time."""

    def __init__(self, figures: Figures) -> None:
        self._path = figures.path
        with opened(self._path) as db:
            (self._key,) = db.execute("SELECT key FROM wishes_key").fetchone()
        self._this_visit: set[bytes] = set()

    def hear(self, wish: Wish) -> None:
        """Count a wish, once for a visit.

        Raises:
            FiguresBroken: The file can't be written.
        """
        print_ = hmac.digest(self._key, wish.key.encode(), "sha256")
        if print_ in self._this_visit:
            return
        self._this_visit.add(print_)
        now = text_of(datetime.now(UTC))
        with opened(self._path) as db:
            (visits,) = db.execute(
                "INSERT INTO wishes VALUES (?, 1, ?, ?, '') ON CONFLICT DO UPDATE"
                " SET visits = visits + 1, last = excluded.last RETURNING visits",
                (print_, now, wish.language),
            ).fetchone()
            if visits >= VISITS_BEFORE_WORDS:
                db.execute(
                    "UPDATE wishes SET said = ?, language = ? WHERE fingerprint = ?",
                    (wish.said, wish.language, print_),
                )

    def end_visit(self) -> None:
        """The customer has gone: what the next one wants counts anew."""
        self._this_visit.clear()


def read_wishes(path: Path) -> list[KeptWish]:
    """Give what was wanted in vain, most wanted first; none when there is no file.

    Raises:
        FiguresBroken: The file can't be read.
    """
    if not path.exists():
        return []
    with opened(path) as db:
        rows = db.execute(
            "SELECT said, language, visits, last FROM wishes WHERE said <> ''"
            " ORDER BY visits DESC, last DESC"
        ).fetchall()
    return [
        KeptWish(
            said,
            cast(Language, language),
            visits,
            datetime.fromisoformat(last).astimezone().date(),
        )
        for said, language, visits, last in rows
    ]


def drop_wish(path: Path, said: str) -> None:
    """Forget a wish that was seen to; who wants it again is counted anew.

    Raises:
        FiguresBroken: The file can't be written.
    """
    with opened(path) as db:
        db.execute("DELETE FROM wishes WHERE said = ?", (said,))
