"""What a customer may do with their cart, for one visit.

Prices are the shop's at the moment of every step; what has changed since it was told is
said. An order is only placed in a turn in which the customer's own words say yes to
what was read back in the turn before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

from pydantic import Field

from agents.cart import MOST_PIECES, NOTHING_CHANGED, Cart, Changes
from agents.cart_answer import cart_result, with_companion
from agents.companions import companion_of
from agents.tool import Tool, ToolResult, tool_from
from catalog import OrderLine, Product, Shop

if TYPE_CHECKING:
    from catalog import Ledger

Pieces = Annotated[int, Field(ge=1, le=MOST_PIECES)]


@dataclass(frozen=True, slots=True)
class _ReadBack:
    """What was read back, in which turn, and the name of the order it may become."""

    lines: tuple[OrderLine, ...]
    turn: int
    request: str


class CartTools:
    """The cart of one visit."""

    def __init__(
        self, shop: Shop, ledger: "Ledger", *, is_yes: Callable[[str], bool]
    ) -> None:
        """Begin with an empty cart.

        Args:
            shop: Where products and prices are.
            ledger: Where orders are kept.
            is_yes: Judges the customer's words when an order is to be confirmed.
        """
        self.cart = Cart()
        self._shop = shop
        self._ledger = ledger
        self._is_yes = is_yes
        self._turn = 0
        self._words = ""
        self._read_back: _ReadBack | None = None

    def tools(self) -> Sequence[Tool]:
        """Give the tools to hand to a model."""
        changing: list[Callable[..., ToolResult]] = [
            self.add_to_cart,
            self.change_in_cart,
            self.remove_from_cart,
            self.empty_cart,
            self.order_cart,
            self.confirm_order,
        ]
        return [
            tool_from(self.show_cart),
            *(tool_from(function, changes_something=True) for function in changing),
        ]

    def hear(self, words: str) -> None:
        """Begin the customer's next turn with what they themselves said or typed."""
        self._turn += 1
        self._words = words

    @property
    def turn(self) -> int:
        """How often the customer has spoken."""
        return self._turn

    @property
    def awaits_yes(self) -> bool:
        """Whether an order was read back in the turn before."""
        return self._read_back is not None and self._read_back.turn == self._turn - 1

    def show_cart(self) -> ToolResult:
        """Tell what is in the customer's cart, with amounts and total."""
        return self._told("cart", self._renewed())

    def add_to_cart(self, product: str, quantity: Pieces = 1) -> ToolResult:
        """Put a product into the cart, when the customer asks to buy or add it.

        Code `which`: several products have that name, ask which one; `unavailable`,
        `no_price`, `few_left`: say so, nothing was put in.

        Args:
            product: The product's whole name, exactly as a tool gave it.
            quantity: How many pieces, 1 to 99.
        """
        found = self._shop.products_called(product)
        if len(found) != 1:
            code = "which" if found else "not_found"
            return self._refused(code, product=product)
        return self.add(found[0], quantity)

    def change_in_cart(self, product: str, quantity: Pieces) -> ToolResult:
        """Change how many pieces of a product are in the cart.

        Args:
            product: The product's name, as it stands in the cart.
            quantity: How many pieces it shall be, 1 to 99.
        """
        line = self._line_called(product)
        if line is None:
            return self._refused("not_in_cart", product=product)
        return self.change(line, quantity)

    def remove_from_cart(self, product: str) -> ToolResult:
        """Take a product out of the cart.

        Args:
            product: The product's name, as it stands in the cart.
        """
        line = self._line_called(product)
        if line is None:
            return self._refused("not_in_cart", product=product)
        return self.remove(line)

    def empty_cart(self) -> ToolResult:
        """Take everything out of the cart, when the customer asks for that."""
        self._read_back = None
        self.cart.empty()
        return self._told("emptied", NOTHING_CHANGED)

    def order_cart(self) -> ToolResult:
        """Prepare the order, when the customer wants to pay or is done choosing.

        Then read all of it back and ask for a yes; it is not ordered yet.
        """
        return self._read(self._renewed())

    def confirm_order(self) -> ToolResult:
        """Place the order that was read back.

        It works only in the turn in which the customer says yes to what was read back
        in the turn before. Tell the order's number.
        """
        read_back = self._read_back
        if read_back is None or not self.awaits_yes or not self._is_yes(self._words):
            return self._refused("nothing_to_confirm")
        changes = self._renewed()
        return self._read(changes) if changes else self._placed(read_back)

    def withdraw(self) -> ToolResult:
        """Leave the order that was read back; the cart stays."""
        self._read_back = None
        return self._told("withdrawn", self._renewed())

    def add(self, product: Product, quantity: int) -> ToolResult:
        """Put so many more pieces in; the first time names what goes with it."""
        before = self.cart.quantity_of(product.id)
        result = self._put(product, before + quantity, "added")
        if before or result.data["status"] == "error":
            return result
        ids = [line.product for line in self.cart.lines]
        companion = companion_of(product, self._shop, ids)
        return with_companion(result, companion) if companion else result

    def add_again(self, product: str | int, name: str, quantity: int) -> ToolResult:
        """Put in a product that was shown, as it stands in the shop now.

        Args:
            product: Its id.
            name: What it was called, should it be gone.
            quantity: How many pieces more.
        """
        found = self._shop.products_with([product]).get(product)
        if found is None:
            return self._refused("unavailable", product=name)
        return self.add(found, quantity)

    def change(self, line: OrderLine, quantity: int) -> ToolResult:
        """Make it so many pieces of what is in the cart; none takes it out."""
        if quantity < 1:
            return self.remove(line)
        product = self._shop.products_with([line.product]).get(line.product)
        if product is None:
            return self._told("cart", self._renewed())
        return self._put(product, quantity, "changed")

    def remove(self, line: OrderLine) -> ToolResult:
        """Take a line out."""
        self._read_back = None
        self.cart.remove(line.product)
        return self._told("removed", self._renewed(), product=line.name)

    def _put(self, product: Product, quantity: int, status: str) -> ToolResult:
        self._read_back = None
        code, facts = _objection(product, quantity)
        if code:
            return self._refused(code, product=product.name, **facts)
        line = self.cart.put(product, quantity)
        return self._told(
            status, self._renewed(), product=line.name, quantity=line.quantity
        )

    def _read(self, changes: Changes) -> ToolResult:
        """Read the whole order back, with what has changed."""
        if not self.cart.lines:
            self._read_back = None
            return self._refused("empty_cart", changes=changes)
        before, lines = self._read_back, self.cart.lines
        is_again = before is not None and before.lines == lines
        request = before.request if before and is_again else uuid4().hex
        self._read_back = _ReadBack(lines, self._turn, request)
        return self._told("read_back", changes)

    def _placed(self, read_back: _ReadBack) -> ToolResult:
        from catalog import place_order  # brings SQLAlchemy

        order = place_order(self._ledger, read_back.lines, request=read_back.request)
        self._read_back = None
        self.cart.empty()
        facts = {"number": order.number, "placed_at": order.placed_at.isoformat()}
        return cart_result("ordered", order.lines, facts, order=order)

    def _renewed(self) -> Changes:
        ids = [line.product for line in self.cart.lines]
        return self.cart.renew(self._shop.products_with(ids))

    def _line_called(self, name: str) -> OrderLine | None:
        return next((line for line in self.cart.lines if line.name == name), None)

    def _told(self, status: str, changes: Changes, **facts: Any) -> ToolResult:
        return cart_result(status, self.cart.lines, facts, changes=changes)

    def _refused(
        self, code: str, *, changes: Changes = NOTHING_CHANGED, **facts: Any
    ) -> ToolResult:
        facts = {"code": code, **facts}
        return cart_result("error", self.cart.lines, facts, changes=changes)


def _objection(product: Product, quantity: int) -> tuple[str, dict[str, Any]]:
    """Why so many pieces cannot be put in; no code when they can."""
    if product.price_cents is None:
        return "no_price", {}
    if not product.is_available or product.stock == 0:
        return "unavailable", {}
    if product.stock is not None and quantity > product.stock:
        return "few_left", {"left": product.stock}
    if quantity > MOST_PIECES:
        return "few_left", {"left": MOST_PIECES}
    return "", {}
