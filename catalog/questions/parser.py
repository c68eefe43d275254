"""From a draft to a query: what kind of answer is wanted, in which order, how many."""

from dataclasses import replace

from catalog.questions.drafts import Draft
from catalog.questions.marks import Mark
from catalog.questions.query import (
    Availability,
    Has,
    Intent,
    Measure,
    Order,
    Query,
    Selection,
)

FEW = 5
"""How many "the cheapest ones" are when no number is said."""
_INTERROGATIVES = frozenset(
    ("que", "cual", "cuales", "which", "what", "whats", "what's")
)
_FIGURE_INTENTS: dict[str, Intent] = {
    "average": "average",
    "sum": "sum",
    "min_price": "lowest",
    "max_price": "highest",
}
_HAVING = frozenset(
    ("hay", "tienen", "tienes", "tiene", "queda", "quedan", "do", "is", "have")
)
_BEING = frozenset(("esta", "estan", "is", "are", "sigue", "siguen", "aun", "todavia"))
_ONE = frozenset(("costs", "is", "one", "product", "item", "thing", "article"))
_CHEAP = frozenset(("cheapest", "cheap", "cheaper_of"))
_DEAR = frozenset(("dearest", "dear", "dearer_of"))


def query_from(draft: Draft, columns: frozenset[str]) -> Query:
    """Give the query of a draft, as if nothing had been said before it."""
    return _Deciding(draft, columns).query()


