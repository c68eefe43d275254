"""The line at the top: whose kiosk it is, and what it lacks."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.events import (
    DeviceBack,
    DeviceLost,
    DocumentRead,
    DocumentsLost,
    DocumentsRead,
    Event,
    ShopBack,
    ShopLost,
    SteppedDown,
    SteppedUp,
)
from kiosk.tui.plain import one_line

CART_KEY = "F12"


class CartNote(Static):
    """How full the cart is; a touch shows what is in it."""

    async def on_click(self) -> None:
        """The customer touched it."""
        await self.screen.run_action("cart")


class TopLine(Horizontal):
    """The shop's name, what is being read, and the devices that are not there."""

    def __init__(self, shop: str) -> None:
        super().__init__(id="top")
        self._shop = shop
        self._lost: set[str] = set()
        self._on_reserve: set[str] = set()
        self._names: Mapping[str, str] = {}
        self._progress = ""
        self._copied = ""

    def compose(self) -> ComposeResult:
        """Lay out the two ends."""
        yield Static(one_line(self._shop), id="shop", markup=False)
        yield CartNote(id="cart", markup=False)
        yield Static(id="lost", markup=False)

    def fill_cart(self, pieces: int, words: Mapping[str, str]) -> None:
        """Show how many pieces are in the cart; nothing when it is empty."""
        text = f"{CART_KEY} {words['cart']} {pieces}" if pieces else ""
        self.query_one(CartNote).update(text)

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
        self._names = names
        self._draw()

    def take(self, event: Event, words: Mapping[str, str]) -> None:
        """Show what an event says about shop, devices, engines and documents."""
        self._names = words
        match event:
            case SteppedDown(station):
                self._on_reserve.add(station)
                self._draw()
            case SteppedUp(station):
                self._on_reserve.discard(station)
                self._draw()
            case DeviceLost(device) | DeviceBack(device):
                self.note(device, words, is_lost=isinstance(event, DeviceLost))
            case ShopLost(as_of) if as_of:
                self._copied = words["copied"].format(time=as_of)
                self._draw()
            case ShopBack():
                self._copied = ""
                self._draw()
            case DocumentRead(_, done, total) if done < total:
                text = words["reading_documents"]
                self._progress = text.format(done=done, total=total)
                self._draw()
            case DocumentRead() | DocumentsRead() | DocumentsLost():
                self._progress = ""
                self._draw()

    def _draw(self) -> None:
        lost = ", ".join(self._names[device] for device in sorted(self._lost))
        spare = ", ".join(self._names[name] for name in sorted(self._on_reserve))
        told = (
            self._copied,
            self._progress,
            f"↓ {self._names['on_reserve']}: {spare}" if spare else "",
            f"✗ {lost}" if lost else "",
        )
        self.query_one("#lost", Static).update("  ".join(filter(None, told)))
