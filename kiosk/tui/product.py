"""One product on a page of its own: picture, price, and a code to take along."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from agents import Language
from kiosk.phrases import section
from kiosk.tui.cards import price_of, stock_of
from kiosk.tui.picture import Picture
from kiosk.tui.plain import one_line
from kiosk.tui.qr import qr_code
from kiosk.tui.widgets import Target

if TYPE_CHECKING:
    from kiosk.host import Host

Row = Mapping[str, Any]


class ProductPage(ModalScreen[int | None]):
    """Its answer is the place of the product to put into the cart, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f7", "buy", show=False),
        Binding("left,up", "turn(-1)", show=False),
        Binding("right,down,space", "turn(1)", show=False),
    ]

    def __init__(
        self,
        rows: Sequence[Row],
        place: int,
        *,
        host: "Host",
        language: Language,
        shop: str,
        can_buy: frozenset[int],
    ) -> None:
        """Lay out the page.

        Args:
            rows: The products that were shown.
            place: Which of them comes first.
            host: Knows their pictures.
            language: What the customer reads.
            shop: Stands in the code.
            can_buy: Places of those that a key puts into the cart.
        """
        super().__init__()
        self._rows = rows
        self._place = place
        self._host = host
        self._language = language
        self._shop = shop
        self._can_buy = can_buy

    def compose(self) -> ComposeResult:
        """Lay out picture, text, code and keys."""
        with VerticalScroll(id="page"), Horizontal(id="product"):
            with Vertical(id="facts"):
                yield Picture(width=32)
                yield Static(id="text", markup=False)
            yield Static(id="code", markup=False)
        with Horizontal(id="keys"):
            yield Target("buy", id="buy")
            yield Target("turn(1)", id="turn")
            yield Target("back", id="back")

    def on_mount(self) -> None:
        """Show the first."""
        self._show()
        self.query_one("#back").focus()

    def action_back(self) -> None:
        """Return to the conversation."""
        self.dismiss()

    def action_buy(self) -> None:
        """Put the product into the cart."""
        if self._place in self._can_buy:
            self.dismiss(self._place)

    def action_turn(self, step: int) -> None:
        """Look at the next one, round and round."""
        self._host.stay()
        self._place = (self._place + step) % len(self._rows)
        self._show()

    def _show(self) -> None:
        row, words = self._rows[self._place], section("screen", self._language)
        name, price = one_line(str(row["name"])), price_of(row, self._language)
        about = one_line(str(row.get("description") or ""))
        lines = (Content.styled(name, "bold"), price, stock_of(row, self._language))
        shown = [line for line in (*lines, Content(about)) if line]
        self.query_one("#text", Static).update(Content("\n").join(shown))
        number = f"{words['number']} {row.get('id', '')}"
        told = (name, price.plain if price else "", number, self._shop)
        self.query_one("#code", Static).update(qr_code("\n".join(filter(None, told))))
        self._label(words)
        self._load(row.get("id", ""))

    def _label(self, words: Mapping[str, Any]) -> None:
        self.query_one("#back", Target).show("Esc", words["help_close"])
        buy, turn = (self.query_one(f"#{name}", Target) for name in ("buy", "turn"))
        buy.show("F7", words["to_cart"])
        buy.display = self._place in self._can_buy
        turn.show("→", f"{self._place + 1}/{len(self._rows)}")
        turn.display = len(self._rows) > 1

    @work(exclusive=True)
    async def _load(self, product: str | int) -> None:
        picture = self.query_one(Picture)
        picture.remove_class("-filled")
        await picture.remove_children()
        picture.show(await self._host.picture_of(product))
