"""What the kiosk tells of itself: to customers once, to staff as long as it lasts."""

from kiosk.bus import Bus
from kiosk.events import ModelRetiring, SteppedDown, SteppedUp
from kiosk.ladder import Step

_WITHOUT_NETWORK = {"offline", "phrases"}
"""Engines that customers notice: these understand less."""


class Notices:
    """Codes of sentences to be said before the next reply, each until it is over."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._told: dict[str, bool] = {}
        self._down: dict[str, SteppedDown] = {}
        self._retiring: dict[str, ModelRetiring] = {}

    @property
    def for_staff(self) -> tuple[SteppedDown | ModelRetiring, ...]:
        """What is not as it should be at present."""
        return (*self._down.values(), *self._retiring.values())

    def step(self, step: Step) -> None:
        """Another engine answers from now on."""
        if not step.is_down:
            self._bus.emit(SteppedUp(step.station, step.engine))
            self._down.pop(step.station, None)
            self.over("offline")
            self.over("budget")
            return
        down = SteppedDown(step.station, step.engine, step.why)
        self._bus.emit(down)
        self._down[step.station] = down
        if step.why == "budget":
            self.add("budget")
        elif step.engine in _WITHOUT_NETWORK:
            self.add("offline")

    def retiring(self, end: ModelRetiring) -> None:
        """A model in use is about to end."""
        self._bus.emit(end)
        self._retiring[end.model] = end

    def add(self, code: str) -> None:
        """Something is not as usual."""
        self._told.setdefault(code, False)

    def over(self, code: str) -> None:
        """It is as usual again."""
        self._told.pop(code, None)

    def take(self) -> list[str]:
        """Give what was not told yet; it counts as told now."""
        new = [code for code, is_told in self._told.items() if not is_told]
        self._told.update(dict.fromkeys(new, True))
        return new
