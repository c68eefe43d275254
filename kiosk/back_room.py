"""The back room: what staff see and do behind their PIN, beside customers and debts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from catalog import (
    ImportReport,
    LexiconInvalid,
    add_own_word,
    import_sheet,
    read_own_words,
)
from kiosk.config import KioskConfig
from kiosk.desk import Desk
from kiosk.figures.file import figures_path, read_turns
from kiosk.figures.gather import Gathered, gather
from kiosk.figures.wishes import KeptWish, drop_wish, read_wishes
from kiosk.incidents import Incidents
from kiosk.ladder import Ladder, LadderTranscriber, LadderVoice
from kiosk.ladder.ladder import Station
from kiosk.line import Line
from kiosk.mind import Mind
from kiosk.openings import agreements_in, lexicon_path, shop_to_write

UNANSWERED_DAYS = 30
LOG_BYTES = 64_000
"""How much of the log's end is read."""

EngineUse = Literal["in_use", "spare", "resting", "no_budget"]


@dataclass(frozen=True, slots=True)
class EngineState:
    """One engine of a station, as staff see it."""

    station: Station
    name: str
    use: EngineUse
    rests_s: float = 0.0
    """Until it is tried again, when it rests."""
    why: str = ""
    """Why it rests."""


@dataclass(frozen=True, slots=True)
class BackRoom:
    """Opened by the staff's PIN; what blocks says so and is called in a thread."""

    desk: Desk
    mind: Mind
    line: Line
    incidents: Incidents

    @property
    def config(self) -> KioskConfig:
        """All settings."""
        return self.mind.config

    # What could not be answered.

    def wishes(self) -> list[KeptWish]:
        """What several customers wanted in vain. Blocks; raises FiguresBroken."""
        return read_wishes(figures_path(self.config.state_dir))

    def unanswered(self) -> Counter[str]:
        """How many questions of each subject were not answered lately. Blocks."""
        since = datetime.now(UTC) - timedelta(days=UNANSWERED_DAYS)
        turns = read_turns(figures_path(self.config.state_dir), since)
        return Counter(turn.subject for turn in turns if turn.kind == "unknown")

    def add_synonym(self, wish: KeptWish, word: str) -> None:
        """Let what was wanted in vain mean a word of the shop from now on. Blocks.

        Raises:
            LexiconInvalid: The shop does not know the word, or it can't be written.
            CatalogError: The shop is away.
        """
        if not self.mind.questions.knows(word):
            raise LexiconInvalid(f"nothing in the shop goes by {word!r}")
        path = lexicon_path(self.config)
        add_own_word(path, wish.language, word, wish.said)
        self.mind.questions.take(read_own_words(path))
        self.drop(wish)

    def drop(self, wish: KeptWish) -> None:
        """Forget a wish that was seen to. Blocks."""
        drop_wish(figures_path(self.config.state_dir), wish.said)

    # The catalogue.

    def import_sheet(self, file: Path, *, is_dry_run: bool) -> ImportReport:
        """Take products from a sheet, or say what would change. Blocks.

        Raises:
            CatalogError, OSError: It can't be read or written; the old shop stands.
        """
        return import_sheet(file, shop_to_write(self.config), dry_run=is_dry_run)

    # How the kiosk does.

    def engines(self) -> list[EngineState]:
        """Every engine of every station, best first."""
        voice = self.line.speaker.synthesizer
        ears = self.line.transcriber
        ladders: Mapping[Station, tuple[Ladder[Any] | None, str]] = {
            "ears": (
                ears.ladder if isinstance(ears, LadderTranscriber) else None,
                ears.name,
            ),
            "mind": (self.mind.engines, "offline"),
            "voice": (
                voice.ladder if isinstance(voice, LadderVoice) else None,
                voice.name,
            ),
        }
        states = []
        for station, (ladder, only) in ladders.items():
            if ladder is None:
                states.append(EngineState(station, only, "in_use"))
            else:
                states += _states(ladder)
        return states

    def spent(self) -> tuple[float, float]:
        """What servers got today, and the day's cap; 0: none."""
        return self.mind.budget.of_today, self.config.budget.daily_cap

    def figures(self, days: int) -> Gathered:
        """The owner's figures. Blocks; raises FiguresBroken and CatalogError."""
        files = {"": figures_path(self.config.state_dir)}
        now = datetime.now().astimezone()
        return gather(files, agreements_in(self.config), days=days, now=now)

    def log_lines(self) -> list[str]:
        """The end of the log, the newest line first. Blocks; raises OSError."""
        path = self.config.state_dir / "screen.log"
        if not path.exists():
            return []
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - LOG_BYTES, 0))
            text = file.read().decode(errors="replace")
        return text.splitlines()[::-1]


def _states(ladder: Ladder[Any]) -> list[EngineState]:
    states = []
    for rung in ladder.rungs:
        use: EngineUse = "in_use" if rung is ladder.now else "spare"
        rests_s = 0.0
        if rung.rests_until is not None:
            rests_s, use = max(rung.rests_until - ladder.clock(), 0.0), "resting"
        elif not ladder.allows(rung.name):
            use = "no_budget"
        why = rung.why if use == "resting" else ""
        states.append(EngineState(ladder.station, rung.name, use, rests_s, why))
    return states
