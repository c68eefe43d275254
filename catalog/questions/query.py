"""A customer's question as data: what is wanted of which products."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Intent = Literal[
    "list",
    "count",
    "sum",
    "average",
    "lowest",
    "highest",
    "exists",
    "lookup",
    "compare",
    "difference",
    "spread",
    "group",
    "values",
    "count_each",
]
"""`lowest`, `highest`: of a column; `lookup`: a column of one product; `group`: an
aggregate for each value of a column; `values`: the values a column has;
`count_each`: how many there are of each alternative."""

Availability = Literal["available", "unavailable", "any"]
Measure = Literal["count", "sum", "average", "lowest", "highest"]


@dataclass(frozen=True, slots=True)
class Kind:
    """Products whose name begins in one of these ways."""

    prefixes: tuple[str, ...]
    said: str
    but_not: tuple[str, ...] = ()
    """Longer beginnings that make it another thing: "Laptop sleeve"."""
    key: str = ""
    """What the kind is compared by."""
    exact: tuple[str, ...] = ()
    """Whole names."""


@dataclass(frozen=True, slots=True)
class Has:
    """Products that have a word, a measure or a column's value."""

    said: str
    surfaces: tuple[str, ...]
    """Any of these, as they stand in the data; empty: nothing in the shop has it."""
    column: str = "name"
    group: str = ""
    """What it is about, a colour, a unit: one excludes another of its group."""
    also: tuple[str, tuple[str, ...]] = ("", ())
    """Or a column and its values that say the same: a brand in names and a column."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Products that satisfy all of these."""

    kinds: tuple[Kind, ...] = ()
    """Any of these."""
    families: tuple[str, ...] = ()
    """Any of these."""
    has: tuple[Has, ...] = ()
    absent: tuple[str, ...] = ()
    """What was said and nothing in the shop is: then nothing satisfies."""
    ids: tuple[str | int, ...] = ()
    words: frozenset[str] = frozenset()
    """The words said, to know a product by its whole name."""

    @property
    def is_empty(self) -> bool:
        """Tell whether it asks for nothing in particular."""
        return not (self.kinds or self.families or self.has or self.absent or self.ids)


@dataclass(frozen=True, slots=True)
class Range:
    """A column between two values; None is open."""

    column: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """What to sort by."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Extreme:
    """The most or least of something other than price: "la de más memoria"."""

    column: str = ""
    """A column of the shop; empty: the measures in names decide."""
    unit: str = ""
    """The unit of those measures."""
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """One question, understood."""

    intent: Intent = "list"
    alternatives: tuple[Selection, ...] = ()
    """Products that satisfy any of these; none: all products."""
    excluded: tuple[Selection, ...] = ()
    ranges: tuple[Range, ...] = ()
    availability: Availability = "available"
    order: tuple[Order, ...] = ()
    top: tuple[str, bool] | None = None
    """Only those whose names say the most of a unit, or the least: False."""
    limit: int | None = None
    offset: int = 0
    is_sample: bool = False
    """Any `limit` of them will do."""
    column: str = "price"
    """What is looked up, added up, compared."""
    group_by: str = ""
    measure: Measure = "count"
    missing: tuple[str, ...] = ()
    """Columns that must hold nothing: products without a price."""
    asks_value: bool = False
    """One figure was asked for, not the product that has it."""
    is_definite: bool = False
    """One particular product was meant: "la laptop Colca"."""
    is_yes_no: bool = False

    @property
    def is_whole_shop(self) -> bool:
        """Tell whether nothing narrows the products."""
        return not (self.alternatives or self.excluded or self.ranges or self.missing)
