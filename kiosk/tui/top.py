"""The line at the top: whose kiosk it is, and what it lacks."""

from collections.abc import Iterator, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.events import (
    DocumentRead,
    DocumentsLost,
    DocumentsRead,
    Event,
    ShopBack,
    ShopLost,
    SteppedDown,
    SteppedUp,
    lack_after,
)
from kiosk.tui.dial import Dial
from kiosk.tui.plain import one_line

CART_KEY = "F12"


class CartNote(Static):
    """How full the cart is; a touch shows what is in it."""

    async def on_click(self) -> None:
        """The customer touched it."""
        await self.screen.run_action("cart")


class TopLine(Horizontal):
    """The shop's name, what is being read, and what the kiosk has to do without."""

    def __init__(self, shop: str) -> None:
        super().__init__(id="top")
        self._shop = shop
        self._lost: set[str] = set()
        self._on_reserve: set[str] = set()
        self._progress: tuple[int, int] = (0, 0)
        self._copied_at = ""
        self._words: Mapping[str, Any] = {}

    def compose(self) -> ComposeResult:
        """Lay out the two ends."""
        yield Static(one_line(self._shop), id="shop", markup=False)
        yield CartNote(id="cart", markup=False)
        yield Dial(id="dial", markup=False)
        yield Static(id="lost", markup=False)

    def speak(self, words: Mapping[str, Any]) -> None:
        """Write everything in a language."""
        self._words = words
        self._draw()

    def fill_cart(self, pieces: int) -> None:
        """Show how many pieces are in the cart; nothing when it is empty."""
        text = f"{CART_KEY} {self._words['cart']} {pieces}" if pieces else ""
        self.query_one(CartNote).update(text)

    def lacks(self, device: str) -> bool:
        """Whether a device is noted as missing."""
        return device in self._lost

    def note(self, device: str, *, is_lost: bool) -> None:
        """Note that `microphone` or `loudspeaker` went or came, or was `muted`."""
        (self._lost.add if is_lost else self._lost.discard)(device)
        self._draw()

    def take(self, event: Event) -> None:
        """Show what an event says about shop, devices, engines and documents."""
        self.query_one(Dial).take(event, self._words)
        if (lack := lack_after(event)) is not None:
            device, is_lost = lack
            self.note(device, is_lost=is_lost)
        match event:
            case SteppedDown(station):
                self._on_reserve.add(station)
            case SteppedUp(station):
                self._on_reserve.discard(station)
            case ShopLost(as_of):
                self._copied_at = as_of
            case ShopBack():
                self._copied_at = ""
            case DocumentRead(_, done, total):
                self._progress = (done, total)
            case DocumentsRead() | DocumentsLost():
                self._progress = (0, 0)
            case _:
                return
        self._draw()

    def _draw(self) -> None:
        self.query_one("#lost", Static).update("  ".join(self._notes()))

    def _notes(self) -> Iterator[str]:
        """What there is to tell, for whoever wonders."""
        if self._copied_at:
            yield self._words["copied"].format(time=self._copied_at)
        done, total = self._progress
        if done < total:
            yield self._words["reading_documents"].format(done=done, total=total)
        for sign, name, lacking in (
            ("↓", f"{self._words['on_reserve']}: ", self._on_reserve),
            ("✗", "", self._lost),
        ):
            if lacking:
                named = ", ".join(self._words[each] for each in sorted(lacking))
                yield f"{sign} {name}{named}"