class _Deciding:
    def __init__(self, draft: Draft, columns: frozenset[str]) -> None:
        self._draft = draft
        self._ideas = draft.ideas
        self._columns = columns

    def query(self) -> Query:
        draft = self._draft
        query = Query(
            alternatives=tuple(_alternatives(draft)),
            excluded=tuple(draft.excluded),
            ranges=tuple(draft.ranges),
            availability=self._availability(),
            missing=("price",) if "without_price" in self._ideas else (),
            is_definite=self._is_definite(),
            is_yes_no=self._is_yes_no(),
        )
        query = self._with_order(query)
        return self._with_intent(query)

    def _availability(self) -> Availability:
        if "any_availability" in self._ideas:
            return "any"
        return "unavailable" if "unavailable" in self._ideas else "available"

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
        asks_state = bool(self._ideas & {"available", "unavailable"}) and (
            first.word in _BEING or first.word in _HAVING
        )
        has_wh = bool(set(words[: first.end + 3]) & _INTERROGATIVES)
        asks_any = "exists" in self._ideas and not has_wh
        asks_how_many = "units" in self._ideas and words[0] not in _HAVING
        return asks_state or (asks_any and not (asks_how_many or "sum" in self._ideas))

    # -- order --

    def _with_order(self, query: Query) -> Query:
        mark = self._superlative()
        order = self._order(mark)
        limit = self._draft.limit
        offset = 0
        if mark is not None and order and not self._is_sorted():
            if self._draft.ordinal:
                offset, limit = self._draft.ordinal - 1, 1
            elif limit is None and mark.ideas & {"cheap", "dear"}:
                limit = None
            elif limit is None:
                is_one = self._asks_figure() or not self._is_plural(mark)
                limit = 1 if is_one else FEW
        elif "examples" in self._ideas and limit is None:
            limit = self._examples()
        is_sample = limit is not None and not order
        return replace(
            query, order=order, limit=limit, offset=offset, is_sample=is_sample
        )

    def _superlative(self) -> Mark | None:
        names = ("cheapest", "dearest", "most_stock", "least_stock", "cheap", "dear")
        for name in names:
            for mark in self._draft.marks.listed:
                if name in mark.ideas:
                    return mark
        return self._most_of_column()

    def _most_of_column(self) -> Mark | None:
        asked = [c for c in self._draft.asked if c in self._columns]
        for mark in self._draft.marks.listed:
            if mark.ideas & {"most", "least"} and asked:
                return mark
        return None

    def _is_sorted(self) -> bool:
        return bool(self._ideas & {"sort", "ascending", "descending", "by_name"})

    def _order(self, mark: Mark | None) -> tuple[Order, ...]:
        if "by_name" in self._ideas:
            return (Order("name", descending="descending" in self._ideas),)
        if "by_stock" in self._ideas:
            return (Order("stock", descending="ascending" not in self._ideas),)
        if "descending" in self._ideas:
            return (Order("price", descending=True),)
        if "ascending" in self._ideas:
            is_dear = mark is not None and "dearest" in mark.ideas
            return (Order("price", descending=is_dear),)
        if mark is None:
            return ()
        if mark.ideas & {"most_stock", "least_stock"}:
            return (Order("stock", descending="most_stock" in mark.ideas),)
        if mark.ideas & (_CHEAP | _DEAR):
            return (Order("price", descending=not mark.ideas & _CHEAP),)
        column = next(c for c in self._draft.asked if c in self._columns)
        return (Order(column, descending="most" in mark.ideas),)

    def _is_plural(self, mark: Mark) -> bool:
        """Several are wanted: "los más baratos", "the cheapest printers"."""
        if self._is_named_in_plural():
            return False
        words = self._draft.marks.words
        said = words[max(0, mark.start - 1) : mark.end]
        if self._draft.marks.language == "en":
            return self._draft.is_plural and not set(words) & _ONE
        if said[0] in ("los", "las") or mark.ideas & {"most_stock", "least_stock"}:
            return said[0] in ("los", "las")
        if said[0] == "lo" or said[-1] in ("precio", "cuesta", "vale", "costo"):
            return said[0] != "lo" and self._draft.article in ("los", "las")
        return said[-1].endswith("s") or said[-1] in ("cuestan", "valen")

    def _is_named_in_plural(self) -> bool:
        """One of them is said in the plural too: "Zapatillas", "Headphones"."""
        prefixes = [
            prefix
            for selection, _ in self._draft.selections
            for kind in selection.kinds
            for prefix in kind.prefixes
        ]
        plural = [p for p in prefixes if p.split()[0].endswith("s")]
        return bool(prefixes) and len(plural) == len(prefixes)

    def _examples(self) -> int | None:
        words = self._draft.marks.words
        if "ejemplo" in words or "example" in words or "muestra" in words:
            return 1
        return 3 if {"ejemplos", "examples"} & set(words) else None

    # -- intent --

    def _with_intent(self, query: Query) -> Query:
        grouped = self._grouped(query)
        if grouped:
            return grouped
        if self._is_comparison(query):
            return self._comparison(query)
        intent, column = self._plain_intent(query)
        if intent in ("count", "sum", "average", "lowest", "highest"):
            query = replace(query, order=(), limit=None, is_sample=False)
        if intent == "lookup":
            query = replace(query, availability=self._looked_up(query))
        asks_value = intent == "list" and bool(query.order) and self._asks_figure()
        return replace(query, intent=intent, column=column, asks_value=asks_value)

    def _looked_up(self, query: Query) -> Availability:
        return "any" if query.availability == "available" else query.availability

    def _plain_intent(self, query: Query) -> tuple[Intent, str]:
        ideas = self._ideas
        if query.is_yes_no and "units" in ideas:
            return "exists", "id"
        if "units" in ideas and not (query.order or ideas & {"less", "average"}):
            return "lookup", "stock"
        if "count" in ideas:
            return "count", "id"
        figure = self._figure_intent()
        if figure:
            return figure, self._figure_column()
        if query.order and not query.is_sample:
            return "list", query.order[0].column
        if self._draft.asked and not self._draft.ranges:
            return "lookup", self._draft.asked[0]
        column = self._looked_up_column()
        is_all = bool(self._ideas & {"whole_shop"}) and not query.alternatives
        if column and not query.ranges and not is_all:
            return "lookup", column
        return ("exists", "id") if query.is_yes_no else ("list", "id")

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

    def _asks_figure(self) -> bool:
        """As in "cuánto cuesta la más barata", "cuál es el precio más bajo"."""
        words = self._draft.marks.words
        for mark in self._draft.marks.listed:
            if "price" in mark.ideas:
                return True
            if mark.ideas & {"cheapest", "dearest"} and (
                {"precio", "price", "costo", "cost"} & set(words[mark.start : mark.end])
            ):
                before = words[max(0, mark.start - 2) : mark.start]
                return bool(before) and not set(before) & {"de", "con", "with", "of"}
        return False

    # -- groups --

    def _grouped(self, query: Query) -> Query | None:
        ideas, column = self._ideas, self._group_column()
        if not column:
            return None
        if "each" in ideas:
            measure = self._measure()
            what = "stock" if "units" in ideas else "price"
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
        if ideas & {"most", "least", "dearest", "cheapest", "most_stock"}:
            return self._best_group(query, column)
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

    def _group_column(self) -> str:
        """The column asked about as such: the families there are, each brand."""
        has_family = any(s.families for s, _ in self._draft.selections)
        asks_which = "which_family" in self._ideas and not self._draft.selections
        if asks_which or self._ideas & {"family", "each"}:
            asked = [c for c in self._draft.asked if c in self._columns]
            if asked:
                return asked[0]
            if has_family and "each" not in self._ideas:
                return ""
            if "which_family" in self._ideas and self._draft.selections:
                return ""
            return "family" if "family" in self._columns else ""
        asked = [c for c in self._draft.asked if c in self._columns]
        words = self._draft.marks.words
        is_plural = any(word.endswith("s") for word in words if word in _PLURAL_ASKED)
        if (
            asked
            and (is_plural or "count" in self._ideas)
            and not self._ideas
            & {
                "most",
                "least",
            }
        ):
            return asked[0] if not self._draft.ranges else ""
        return ""

    def _measure(self) -> Measure:
        if "average" in self._ideas:
            return "average"
        if self._ideas & {"cheapest", "min_price"}:
            return "lowest"
        if self._ideas & {"dearest", "max_price"}:
            return "highest"
        return "sum" if self._ideas & {"sum", "units"} else "count"

    def _best_group(self, query: Query, column: str) -> Query | None:
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

    # -- comparison --

    def _is_comparison(self, query: Query) -> bool:
        several = len(query.alternatives) > 1
        asks = self._ideas & {"compare", "difference", "cheaper_of", "dearer_of"}
        return several and bool(asks or self._ideas & {"cheapest", "dearest"})

    def _comparison(self, query: Query) -> Query:
        ideas = self._ideas
        query = replace(query, availability="any", is_sample=False)
        by_price = (Order("price", descending=bool(ideas & _DEAR)),)
        if "difference" in ideas:
            return replace(query, intent="difference", order=by_price, limit=None)
        if ideas & (_CHEAP | _DEAR):
            return replace(query, intent="compare", order=by_price, limit=1)
        return replace(query, intent="list", order=(Order("price"),), limit=None)


