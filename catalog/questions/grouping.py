"""Figures for each family or brand, and which families or brands there are."""

from dataclasses import replace

from catalog.questions.columns import OwnColumns
from catalog.questions.draft import Draft
from catalog.questions.query import Measure, Order, Query


class Grouping:
    """Decides whether one draft asks about groups of products."""

    def __init__(self, draft: Draft, own: OwnColumns, columns: frozenset[str]) -> None:
        self._draft = draft
        self._ideas = draft.ideas | ({"each"} if draft.is_of_each else set())
        self._own = own
        self._columns = columns

    def grouped(self, query: Query) -> Query | None:
        """Give the query for groups; None when single products are asked for."""
        ideas, column = self._ideas, self._column()
        if not column or self._draft.extreme is not None:
            return None
        if "each" in ideas:
            return self._each(query, column)
        if ideas & {"most", "least", "dearest", "cheapest", "most_stock"}:
            return self._best(query, column)
        if "count" in ideas:
            return replace(
                query, intent="count", column=column, availability="any", limit=None
            )
        return replace(
            query,
            intent="values",
            group_by=column,
            order=(),
            limit=None,
            availability="any" if query.is_whole_shop else query.availability,
        )

    def _each(self, query: Query, column: str) -> Query:
        measure = self._measure()
        what = "stock" if "units" in self._ideas else "price"
        return replace(
            query,
            intent="group",
            group_by=column,
            measure=measure,
            column="id" if measure == "count" else what,
            limit=None,
            order=(),
            is_sample=False,
        )

    def _column(self) -> str:
        """The column asked about as such: the families there are, each brand."""
        if self._draft.flags and "each" not in self._ideas:
            return ""
        asked = [c for c in self._draft.asked if c in self._columns]
        asked = [c for c in asked if not self._own.is_figure(c) or c == "year"]
        has_things = bool(self._draft.selections)
        asks_which = "which_family" in self._ideas and not has_things
        if asks_which or self._ideas & {"family", "each"}:
            return asked[0] if asked else self._family(has_things=has_things)
        is_many = self._draft.is_asked_in_plural or "count" in self._ideas
        is_extreme = bool(self._ideas & {"most", "least"})
        if asked and is_many and not is_extreme and not self._draft.ranges:
            return asked[0]
        return ""

    def _family(self, *, has_things: bool) -> str:
        if "each" not in self._ideas:
            if any(s.families for s, _ in self._draft.selections):
                return ""
            if "which_family" in self._ideas and has_things:
                return ""
        return "family" if "family" in self._columns else ""

    def _measure(self) -> Measure:
        if "average" in self._ideas:
            return "average"
        if self._ideas & {"cheapest", "min_price"}:
            return "lowest"
        if self._ideas & {"dearest", "max_price"}:
            return "highest"
        return "sum" if self._ideas & {"sum", "units"} else "count"

    def _best(self, query: Query, column: str) -> Query:
        """The family with most products, or the dearest on average."""
        ideas = self._ideas
        is_by_stock = bool(ideas & {"units", "most_stock"})
        measure: Measure = "sum" if is_by_stock else "count"
        if ideas & {"average", "dearest", "cheapest"}:
            measure = "average"
        return replace(
            query,
            intent="group",
            group_by=column,
            measure=measure,
            column="stock" if is_by_stock else "price" if measure != "count" else "id",
            order=(Order("figure", descending=not ideas & {"least", "cheapest"}),),
            limit=1,
            is_sample=False,
        )
