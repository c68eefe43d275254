"""The line at the top: whose kiosk it is, and what it lacks."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.tui.plain import one_line


class TopLine(Horizontal):
    """The shop's name, and the sound devices that are not there."""

    def __init__(self, shop: str) -> None:
        super().__init__(id="top")
        self._shop = shop
        self._lost: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out the two ends."""
        yield Static(one_line(self._shop), id="shop", markup=False)
        yield Static(id="lost", markup=False)

    def lacks(self, device: str) -> bool:
        """Whether a device is noted as missing."""
        return device in self._lost

    def note(self, device: str, names: Mapping[str, str], *, is_lost: bool) -> None:
        """Note that a device went or came.

        Args:
            device: `microphone` or `loudspeaker`.
            names: What customers call them.
            is_lost: Whether it is gone.
        """
        (self._lost.add if is_lost else self._lost.discard)(device)
        lost = ", ".join(names[name] for name in sorted(self._lost))
        self.query_one("#lost", Static).update(f"✗ {lost}" if lost else "")
