"""Proposing a map for an owner's database, from its tables, columns and values."""

import math
import re
from dataclasses import dataclass

from catalog.amount_style import currency_of, decimal_sign
from catalog.database import Database
from catalog.errors import NoShopFound
from catalog.flags import Flag, flags_of
from catalog.linked import linked_price, linked_stock, many_families
from catalog.naming import SENSITIVE, attribute_of, concepts_of
from catalog.roles import (
    best_column,
    description_score,
    label_score,
    name_score,
    price_score,
    stock_score,
)
from catalog.schema import NumberSource, Rule, ShopMap, Source, Step
from catalog.survey import Link, Survey

_OTHER_TABLES = frozenset(
    {"deal", "spare", "person", "contact", "family", "brand", "price", "sale"}
    | {"file", "language", "variant", "link", "currency", "tax", "discount", "cost"}
)
_PICTURE_FILE = re.compile(r"\.(jpe?g|png|webp|gif)(\?.*)?$", re.IGNORECASE)
_NOT_A_SHOP = 0.5
"""Scores up to this are tables with some text and nothing else."""


def propose_map(database: Database) -> ShopMap:
    """Propose what the tables mean.

    Raises:
        NoShopFound: Nothing in there looks like products.
        ShopUnavailable: The database does not answer.
    """
    survey = Survey(database)
    scores = {table: _table_score(survey, table) for table in survey.tables}
    best = max(scores, key=scores.__getitem__, default=None)
    if best is None or scores[best] <= _NOT_A_SHOP:
        seen = ", ".join(sorted(survey.tables)[:10]) or "no tables at all"
        raise NoShopFound(
            f"no table of {database.name} looks like a list of products; found {seen};"
            " write the mapping by hand (`kiosk catalog connect --help`)"
        )
    return _Proposal(survey, best, database.dialect == "sqlite").map()


def _table_score(survey: Survey, table: str) -> float:
    """How much a table looks like the list of products."""
    concepts = concepts_of(table)
    profiles = survey.profiles(table)
    name = best_column(profiles, name_score)
    if name is None or survey.is_about_people(table):
        return 0
    price = best_column(profiles, price_score)
    if price is None and "product" not in concepts:
        return 0
    facts = survey.tables[table]
    return (
        name_score(name, profiles[name])
        + 6 * ("product" in concepts)
        + 3 * (price is not None)
        + (best_column(profiles, stock_score) is not None)
        + any("family" in concepts_of(column) for column in profiles)
        + 0.5 * math.log10(survey.row_count(table) + 1)
        - 8 * len(concepts & _OTHER_TABLES)
        - 2 * ("stock" in concepts)
        - 3 * facts.is_view
    )


