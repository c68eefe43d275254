"""The values the shop hands out: products, filters and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

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
    picture: str = ""
    """A file's name or a web address, as the owner wrote it."""
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
    """For a model: why nothing was found, and what there is instead."""

    def records(self) -> list[dict[str, Cell]]:
        """Give the rows as dictionaries, in order."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


_LESS_THAN_A_CENT = 1e-6
"""Lifts halves that floating point left just below, such as 1.005."""
_NO_ATTRIBUTES: Mapping[str, Cell] = MappingProxyType({})


def cents_from(price: Cell) -> int | None:
    """Give hundredths for a price in whole units; None when it is not a number."""
    if not isinstance(price, int | float):
        return None
    return round(price * 100 + _LESS_THAN_A_CENT)


def product_from(columns: tuple[str, ...], row: tuple[Cell, ...]) -> Product:
    """Give the product of a row that begins with the canonical columns."""
    key, name, family, description, price, currency, stock, available, *more = row
    further = dict(zip(columns[8:], more, strict=True)) if more else _NO_ATTRIBUTES
    return Product(
        id=key if isinstance(key, int | str) else str(key),
        name=str(name),
        family=str(family or ""),
        description=str(description or ""),
        price_cents=cents_from(price),
        currency=str(currency or ""),
        stock=int(stock) if isinstance(stock, int | float) else None,
        is_available=bool(available),
        picture=str(further.get("picture") or ""),
        attributes=further,
    )
