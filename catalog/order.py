"""What a customer ordered: the values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many of one product, at the price that was told."""

    product: str | int
    """The product's id in the shop."""
    name: str
    quantity: int
    """At least 1."""
    price_cents: int
    """Of one piece."""
    currency: str
    """ISO 4217, as far as the owner says."""

    @property
    def amount_cents(self) -> int:
        """The price of all its pieces."""
        return self.quantity * self.price_cents


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it is kept; it names nobody."""

    number: int
    """Told to the customer, printed on the ticket."""
    lines: tuple[OrderLine, ...]
    placed_at: datetime


def totals_of(lines: Iterable[OrderLine]) -> dict[str, int]:
    """Give the hundredths in all for each currency, in the order of the lines."""
    totals: dict[str, int] = {}
    for line in lines:
        totals[line.currency] = totals.get(line.currency, 0) + line.amount_cents
    return totals