@dataclass(frozen=True, slots=True)
class _Proposal:
    """The map of one table taken as the list of products."""

    survey: Survey
    table: str
    has_row_ids: bool
    """The database numbers its rows even where the owner did not (SQLite)."""

    def map(self) -> ShopMap:
        profiles = self.survey.profiles(self.table)
        name = best_column(profiles, name_score) or ""
        rest = {column: p for column, p in profiles.items() if column != name}
        description = best_column(rest, description_score)
        price = self._price()
        stock = self._stock()
        flags = flags_of(self.survey, self.table)
        families = self._families(name)
        return ShopMap(
            table=self.table,
            id=self._id(name),
            name=Source(column=name),
            family=families[0] if families else None,
            description=Source(column=description) if description else None,
            price=price,
            currency=self._currency(price),
            currency_code=self._currency_code(price),
            stock=stock,
            available=_available(flags, has_stock=stock is not None),
            keep=tuple(flag.rule for flag in flags if flag.is_about_being_listed),
            picture=self._picture(),
            attributes=self._attributes(families[1:], {name, description or ""}),
            hidden=tuple(
                column for column in profiles if concepts_of(column) & SENSITIVE
            ),
        )

    def _id(self, name: str) -> Source:
        facts = self.survey.tables[self.table]
        unique = [*facts.primary_key[:1], *sorted(facts.unique)]
        if unique and len(facts.primary_key) < 2:
            return Source(column=unique[0])
        for column, profile in self.survey.profiles(self.table).items():
            concepts = concepts_of(column)
            is_of_others = concepts & (SENSITIVE | {"family", "brand", "file"})
            if "code" in concepts and not is_of_others and profile.variety == 1:
                return Source(column=column)
        can_number = self.has_row_ids and not facts.is_view
        return Source(column="rowid" if can_number else name)

    def _price(self) -> NumberSource | None:
        profiles = self.survey.profiles(self.table)
        column = best_column(profiles, price_score)
        if column is None:
            return linked_price(self.survey, self.table)
        return NumberSource(
            column=column,
            decimal=decimal_sign(profiles[column]),
            in_cents="cents" in concepts_of(column),
        )

    def _stock(self) -> NumberSource | None:
        profiles = self.survey.profiles(self.table)
        column = best_column(profiles, stock_score)
        if column is None:
            return linked_stock(self.survey, self.table)
        return NumberSource(column=column, decimal=decimal_sign(profiles[column]))

    def _currency(self, price: NumberSource | None) -> Source | None:
        """Give the currency's column, where the price stands or with the product."""
        if price is not None and price.path:
            column = self._currency_column(price.path[-1].table)
            if column is not None:
                way = price.model_dump(include={"path", "several", "by", "only"})
                return Source(column=column, **way)
        column = self._currency_column(self.table)
        return None if column is None else Source(column=column)

    def _currency_column(self, table: str) -> str | None:
        for column, profile in self.survey.profiles(table).items():
            if "currency" in concepts_of(column) and profile.is_text:
                return column
        return None

    def _currency_code(self, price: NumberSource | None) -> str:
        if price is None or price.path:
            return ""
        return currency_of(price.column, self.survey.profiles(self.table)[price.column])

    def _picture(self) -> Source | None:
        """Give the column whose texts end as pictures' files do."""
        for column, profile in self.survey.profiles(self.table).items():
            texts = [str(value) for value in profile.values]
            is_about = "picture" in concepts_of(column) and profile.is_text
            if is_about and texts and all(map(_PICTURE_FILE.search, texts)):
                return Source(column=column)
        return None

    def _families(self, name: str) -> list[Source]:
        """Give where families stand, the best first."""
        found: list[tuple[float, Source]] = []
        links = {link.column: link for link in self.survey.links_from(self.table)}
        for column, profile in self.survey.profiles(self.table).items():
            link = links.get(column)
            concepts = concepts_of(column)
            if link is not None:
                concepts |= concepts_of(link.to_table)
            if column == name or "family" not in concepts or concepts & SENSITIVE:
                continue
            source = self._label(link) if link else Source(column=column)
            is_readable = link is not None or profile.is_text
            if source is None or not is_readable:
                continue
            found.append((3 + (link is not None) - 2 * ("sub" in concepts), source))
        found += [(3.5, source) for source in many_families(self.survey, self.table)]
        found.sort(key=lambda scored: -scored[0])
        return [source for _, source in found]

    def _label(self, link: Link) -> Source | None:
        """Give the name that stands in the table a link leads to."""
        profiles = self.survey.profiles(link.to_table)
        if self.survey.is_about_people(link.to_table):
            return None
        label = best_column(profiles, label_score)
        if label is None:
            return None
        step = Step(table=link.to_table, key=link.key, from_column=link.column)
        return Source(column=label, path=(step,))

    def _attributes(
        self, further_families: list[Source], taken: set[str]
    ) -> dict[str, Source]:
        found: dict[str, Source] = {}
        links = {link.column: link for link in self.survey.links_from(self.table)}
        for column, profile in self.survey.profiles(self.table).items():
            concepts = concepts_of(column)
            attribute = None if column in taken else _attribute(column)
            if attribute is None or attribute in found or not profile.values:
                continue
            link = links.get(column)
            if link is None and "code" in concepts:
                continue
            source = self._label(link) if link else Source(column=column)
            if source is not None:
                found[attribute] = source
        if further_families:
            found.setdefault("subfamily", further_families[0])
        return found


def _attribute(column: str) -> str | None:
    """Give what customers call a column of this name, if it is theirs to know."""
    if concepts_of(column) & (SENSITIVE | {"file", "date", "price", "stock", "bound"}):
        return None
    return attribute_of(column)


def _available(flags: list[Flag], *, has_stock: bool) -> tuple[Rule, ...]:
    """Give the rules: what the owner's flags say; else whether there is stock.

    A flag that says a product is in the catalogue, or no longer made, does not say it
    is in the shop.
    """
    direct = [flag.rule for flag in flags if flag.says == "available"]
    state = [flag.rule for flag in flags if flag.says in {"gone", "state"}]
    in_stock = [Rule(above=0)] if has_stock and not direct else []
    return (*direct, *state, *in_stock)
