"""What the kiosk tells of itself: to customers once, to staff as long as it lasts."""

from catalog import ShopAway
from kiosk.bus import Bus
from kiosk.events import ModelRetiring, ShopBack, ShopLost, SteppedDown, SteppedUp
from kiosk.ladder import Step

_WITHOUT_NETWORK = {"offline", "phrases"}
"""Engines that customers notice: these understand less."""

NoteForStaff = SteppedDown | ModelRetiring | ShopLost
"""What is not as it should be, for as long as that lasts."""


class Notices:
    """Codes of sentences to be said before the next reply, each until it is over."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._told: dict[str, bool] = {}
        self._down: dict[str, SteppedDown] = {}
        self._retiring: dict[str, ModelRetiring] = {}
        self.shop_lost: ShopLost | None = None
        """While the shop's server does not answer, what was told of it."""

    @property
    def for_staff(self) -> tuple[NoteForStaff, ...]:
        """What is not as it should be at present."""
        lost = (self.shop_lost,) if self.shop_lost else ()
        return (*lost, *self._down.values(), *self._retiring.values())

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

    def shop(self, away: ShopAway | None) -> None:
        """The shop's server went away, or (None) is back; told each time it changes."""
        if away is None:
            self.shop_lost = None
            self._bus.emit(ShopBack())
            self.over("copied")
        elif self.shop_lost is None:
            at = away.copied_at
            self.shop_lost = ShopLost(f"{at:%Y-%m-%d %H:%M}" if at else "", away.why)
            self._bus.emit(self.shop_lost)
            if at is not None:
                self.add("copied")

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
