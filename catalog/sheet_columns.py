"""What the columns of a sheet mean, and its rows as rows of the shop."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.amount_style import currency_in, currency_of, decimal_sign
from catalog.database import clean_cell
from catalog.errors import ImportRefused
from catalog.flags import says_yes
from catalog.naming import SENSITIVE, concepts_of
from catalog.products import Cell
from catalog.roles import (
    best_column,
    description_score,
    name_score,
    price_score,
    stock_score,
)
from catalog.survey import ColumnProfile, is_blank

_UNIQUE_ENOUGH = 0.8
"""Share of different values; the few that repeat are mistakes to be told of."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """Where each of the shop's columns stands in a sheet; None where it does not."""

    header: tuple[str, ...]
    name: int
    id: int | None
    family: int | None
    description: int | None
    price: int | None
    currency: int | None
    stock: int | None
    available: int | None
    available_means_gone: bool
    decimal: str
    """The decimal sign of prices."""
    currency_code: str
    """Where no column says it."""

    @property
    def has_numbers(self) -> bool:
        """Every product has a whole number of its own."""
        return self.id is not None

    def explanation(self) -> str:
        """Say which column means what."""
        named = ("id", "name", "family", "description", "price", "currency", "stock")
        parts = [
            f"{field} = {self.header[at]!r}"
            for field in (*named, "available")
            if (at := getattr(self, field)) is not None
        ]
        used = {getattr(self, field) for field in (*named, "available")}
        unused = [repr(t) for at, t in enumerate(self.header) if t and at not in used]
        aside = f"; left aside: {', '.join(unused)}" if unused else ""
        return f'{", ".join(parts)}; decimal sign "{self.decimal}"{aside}'

    def product_row(self, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        """Give a row of the shop.

        Raises:
            ValueError: The row cannot be a product; says why.
        """
        if len(cells) > len(self.header) and any(cells[len(self.header) :]):
            raise ValueError(f"{len(cells)} cells under {len(self.header)} headings")
        if len(cells) < len(self.header):
            cells = [*cells, *[None] * (len(self.header) - len(cells))]
        name = _text(cells[self.name])
        if not name:
            raise ValueError("there is no name")
        stock = _whole(_cell(cells, self.stock), "stock")
        return (
            _whole(_cell(cells, self.id), "number"),
            name,
            _text(_cell(cells, self.family)),
            _text(_cell(cells, self.description)),
            _price(_cell(cells, self.price), self.decimal),
            self._currency(cells),
            stock,
            self._is_available(_cell(cells, self.available), stock),
        )

    def _currency(self, cells: Sequence[Cell]) -> str | None:
        """What the row's own column says, else what stands with its price."""
        own = _text(_cell(cells, self.currency))
        price = _cell(cells, self.price)
        written = currency_in(price) if isinstance(price, str) else ""
        return own or written or self.currency_code or None

    def _is_available(self, cell: Cell, stock: int | None) -> int:
        said = None if is_blank(cell) else says_yes(cell)
        if said is not None:
            return int(said != self.available_means_gone)
        return int(stock is None or stock > 0)


def columns_of(header: tuple[str, ...], rows: Sequence[Sequence[Cell]]) -> SheetColumns:
    """Find out what columns mean, from their headings and some rows.

    Raises:
        ImportRefused: No column looks like names of products.
    """
    profiles = {
        title: ColumnProfile(
            tuple(row[at] for row in rows if at < len(row) and not is_blank(row[at]))
        )
        for at, title in enumerate(header)
        if title and header.index(title) == at
    }
    name = best_column(profiles, name_score)
    if name is None:
        raise ImportRefused(
            f"no column looks like names of products; found {', '.join(header)};"
            " call it `name` or `nombre`"
        )
    rest = {title: profile for title, profile in profiles.items() if title != name}
    price = best_column(rest, price_score)

    def place(title: str | None) -> int | None:
        return None if title is None else header.index(title)

    available = _of_concept(rest, {"available", "gone", "state"})
    return SheetColumns(
        header=header,
        name=header.index(name),
        id=place(best_column(rest, _number_score)),
        family=place(_of_concept(rest, {"family"})),
        description=place(best_column(rest, description_score)),
        price=place(price),
        currency=place(_of_concept(rest, {"currency"})),
        stock=place(best_column(rest, stock_score)),
        available=place(available),
        available_means_gone=bool(available and "gone" in concepts_of(available)),
        decimal=(decimal_sign(profiles[price]) or ".") if price else ".",
        currency_code=currency_of(price, profiles[price]) if price else "",
    )


def _of_concept(profiles: dict[str, ColumnProfile], wanted: set[str]) -> str | None:
    for title, profile in profiles.items():
        concepts = concepts_of(title)
        if (
            concepts & wanted
            and profile.values
            and not concepts & (SENSITIVE | {"code"})
        ):
            return title
    return None


def _number_score(title: str, profile: ColumnProfile) -> float:
    """How well a column fits as the products' own numbers."""
    concepts = concepts_of(title)
    if "code" not in concepts or concepts & (SENSITIVE | {"family"}):
        return 0
    whole = all(re.fullmatch(r"\d{1,15}", str(value)) for value in profile.values)
    return 1 if profile.values and whole and profile.variety > _UNIQUE_ENOUGH else 0


def _cell(cells: Sequence[Cell], at: int | None) -> Cell:
    return None if at is None else cells[at]


def _text(cell: Cell) -> str | None:
    cleaned = clean_cell(cell)
    if cleaned is None:
        return None
    # Our export puts an apostrophe before what spreadsheets take for formulas.
    return re.sub(r"^'(?=[=+@-])", "", " ".join(str(cleaned).split())) or None


def _whole(cell: Cell, what: str) -> int | None:
    text = str(cell if cell is not None else "").strip()
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,15}([.,]0+)?", text):
        raise ValueError(f"{what} {text[:40]!r} is not a whole number")
    return int(re.split(r"[.,]", text)[0])


def _price(cell: Cell, decimal: str) -> Cell:
    if cell is None or isinstance(cell, int | float):
        number: Cell = cell
    else:
        figures = re.sub(r"[^\d.,-]", "", cell).strip(".,")
        if not cell.strip():
            return None
        thousands = "," if decimal == "." else "."
        figures = figures.replace(thousands, "").replace(",", ".")
        if not _NUMBER.fullmatch(figures):
            raise ValueError(f"price {cell[:40]!r} is not a number")
        number = float(figures) if "." in figures else int(figures)
    if isinstance(number, int | float) and number < 0:
        raise ValueError(f"price {number} is below zero")
    return round(number, 2) if isinstance(number, float) else number
