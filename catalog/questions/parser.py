"""From a draft to a query: what kind of answer is wanted."""

from dataclasses import replace
from decimal import Decimal

from catalog.questions.alternatives import alternatives_of
from catalog.questions.columns import OwnColumns
from catalog.questions.draft import Draft
from catalog.questions.grouping import Grouping
from catalog.questions.marks import Mark
from catalog.questions.ordering import CHEAP, DEAR, Ordering
from catalog.questions.query import (
    Availability,
    Has,
    Intent,
    Order,
    Query,
    Range,
    Selection,
)

_INTERROGATIVES = frozenset(
    ("que", "cual", "cuales", "which", "what", "whats", "what's")
)
_FIGURE_INTENTS: dict[str, Intent] = {
    "average": "average",
    "sum": "sum",
    "min_price": "lowest",
    "max_price": "highest",
}
_FIGURES = frozenset(("count", "sum", "average", "lowest", "highest"))
_HAVING = frozenset(
    ("hay", "tienen", "tienes", "tiene", "queda", "quedan", "do", "is", "have")
)
_BEING = frozenset(("esta", "estan", "is", "are", "sigue", "siguen", "aun", "todavia"))
_MORE = frozenset(("mas", "menos", "more", "fewer", "less"))
_STATES = frozenset(("on_order", "discount"))
"""Columns of figures that products are said to be in: more than nothing is meant."""


def query_from(draft: Draft, own: OwnColumns, columns: frozenset[str]) -> Query:
    """Give the query of a draft, as if nothing had been said before it."""
    return _Deciding(draft, own, columns).query()


