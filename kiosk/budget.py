"""What servers cost: counted by the day, kept over restarts, capped."""

import json
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiosk.bus import Bus
from kiosk.events import Spent, TurnEnded
from kiosk.settings import BudgetSettings

log = logging.getLogger(__name__)

FREE = {"offline", "phrases", "whisper", "piper", "espeak"}
"""Engines that ask no server."""


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the shop's own day


class Budget:
    """The day's costs and their cap, in the currency of the owner's prices.

    What a running turn costs is known at its end, so that the cap is exceeded by one
    turn at most.
    """

    def __init__(
        self,
        settings: BudgetSettings,
        path: Path,
        *,
        today: Callable[[], date] = _today,
    ) -> None:
        """Go on with what was kept.

        Args:
            settings: Prices and cap.
            path: Where the day's costs are kept.
            today: Gives the shop's day.
        """
        self._settings = settings
        self._path = path
        self._today = today
        self._day, self._cost = self._kept()
        self._turn = 0.0

    @property
    def of_today(self) -> float:
        """What was spent today."""
        return self._cost if self._day == self._today() else 0.0

    def allows(self, engine: str) -> bool:
        """Whether an engine may be asked now; those that are free always may."""
        cap = self._settings.daily_cap
        return engine in FREE or not cap or self.of_today < cap

    def spend(
        self,
        engine: str,
        *,
        input_tokens: int = 0,
        output_tokens: int = 0,
        heard_s: float = 0.0,
        spoken_s: float = 0.0,
    ) -> None:
        """Count what an engine was used for."""
        if engine in FREE:
            return
        prices = self._settings
        cost = (
            input_tokens * prices.input_per_million / 1e6
            + output_tokens * prices.output_per_million / 1e6
            + heard_s * prices.heard_per_minute / 60
            + spoken_s * prices.spoken_per_minute / 60
        )
        if cost:
            self._cost, self._day = self.of_today + cost, self._today()
            self._turn += cost
            self._keep()

    def end_turn(self) -> float:
        """Give what the turn cost and begin the next."""
        cost, self._turn = self._turn, 0.0
        return cost

    def _kept(self) -> tuple[date, float]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            return date.fromisoformat(kept["day"]), float(kept["cost"])
        except FileNotFoundError:
            return self._today(), 0.0
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("%s: costs of the day are lost: %s", self._path, error)
            return self._today(), 0.0

    def _keep(self) -> None:
        written = self._path.with_suffix(".new")
        kept = {"day": self._day.isoformat(), "cost": round(self._cost, 6)}
        try:
            written.write_text(json.dumps(kept), encoding="utf-8")
            written.replace(self._path)
        except OSError as error:
            log.warning("%s: the day's costs can't be kept: %s", self._path, error)


async def keep_budget(bus: Bus, budget: Budget) -> None:
    """Announce what each turn has cost, until cancelled."""
    async for event in bus.events():
        if isinstance(event, TurnEnded) and (cost := budget.end_turn()):
            bus.emit(Spent(cost, budget.of_today))
