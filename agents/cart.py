"""What a customer has put aside to buy, at the prices that were told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalog import OrderLine, Product

MOST_PIECES = 99
"""Of one product; who wants more is served by people."""


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A price that is no longer what was told."""

    name: str
    was_cents: int
    now_cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What has become of the cart's products since they were put in."""

    prices: tuple[PriceChange, ...] = ()
    gone: tuple[str, ...] = ()
    """Names of what can no longer be bought, and was taken out."""

    def __bool__(self) -> bool:
        return bool(self.prices or self.gone)


NOTHING_CHANGED = Changes()


class Cart:
    """Lines in the order in which they were put in, one for each product."""

    def __init__(self) -> None:
        self._lines: dict[str | int, OrderLine] = {}
        self._last: str | int | None = None

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """What is in it."""
        return tuple(self._lines.values())

    @property
    def last(self) -> OrderLine | None:
        """The line that was put in or changed last, if it is still there."""
        return None if self._last is None else self._lines.get(self._last)

    def quantity_of(self, product: str | int) -> int:
        """How many pieces of a product are in it."""
        line = self._lines.get(product)
        return line.quantity if line else 0

    def put(self, product: Product, quantity: int) -> OrderLine:
        """Make it so many pieces of a product, at its price of now."""
        line = OrderLine(
            product.id,
            product.name,
            quantity,
            product.price_cents or 0,
            product.currency,
        )
        self._lines[product.id] = line
        self._last = product.id
        return line

    def remove(self, product: str | int) -> None:
        """Take a product out."""
        self._lines.pop(product, None)

    def empty(self) -> None:
        """Take everything out."""
        self._lines.clear()

    def renew(self, products: Mapping[str | int, Product]) -> Changes:
        """Take over the prices of now and leave out what cannot be bought any more.

        Args:
            products: The cart's products as they stand in the shop, by id.
        """
        prices, gone = [], []
        for line in self.lines:
            product = products.get(line.product)
            if product is None or not can_be_bought(product):
                gone.append(line.name)
                self.remove(line.product)
                continue
            price = product.price_cents or 0
            if price != line.price_cents:
                prices.append(
                    PriceChange(line.name, line.price_cents, price, line.currency)
                )
                self._lines[line.product] = replace(line, price_cents=price)
        return Changes(tuple(prices), tuple(gone))


def can_be_bought(product: Product) -> bool:
    """Whether it is there and has a price."""
    return (
        product.is_available and product.stock != 0 and product.price_cents is not None
    )
