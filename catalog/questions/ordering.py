"""In which order, how many, from which place on."""

from dataclasses import replace

from catalog.questions.draft import Draft
from catalog.questions.marks import Mark
from catalog.questions.query import Order, Query

FEW = 5
"""How many "the cheapest ones" are when no number is said."""
_ONE = frozenset(("costs", "is", "one", "product", "item", "thing", "article"))
CHEAP = frozenset(("cheapest", "cheap", "cheaper_of"))
DEAR = frozenset(("dearest", "dear", "dearer_of"))


class Ordering:
    """Decides the order of what one draft asks for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._ideas = draft.ideas
        self._words = draft.marks.words

    def ordered(self, query: Query) -> Query:
        """Give the query with its order, limit and first place."""
        if self._draft.extreme is not None:
            return self._by_extreme(query)
        mark = self._superlative()
        order = self._order(mark)
        limit, offset = self._draft.limit, 0
        if mark is not None and order and not self._is_sorted():
            if self._draft.ordinal:
                offset, limit = self._draft.ordinal - 1, 1
            elif limit is None and self._is_one_of(mark):
                limit = 1
            elif limit is None and not mark.ideas & {"cheap", "dear"}:
                is_one = self.asks_figure() or not self._is_plural(mark)
                limit = 1 if is_one else FEW
        elif "examples" in self._ideas and limit is None:
            limit = self._examples()
        is_sample = limit is not None and not order
        return replace(
            query, order=order, limit=limit, offset=offset, is_sample=is_sample
        )

    def asks_figure(self) -> bool:
        """Tell "cuánto cuesta la más barata", "cuál es el precio más bajo"."""
        for mark in self._draft.marks.listed:
            if "price" in mark.ideas:
                return True
            if mark.ideas & {"cheapest", "dearest"} and (
                {"precio", "price", "costo", "cost"}
                & set(self._words[mark.start : mark.end])
            ):
                before = self._words[max(0, mark.start - 2) : mark.start]
                return bool(before) and not set(before) & {"de", "con", "with", "of"}
        return False

    def _superlative(self) -> Mark | None:
        names = ["cheapest", "dearest", "most_stock", "least_stock", "cheap", "dear"]
        if len(self._draft.selections) < 2:
            names += ["cheaper_of", "dearer_of"]
        for name in names:
            for mark in self._draft.marks.listed:
                if name in mark.ideas:
                    return mark
        return None

    def _is_one_of(self, mark: Mark) -> bool:
        """As in "el barato", "the cheap one"."""
        before = self._words[mark.start - 1] if mark.start else ""
        is_bare = bool(mark.ideas & {"cheap", "dear"}) and mark.end == mark.start + 1
        after = self._words[mark.end : mark.end + 1]
        is_last = not after or after == ["one"]
        return is_bare and is_last and before in ("el", "la", "the")

    def _by_extreme(self, query: Query) -> Query:
        """The most or least of something other than price."""
        extreme, draft = self._draft.extreme, self._draft
        assert extreme is not None  # noqa: S101 - the caller looked
        if extreme.unit:
            return replace(query, top=(extreme.unit, extreme.descending))
        order = (Order(extreme.column, descending=extreme.descending),)
        if draft.ordinal:
            return replace(query, order=order, limit=1, offset=draft.ordinal - 1)
        many = draft.is_plural and draft.article not in ("el", "la")
        is_many = many and not self._is_named_in_plural()
        return replace(query, order=order, limit=draft.limit or (FEW if is_many else 1))

    def _is_sorted(self) -> bool:
        return bool(self._ideas & {"sort", "ascending", "descending", "by_name"})

    def _order(self, mark: Mark | None) -> tuple[Order, ...]:
        if "by_name" in self._ideas:
            return (Order("name", descending="descending" in self._ideas),)
        if "by_stock" in self._ideas:
            return (Order("stock", descending="ascending" not in self._ideas),)
        if self._draft.sorted_by:
            is_top = self._draft.limit is not None and "ascending" not in self._ideas
            is_down = is_top or "descending" in self._ideas
            return (Order(self._draft.sorted_by, descending=is_down),)
        if "descending" in self._ideas:
            return (Order("price", descending=True),)
        if "ascending" in self._ideas:
            is_dear = mark is not None and "dearest" in mark.ideas
            return (Order("price", descending=is_dear),)
        if mark is None:
            return ()
        if mark.ideas & {"most_stock", "least_stock"}:
            return (Order("stock", descending="most_stock" in mark.ideas),)
        return (Order("price", descending=not mark.ideas & CHEAP),)

    def _is_plural(self, mark: Mark) -> bool:
        """Several are wanted: "los más baratos", "the cheapest printers"."""
        if self._is_named_in_plural():
            return False
        words = self._words
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
        words = set(self._words)
        if words & {"ejemplo", "example", "muestra"}:
            return 1
        return 3 if {"ejemplos", "examples"} & words else None