class _Deciding:
    def __init__(self, draft: Draft, own: OwnColumns, columns: frozenset[str]) -> None:
        self._draft = draft
        self._ideas = draft.ideas
        self._own = own
        self._columns = columns
        self._ordering = Ordering(draft)

    def query(self) -> Query:
        draft = self._draft
        query = Query(
            alternatives=tuple(alternatives_of(draft)),
            excluded=tuple(draft.excluded),
            ranges=tuple(draft.ranges),
            availability=self._availability(),
            missing=("price",) if "without_price" in self._ideas else (),
            is_definite=self._is_definite(),
            is_yes_no=self._is_yes_no(),
        )
        return self._with_intent(self._ordering.ordered(query))

    def _availability(self) -> Availability:
        if "any_availability" in self._ideas:
            return "any"
        is_gone = "unavailable" in self._ideas or self._draft.is_lacking
        return "unavailable" if is_gone else "available"

    def _is_definite(self) -> bool:
        article = self._draft.article
        return article in ("el", "la", "the", "del", "al", "this", "that", "su")

    def _is_yes_no(self) -> bool:
        words = self._draft.marks.words
        first = next(
            (m for m in self._draft.marks.listed if _opens_question(m)),
            None,
        )
        if first is None or "count" in self._ideas or "price" in self._ideas:
            return False
        has_wh = bool(set(words[: first.end + 3]) & _INTERROGATIVES)
        points = self._draft.ordinal or "those" in self._ideas
        is_said_later = bool(points) and not has_wh and bool(_BEING & set(words))
        asks_state = bool(self._ideas & {"available", "unavailable"}) and (
            first.word in _BEING or first.word in _HAVING or is_said_later
        )
        asks_any = "exists" in self._ideas and not has_wh
        asks_how_many = "units" in self._ideas and words[0] not in _HAVING
        return asks_state or (asks_any and not (asks_how_many or "sum" in self._ideas))

    # -- intent --

    def _with_intent(self, query: Query) -> Query:
        grouped = Grouping(self._draft, self._own, self._columns).grouped(query)
        if grouped:
            return grouped
        if self._is_spread(query):
            return replace(query, intent="spread", order=(), limit=None)
        if self._counts_against(query):
            return replace(query, intent="count_each", is_yes_no=False, order=())
        if "difference" in self._ideas and len(query.alternatives) == 1:
            return self._comparison(query)  # "between the two garden hoses"
        if self._is_comparison(query):
            return self._comparison(query)
        flagged = self._flagged(query)
        if flagged:
            return flagged
        query = self._in_state(self._with_flags(query))
        intent, column = self._plain_intent(query)
        if intent in _FIGURES:
            query = replace(query, order=(), limit=None, is_sample=False)
        if intent == "lookup":
            query = replace(query, availability=self._looked_up(query))
        asks_value = intent == "list" and bool(query.order) and self._asks_figure()
        return replace(query, intent=intent, column=column, asks_value=asks_value)

    def _asks_figure(self) -> bool:
        return self._ordering.asks_figure()

    def _looked_up(self, query: Query) -> Availability:
        return "any" if query.availability == "available" else query.availability

    def _plain_intent(self, query: Query) -> tuple[Intent, str]:
        ideas = self._ideas
        asked = self._asked_column(query)
        if query.is_yes_no and "units" in ideas:
            return "exists", "id"
        if "units" in ideas and not (query.order or ideas & {"less", "average"}):
            return "lookup", "stock"
        if "count" in ideas and not self._own.is_figure(asked):
            return "count", "id"
        figure = self._figure_intent()
        if figure:
            return figure, self._figure_column()
        if (query.order or query.top) and not query.is_sample:
            return "list", query.order[0].column if query.order else "id"
        if asked:
            return "lookup", asked
        column = self._looked_up_column()
        is_all = bool(self._ideas & {"whole_shop"}) and not query.alternatives
        if column and not query.ranges and not is_all:
            return "lookup", column
        return ("exists", "id") if query.is_yes_no else ("list", "id")

    def _asked_column(self, query: Query) -> str:
        """The column whose value is wanted, if one is."""
        used = {limit.column for limit in query.ranges}
        asked = [column for column in self._draft.asked if column not in used]
        return asked[0] if asked else ""

    def _figure_intent(self) -> Intent | None:
        for idea, intent in _FIGURE_INTENTS.items():
            if idea in self._ideas:
                return intent
        return None

    def _looked_up_column(self) -> str:
        columns = {"which_family": "family", "describe": "description"}
        for idea, column in {**columns, "price": "price"}.items():
            if idea in self._ideas:
                return column
        return ""

    def _figure_column(self) -> str:
        asked = [c for c in self._draft.asked if c in self._columns]
        if asked:
            return asked[0]
        return "stock" if "units" in self._ideas else "price"

    # -- columns of yes and no, columns that are states --

    def _flagged(self, query: Query) -> Query | None:
        """One product is asked about: "¿la amoxicilina necesita receta?"."""
        is_it = "those" in self._ideas and not self._draft.selections
        if not self._draft.flags or self._draft.is_plural:
            return None
        if not (query.is_definite or is_it):
            return None
        column, _ = self._draft.flags[0]
        return replace(query, intent="lookup", column=column, availability="any")

    def _with_flags(self, query: Query) -> Query:
        chosen, excluded = query.alternatives or (Selection(),), query.excluded
        for column, is_yes in self._draft.flags:
            has = Has(column, self._own.by_name[column].yes, column, group=column)
            if is_yes:
                chosen = tuple(replace(one, has=(*one.has, has)) for one in chosen)
            else:
                excluded = (*excluded, Selection(has=(has,)))
        if chosen == (Selection(),):
            chosen = ()
        return replace(query, alternatives=chosen, excluded=excluded)

    def _in_state(self, query: Query) -> Query:
        """Products on order: more than none are."""
        states = [c for c in self._draft.asked if c in _STATES]
        if not states or query.order or query.is_definite or "count" in self._ideas:
            return query
        if not self._own.is_figure(states[0]):
            return query
        limit = Range(states[0], low=Decimal(0), low_included=False)
        return replace(query, ranges=(*query.ranges, limit), availability="any")

    # -- comparison --

    def _counts_against(self, query: Query) -> bool:
        """As in "¿hay más celulares o laptops?"."""
        is_more = bool(_MORE & set(self._draft.marks.words))
        is_or = any(joiner == "or" for _, joiner in self._draft.selections)
        plain = not (self._draft.extreme or self._ideas & (CHEAP | DEAR))
        return len(query.alternatives) > 1 and is_more and is_or and plain

    def _is_spread(self, query: Query) -> bool:
        """As in "la diferencia entre la laptop más cara y la más barata"."""
        both = {"cheapest", "dearest"} <= self._ideas
        return both and "difference" in self._ideas and len(query.alternatives) < 2

    def _is_comparison(self, query: Query) -> bool:
        several = len(query.alternatives) > 1
        asks = self._ideas & {"compare", "difference", "cheaper_of", "dearer_of"}
        is_extreme = self._draft.extreme is not None
        return several and bool(
            asks or is_extreme or self._ideas & {"cheapest", "dearest"}
        )

    def _comparison(self, query: Query) -> Query:
        ideas = self._ideas
        query = replace(query, availability="any", is_sample=False)
        by_price = (Order("price", descending=bool(ideas & DEAR)),)
        if "difference" in ideas:
            return replace(query, intent="difference", order=by_price, limit=None)
        if ideas & (CHEAP | DEAR):
            return replace(query, intent="compare", order=by_price, limit=1)
        if self._draft.extreme is not None:
            return replace(query, intent="compare")
        return replace(query, intent="list", order=(Order("price"),), limit=None)


def _opens_question(mark: Mark) -> bool:
    return not (mark.is_filler or mark.ideas & {"courtesy"} or mark.word == "y")
