"""Prices, stock and families that stand in tables of their own beside the products."""

from catalog.amount_style import decimal_sign
from catalog.naming import concepts_of
from catalog.roles import (
    Score,
    best_column,
    label_score,
    price_score,
    stock_score,
)
from catalog.schema import NumberSource, Rule, Source, Step
from catalog.survey import ColumnProfile, Link, Survey

_NEVER = frozenset({"deal", "spare", "cost", "person", "contact", "private"})
_MOST_LISTS = 12


def linked_price(survey: Survey, table: str) -> NumberSource | None:
    """Give the price that stands in a table of prices or variants."""
    found = _best_link(survey, table, price_score, {"price", "variant", "product"})
    if found is None:
        return None
    link, column = found
    profiles = survey.profiles(link.table)
    only = _public_list(survey, link, column)
    since = best_column(profiles, _since_score)
    is_single = link.column in survey.tables[link.table].unique
    return NumberSource(
        column=column,
        path=(_back(link),),
        several="" if is_single else "latest" if since else "lowest",
        by=since or "" if not is_single else "",
        only=only,
        decimal=decimal_sign(profiles[column]),
        in_cents="cents" in concepts_of(column),
    )


def linked_stock(survey: Survey, table: str) -> NumberSource | None:
    """Give the stock that stands in a table of warehouses or variants."""
    found = _best_link(survey, table, stock_score, {"stock", "variant", "product"})
    if found is None:
        return None
    link, column = found
    is_single = link.column in survey.tables[link.table].unique
    return NumberSource(
        column=column, path=(_back(link),), several="" if is_single else "sum"
    )


def many_families(survey: Survey, table: str) -> list[Source]:
    """Give families reached through a table that links products to many of them."""
    sources = []
    for back in survey.links_to(table):
        for link in survey.links_from(back.table):
            concepts = concepts_of(link.to_table)
            if link.to_table == table or "family" not in concepts or concepts & _NEVER:
                continue
            label = best_column(survey.profiles(link.to_table), label_score)
            if label is None or concepts_of(back.table) & _NEVER:
                continue
            onward = Step(table=link.to_table, key=link.key, from_column=link.column)
            sources.append(
                Source(column=label, path=(_back(back), onward), several="lowest")
            )
    return sources


def _best_link(
    survey: Survey, table: str, score: Score, wanted: set[str]
) -> tuple[Link, str] | None:
    best: tuple[float, Link, str] | None = None
    for link in survey.links_to(table):
        concepts = concepts_of(link.table)
        if concepts & _NEVER or survey.tables[link.table].is_view:
            continue
        if "sale" in concepts and not concepts & wanted:
            continue  # `ventas`: what was sold, not what there is
        profiles = survey.profiles(link.table)
        column = best_column(profiles, score)
        if column is None:
            continue
        total = score(column, profiles[column]) + 2 * len(concepts & wanted)
        if best is None or total > best[0]:
            best = (total, link, column)
    return None if best is None else best[1:]


def _back(link: Link) -> Step:
    """Give the hop from products to the table that points at them."""
    return Step(table=link.table, key=link.column, from_column=link.key)


def _since_score(column: str, profile: ColumnProfile) -> float:
    concepts = concepts_of(column)
    if not profile.is_date or "until" in concepts:
        return 0
    return 1 + 2 * ("from" in concepts)


def _public_list(survey: Survey, link: Link, price: str) -> tuple[Rule, ...]:
    """Give the rule for the list that customers pay, where there are several lists."""
    for column, profile in survey.profiles(link.table).items():
        if column in {link.column, price} or not profile.is_text:
            continue
        lists = survey.distinct(link.table, column, _MOST_LISTS + 1)
        public = [
            str(value)
            for value in lists
            if concepts_of(str(value)) & {"sale", "price"}
            and not concepts_of(str(value)) & {"wholesale", "cost"}
        ]
        if 1 < len(lists) <= _MOST_LISTS and len(public) == 1:
            return (Rule(column=column, values=tuple(public)),)
    return ()
