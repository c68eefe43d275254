"""The voice's dial: the keys that turn it, and the bar that shows it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from textual.timer import Timer
from textual.widgets import Static

from kiosk.events import Event, PaceChanged, VolumeChanged
from kiosk.voice_dial import Turned

if TYPE_CHECKING:
    from kiosk.host import Host

VOICE_KEYS: dict[str, Turned | Literal["again"]] = {
    "left": "softer",
    "right": "louder",
    "<": "slower",
    ">": "faster",
    "*": "again",
}
"""Keys that steer the voice while nothing is typed."""

_SHOWN_S = 3.0
_WIDTH = 10


def steer(host: "Host", key: str) -> None:
    """Do what one of the keys stands for."""
    match VOICE_KEYS[key]:
        case "again":
            host.say_again()
        case wish:
            host.dial.turn(wish)


class Dial(Static):
    """How loud or fast the voice is, for a while after it was turned."""

    _clock: Timer | None = None

    def take(self, event: Event, words: Mapping[str, str]) -> None:
        """Show what an event says about the voice."""
        match event:
            case VolumeChanged(share):
                full = round(share * _WIDTH)
                bar = "█" * full + "░" * (_WIDTH - full)
                self._show(f"{words['volume']} {bar}")
            case PaceChanged(pace):
                self._show(f"{words['pace']} {pace:.0%}")

    def _show(self, text: str) -> None:
        if self._clock is not None:
            self._clock.stop()
        self._clock = self.set_timer(_SHOWN_S, lambda: self.update(""))
        self.update(text)
