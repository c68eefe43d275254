"""The values the shop hands out: products, filters and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

CANONICAL_COLUMNS = (
    "id",
    "name",
    "family",
    "description",
    "price",
    "currency",
    "stock",
    "available",
)
"""Columns every shop has after mapping; an owner's further attributes follow them."""

Cell = str | int | float | None
Order = Literal["relevance", "cheapest", "dearest", "name", "most_stock"]


@dataclass(frozen=True, slots=True)
class Product:
    """One thing the shop sells. What the owner's data does not say is None or empty."""

    id: str | int
    name: str
    family: str = ""
    description: str = ""
    price_cents: int | None = None
    """Hundredths of `currency`."""
    currency: str = ""
    """ISO 4217 code, as far as the owner says."""
    stock: int | None = None
    is_available: bool = True
    attributes: Mapping[str, Cell] = field(default_factory=dict)
    """The owner's further public columns: brand, colour, size …"""


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """What products are wanted; fields left alone do not filter."""

    words: tuple[str, ...] = ()
    """Each must appear in name or description; case and accents do not matter."""
    family: str = ""
    min_price_cents: int | None = None
    """Inclusive."""
    max_price_cents: int | None = None
    """Inclusive."""
    only_available: bool = True
    order: Order = "relevance"
    """`relevance`: names that begin with the words come first."""
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """In the query's order; cells are free of control characters."""
    sql: str
    """The SELECT over `products` that gave the rows, its values written in."""
    total: int | None = None
    """How many rows there are, where they were counted."""
    truncated: bool = False
    """Rows were left off."""
    note: str = ""
    """For a model: why there are no rows, and what there is instead."""

    def records(self) -> list[dict[str, Cell]]:
        """Give the rows as dictionaries, in order."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def cents_from(price: Any) -> int | None:
    """Give hundredths for a price in whole units; None when it is not a number."""
    if price is None or isinstance(price, str):
        return None
    cents = (Decimal(str(price)) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return int(cents)


def product_from(columns: tuple[str, ...], row: tuple[Cell, ...]) -> Product:
    """Give the product of a row that begins with the canonical columns."""
    key, name, family, description, price, currency, stock, available = row[:8]
    return Product(
        id=key if isinstance(key, int | str) else str(key),
        name=str(name),
        family=str(family or ""),
        description=str(description or ""),
        price_cents=cents_from(price),
        currency=str(currency or ""),
        stock=int(stock) if isinstance(stock, int | float) else None,
        is_available=bool(available),
        attributes=dict(zip(columns[8:], row[8:], strict=True)),
    )
