"""Prices in several currencies: nothing is compared or added up across them."""

from dataclasses import replace

from catalog.questions.query import Measure, Query


def for_each_currency(query: Query) -> Query | None:
    """Give the query that answers once for each currency; None where it need not.

    The dearest of products in soles and dollars are two: the dearest in soles and the
    dearest in dollars.
    """
    match query.intent:
        case "sum" | "average" | "lowest" | "highest" as figure:
            return _grouped(query, figure) if query.column == "price" else None
        case "list" if query.limit == 1 and query.order[:1]:
            order = query.order[0]
            extreme: Measure = "highest" if order.descending else "lowest"
            return _grouped(query, extreme) if order.column == "price" else None
    return None


def _grouped(query: Query, measure: Measure) -> Query:
    return replace(
        query,
        intent="group",
        group_by="currency",
        column="price",
        measure=measure,
        order=(),
        limit=None,
        asks_value=False,
    )
