"""What an owner's tables mean: the map from their names to the shop's own.

Whatever the owner's tables look like, everything else asks one relation, `products`,
with the canonical columns and the owner's public attributes. Columns the map does not
name do not exist for anyone who asks.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Dialect = Literal["sqlite", "postgresql", "mysql"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Frozen):
    """One hop to another table: rows there whose `key` equals our `from_column`."""

    table: str
    key: str
    from_column: str


class Rule(_Frozen):
    """When a row counts: its value is one of `values`, or greater than `above`."""

    column: str = ""
    """Empty means the stock, wherever that stands."""
    values: tuple[str, ...] = ()
    """As stored; an empty string stands for NULL or nothing written."""
    above: float | None = None
    as_it_is: bool = False
    """The column holds the numbers 1 and 0 for yes and no, and can stand for itself."""


class Source(_Frozen):
    """Where a value stands: a column of the products table, or of one linked to it."""

    column: str
    path: tuple[Step, ...] = ()
    """Hops from the products table to the column's table."""
    several: Literal["", "sum", "lowest", "highest", "latest"] = ""
    """Which value counts where the path leads to several rows; empty: only ever one."""
    by: str = ""
    """With `latest`: the date column that decides; future dates are left out."""
    only: tuple[Rule, ...] = ()
    """Rows of the last table that count."""


class NumberSource(Source):
    """Where a number stands and how it is written."""

    decimal: Literal["", ".", ","] = ""
    """The decimal sign of numbers kept as text; empty when they are numbers."""
    in_cents: bool = False
    """Prices only: the number counts hundredths."""


class ShopMap(_Frozen):
    """The whole mapping. It is proposed by inspection and approved by the owner."""

    table: str
    """The table or view that lists the products."""
    id: Source
    name: Source
    family: Source | None = None
    description: Source | None = None
    price: NumberSource | None = None
    currency: Source | None = None
    currency_code: str = ""
    """The one currency of all prices, where no column says it."""
    stock: NumberSource | None = None
    available: tuple[Rule, ...] = ()
    """All must hold; without any, the data does not say and everything is available."""
    keep: tuple[Rule, ...] = ()
    """Rules every product must satisfy to be in the shop at all (not deleted …)."""
    picture: Source | None = None
    """Where a product's picture is: a file's name or a web address, never searched."""
    attributes: dict[str, Source] = {}
    """Further public columns, by the name customers' questions use."""
    hidden: tuple[str, ...] = ()
    """Columns that were seen and are kept from everyone: costs, accounts, people."""

    def products_select(self, dialect: Dialect) -> str:
        """Give the SELECT that turns the owner's tables into `products`."""
        from catalog.canonical import canonical_select

        return canonical_select(self, dialect)