_PLURAL_ASKED = frozenset(
    (
        *("marcas", "colores", "tallas", "tamanos", "autores", "editoriales"),
        *("sabores", "materiales", "idiomas", "brands", "colors", "colours", "sizes"),
        *("authors", "publishers", "flavors", "flavours", "materials", "languages"),
        *("laboratorios", "laboratories", "generos", "genres", "makers"),
    )
)


def _opens_question(mark: Mark) -> bool:
    return not (mark.is_filler or mark.ideas & {"courtesy"} or mark.word == "y")


def _alternatives(draft: Draft) -> list[Selection]:
    """Join the selections as their words do: "y", "o", or one narrowing another."""
    found: list[Selection] = []
    for selection, joiner in draft.selections:
        if not found:
            found = [selection]
        elif _is_another(selection, found[-1], joiner):
            found.append(_completed(selection, found[-1]))
        elif joiner == "with" and all(one.has for one in found[:-1]):
            found[-1] = _narrowed(found[-1], selection)
        else:
            found = [_narrowed(one, selection) for one in found]
    return found


def _is_another(selection: Selection, last: Selection, joiner: str) -> bool:
    if selection.kinds or selection.absent:
        return joiner in ("and", "or") or bool(selection.kinds and last.kinds)
    if selection.families:
        return joiner in ("and", "or") and not (last.kinds and not last.families)
    if joiner == "or":
        return True
    groups = {has.group for has in last.has if has.group}
    return joiner == "and" and any(has.group in groups for has in selection.has)


def _completed(selection: Selection, last: Selection) -> Selection:
    """What the second of two leaves out: "laptops de 8 y de 16 gigas"."""
    if selection.kinds or selection.absent or selection.families:
        return selection
    groups = {has.group for has in selection.has}
    kept = tuple(has for has in last.has if has.group not in groups)
    return replace(last, has=kept + selection.has)


def _narrowed(one: Selection, other: Selection) -> Selection:
    has: tuple[Has, ...] = one.has + tuple(h for h in other.has if h not in one.has)
    return Selection(
        one.kinds or other.kinds,
        one.families or other.families,
        has,
        one.absent + other.absent,
        one.ids,
        one.words | other.words,
    )
