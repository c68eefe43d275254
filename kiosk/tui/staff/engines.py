"""Who hears, thinks and speaks now, who rests, and what it has cost today."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from kiosk.back_room import EngineState
from kiosk.tui.staff.page import Row, StaffPage

PERIOD_S = 2.0


class EnginesPage(StaffPage):
    """The engines of each station, best first, as they are now."""

    TOPIC = "engines"
    KEYS: ClassVar[Mapping[str, str]] = {"back": "Esc"}
    COLUMNS = ("station", "engine", "use")

    def on_mount(self) -> None:
        """Look again and again."""
        self.set_interval(PERIOD_S, self.fill)

    def rows(self) -> Sequence[Row]:
        """Ask for every engine."""
        return [
            (
                f"{one.station} {one.name}",
                (self.words[f"station_{one.station}"], one.name, self._use(one)),
            )
            for one in self.room.engines()
        ]

    def _use(self, engine: EngineState) -> str:
        text: str = self.words[f"use_{engine.use}"]
        return text.format(n=round(engine.rests_s), why=engine.why)

    def summary(self) -> str:
        """What was spent today."""
        spent, cap = self.room.spent()
        if not cap:
            told: str = self.words["spent"]
            return told.format(spent=f"{spent:.2f}")
        text: str = self.words["spent_of"]
        return text.format(spent=f"{spent:.2f}", cap=f"{cap:.2f}")
