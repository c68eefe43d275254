"""One question on its way to an answer: understood, asked of the shop, told apart."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.errors import SelectRefused
from catalog.products import Cell
from catalog.questions import statement
from catalog.questions.answer import AnswerKind, CatalogAnswer, Reason
from catalog.questions.currencies import for_each_currency
from catalog.questions.draft import Draft
from catalog.questions.followups import joined, leans, opens
from catalog.questions.lexicon import Language
from catalog.questions.measures import figure_key
from catalog.questions.parser import query_from
from catalog.questions.query import Has, Query, Selection
from catalog.questions.scope import (
    is_arithmetic,
    is_fragment,
    is_shopping,
    is_unclear,
    is_unfounded,
    scope_of,
    scope_words,
    sets_a_price,
)
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import singular, words_in
from catalog.shop import Shop

MOST_CANDIDATES = 5
_MOST_MEASURES = 12
"""Different measures tried for the most of something."""
_SURE = 0.94
"""Certainty from which a thing was surely named, not guessed from sound or letters."""
_LEFT = frozenset(("quedan", "queda", "quedaron", "left", "remain", "remaining"))
_SURE_ORDERS = frozenset(
    ("cheapest", "dearest", "cheap", "dear", "most_stock", "least_stock", "sort")
) | {"ascending", "descending", "by_name", "by_stock", "whole_shop"}
"""Ideas that ask for an order by themselves; "cuál conviene" compares what was said."""
_TWO = frozenset(("dos", "two", "both", "ambos", "ambas"))
_NAMING = frozenset(("brand", "model"))
_MUST_NAME_ONE = frozenset(("price", "stock", "description", "family"))


class Answering:
    """One draft on its way to an answer."""

    def __init__(
        self,
        shop: Shop,
        vocabulary: Vocabulary,
        draft: Draft,
        before: CatalogAnswer | None,
    ) -> None:
        self._shop = shop
        self._words = vocabulary
        self._draft = draft
        self._language: Language = draft.marks.language
        self._before = before
        self._columns = self._shop.columns

    def answer(self) -> CatalogAnswer:
        """Give the answer.

        Raises:
            CatalogError: The shop cannot be asked, or not in time.
        """
        draft = self._draft
        scope = scope_of(draft.marks.words, self._words, self._language)
        if scope.hostile or sets_a_price(draft):
            return self.no("refuse", "hostile", 0.95)
        if scope.sensitive:
            return self.no("refuse", "sensitive", 0.95)
        is_about_columns = bool(draft.asked and draft.selections)
        if (scope.off_topic and not is_about_columns) or is_arithmetic(draft):
            return self.no("refuse", "off_topic", 0.3)
        if is_unclear(draft):
            return self.no("clarify", "not_understood", 0.6)
        query = query_from(draft, self._words.own, frozenset(self._columns))
        if self._speaks_of_two() and len(self._referents()) < 2:
            return self.no("clarify", "no_context", 0.7)
        if self._before is not None and leans(draft, query):
            together = joined(draft, query, self._before)
            if together is not None:
                return self._in_context(together, query)
        return self._alone(draft, query, is_service=scope.service)

    # -- a question on its own ---------------------------------------------------------

    def _alone(self, draft: Draft, query: Query, *, is_service: bool) -> CatalogAnswer:
        if query.alternatives and (is_service or draft.unheld):
            described = self._described(query, draft)
            if described:
                return described
        if draft.unheld:
            return self.no("unknown", "not_kept", 0.8, said=draft.unheld[0])
        if is_service and not self._is_answerable(draft, query):
            is_about_one = draft.has_head and draft.certainty >= _SURE
            confidence = 0.6 if is_about_one else 0.2
            reason: Reason = "not_kept" if is_about_one else "service"
            return self.no("unknown", reason, confidence)
        if "purchase" in draft.ideas:
            return self.no("unknown", "service", 0.2)
        if draft.ideas & {"those"} and not query.alternatives:
            return self.no("clarify", "no_context", 0.6)
        if self._says_nothing(draft, query):
            return self._not_understood(draft, query)
        return self._found(query, draft)

    def _referents(self) -> tuple[str | int, ...]:
        return self._before.referents if self._before is not None else ()

    def _speaks_of_two(self) -> bool:
        """As in "¿cuál de las dos?", which takes two that were named before."""
        is_those = "those" in self._draft.ideas and not self._draft.selections
        return is_those and bool(_TWO & set(self._draft.marks.words))

    def _described(self, query: Query, draft: Draft) -> CatalogAnswer | None:
        """What one product's description says of the thing asked: its warranty."""
        anyway = replace(query, availability="any", order=(), intent="lookup")
        rows, sql = self._ask(self._rows_sql(replace(anyway, column="description")))
        if len(rows) != 1:
            return None
        text = str(rows[0].get("description") or "")
        told = {word.text for word in words_in(text)}
        asked = scope_words(draft.marks.words, self._words, self._language, "service")
        if not (asked | set(draft.unheld)) & told:
            return None
        about = replace(anyway, column="description")
        return self._made(about, draft, rows=rows, sql=sql, value=text)

    def _is_answerable(self, draft: Draft, query: Query) -> bool:
        if draft.asked or query.intent in ("values", "group"):
            return True
        if any(_is_measured(one) for one in query.alternatives):
            return True
        strong = {"cheapest", "dearest", "count", "average", "less", "more", "at_most"}
        is_named = bool(query.alternatives) and draft.certainty >= _SURE
        return bool(draft.ideas & strong) and is_named

    def _says_nothing(self, draft: Draft, query: Query) -> bool:
        """Nothing names products and nothing asks for all of them."""
        ideas = draft.ideas
        if is_unfounded(draft, query) and not ideas & {"each"}:
            return True
        if not query.is_whole_shop:
            return False
        if draft.unknown and not ideas & {"whole_shop", "each"}:
            return True
        if query.order and not ideas & _SURE_ORDERS and draft.extreme is None:
            return True
        if query.intent in ("group", "values") or query.order:
            return False
        if query.intent == "count" and query.column != "id":
            return False
        if query.intent == "lookup":
            is_all = ideas & {"whole_shop", "sum"} or "total" in draft.marks.words
            return not (query.column == "stock" and is_all)
        if draft.is_for_someone and not draft.extreme:
            return True
        whole = {"whole_shop", "unavailable", "sum", "average", "product"}
        whole |= {"min_price", "max_price"}
        return not ideas & whole

    def _not_understood(self, draft: Draft, query: Query) -> CatalogAnswer:
        if draft.unknown and (is_shopping(draft) or is_fragment(draft)):
            return self._unheard_of(query, " ".join(draft.unknown))
        if not draft.unknown and (
            query.intent == "lookup" or draft.ideas & {"price", "units", "available"}
        ):
            return self.no("clarify", "no_context", 0.7)
        if not draft.unknown and draft.ideas:
            return self.no("clarify", "not_understood", 0.3)
        return self.no("refuse", "off_topic", 0.3)

    def _unheard_of(self, query: Query, said: str) -> CatalogAnswer:
        """Words that nothing here goes by: perhaps we have none, perhaps not heard."""
        return CatalogAnswer(
            kind="unknown",
            language=self._language,
            confidence=0.5,
            value=False if query.is_yes_no else None,
            reason="not_found",
            said=said,
        )

    def _in_context(self, together: Query, query: Query) -> CatalogAnswer:
        """Answer a question that leans on the one before."""
        found = self._found(together, self._draft)
        if self._before is not None and len(found.referents) == 1:
            among = self._before.picked_from or self._before.query
            found = replace(found, picked_from=among)
        if (
            found.rows
            or not any(map(_names, query.alternatives))
            or "those" in self._draft.ideas
        ):
            return found
        if not opens(self._draft):
            alone = self._found(query, self._draft)
            return alone if alone.rows else found
        assert self._before is not None  # noqa: S101 - the caller looked
        other = joined(self._draft, query, self._before, replacing=True)
        instead = self._found(other, self._draft) if other else found
        return instead if instead.rows else found

    def no(
        self, kind: AnswerKind, reason: Reason, confidence: float, *, said: str = ""
    ) -> CatalogAnswer:
        """Give an answer without products, and why."""
        return CatalogAnswer(
            kind=kind,
            language=self._language,
            confidence=confidence,
            reason=reason,
            said=said,
        )

    # -- asking the shop ---------------------------------------------------------------

    def _found(self, query: Query, draft: Draft) -> CatalogAnswer:
        query = self._in_one_currency(self._exactly_named(query))
        if query.top is not None:
            return self._topmost(query, draft)
        match query.intent:
            case "count" | "sum" | "average" | "lowest" | "highest":
                return self._figure(query, draft)
            case "group" | "count_each":
                return self._grouped(query, draft)
            case "values":
                return self._values(query, draft)
            case "lookup":
                return self._looked_up(query, draft)
            case "difference":
                return self._difference(query, draft)
        return self._listed(query, draft)

    def _in_one_currency(self, query: Query) -> Query:
        """The query, or one that answers for each currency apart."""
        apart = for_each_currency(query) if len(self._words.currencies) > 1 else None
        if apart is None:
            return query
        kinds = replace(query, intent="count", column="currency", order=(), limit=None)
        rows, _ = self._ask(statement.figure_statement(kinds))
        (count,) = rows[0].values()
        return apart if int(count or 0) > 1 else query

    def _topmost(self, query: Query, draft: Draft) -> CatalogAnswer:
        """Those whose names say the most of a unit: "la de más memoria"."""
        assert query.top is not None  # noqa: S101 - the caller looked
        unit, is_most = query.top
        figures = {Decimal(v) for v, named in self._words.measures if named == unit}
        for value in sorted(figures, reverse=is_most)[:_MOST_MEASURES]:
            key = figure_key(value)
            has = Has(f"{key} {unit}", self._words.written((key, unit)), group=unit)
            chosen = tuple(
                replace(one, has=(*one.has, has))
                for one in query.alternatives or (Selection(),)
            )
            found = self._listed(replace(query, alternatives=chosen, top=None), draft)
            if found.rows:
                return found
        return self.no("unknown", "not_kept", 0.8, said=unit)

    def _figure(self, query: Query, draft: Draft) -> CatalogAnswer:
        if query.column == "stock" and not self._has("stock"):
            return self.no("unknown", "not_kept", 0.8, said="stock")
        if query.intent == "count" and self._asks_pieces(query):
            return self.no("unknown", "not_kept", 0.8, said="stock")
        one = self._stock_of_one(query)
        if one is not None:
            return self._made(query, draft, rows=one[0], sql=one[1], value=one[2])
        rows, sql = self._ask(statement.figure_statement(query))
        value = next(iter(rows[0].values())) if rows else None
        return self._made(query, draft, sql=sql, value=value)

    def _asks_pieces(self, query: Query) -> bool:
        """Tell "¿cuántos limoneros quedan?" of one product, where no stock is kept."""
        if self._has("stock") or not _LEFT & set(self._draft.marks.words):
            return False
        anyway = replace(query, availability="any")
        return len(self._ask(self._rows_sql(anyway))[0]) == 1

    def _stock_of_one(
        self, query: Query
    ) -> tuple[tuple[Mapping[str, Cell], ...], str, Cell] | None:
        """As in "¿cuántas Vilca W282 quedan?": of one model, its stock is meant."""
        if query.intent != "count" or not self._has("stock") or query.excluded:
            return None
        is_left = bool(_LEFT & set(self._draft.marks.words))
        is_model = any(_names_model(one) for one in query.alternatives)
        if query.ranges or not query.alternatives or not (is_model or is_left):
            return None
        anyway = replace(query, availability="any")
        rows, sql = self._ask(self._rows_sql(anyway))
        return (rows, sql, rows[0]["stock"]) if len(rows) == 1 else None

    def _grouped(self, query: Query, draft: Draft) -> CatalogAnswer:
        if query.intent == "count_each":
            rows, sql = self._ask(statement.each_statement(query))
            return self._made(query, draft, rows=rows, sql=sql)
        rows, sql = self._ask(statement.group_statement(query))
        value = next(iter(rows[0].values())) if query.limit == 1 and rows else None
        return self._made(query, draft, rows=rows, sql=sql, value=value)

    def _values(self, query: Query, draft: Draft) -> CatalogAnswer:
        rows, sql = self._ask(statement.values_statement(query))
        return self._made(query, draft, rows=rows, sql=sql, total=len(rows))

    def _difference(self, query: Query, draft: Draft) -> CatalogAnswer:
        rows, sql = self._ask(self._rows_sql(query))
        prices = [row["price"] for row in rows]
        value: Cell = None
        if len(prices) == 2 and all(isinstance(p, int | float) for p in prices):
            one, other = (Decimal(str(p)) for p in prices)
            value = float(abs(one - other))
        return self._made(query, draft, rows=rows, sql=sql, value=value)

    def _listed(self, query: Query, draft: Draft) -> CatalogAnswer:
        rows, sql = self._ask(self._rows_sql(query))
        total = self._total(query, len(rows))
        if not rows:
            mended = self._near_names(query, draft)
            if mended:
                return mended
            if draft.missing:
                told = self._unheard_of(query, _said(query))
                return replace(told, query=query, confidence=0.6)
        value: Cell | bool = None
        if query.is_yes_no or query.intent == "exists":
            value = bool(rows)
        elif query.asks_value and query.limit == 1 and rows:
            value = rows[0].get(query.order[0].column if query.order else "price")
        elsewhere = () if rows else self._elsewhere(query)
        return self._made(
            query,
            draft,
            rows=rows,
            sql=sql,
            value=value,
            total=total,
            elsewhere=elsewhere,
        )

    def _exactly_named(self, query: Query) -> Query:
        """Where one product's whole name was said, mean that product only."""
        if query.intent not in ("lookup", "compare", "difference", "exists"):
            return query
        if query.intent == "exists" and not query.is_definite:
            return query  # "is there a tripod by Acme": any of them
        chosen = tuple(self._named(one, query) for one in query.alternatives)
        return replace(query, alternatives=chosen)

    def _named(self, one: Selection, query: Query) -> Selection:
        if not one.kinds or len(one.words) < 2:
            return one
        alone = replace(
            query, alternatives=(one,), availability="any", limit=None, order=()
        )
        rows, _ = self._ask(self._rows_sql(alone))
        if len(rows) < 2:
            return one
        same = [row for row in rows if self._name_key(str(row["name"])) == one.words]
        return Selection(ids=(_id_of(same[0]),)) if len(same) == 1 else one

    def _name_key(self, name: str) -> frozenset[str]:
        stop = self._words.lexicon.stop
        words = [word.text for word in words_in(name)]
        return frozenset(
            singular(w) for w in words if w not in stop["es"] and w not in stop["en"]
        )

    def _looked_up(self, query: Query, draft: Draft) -> CatalogAnswer:
        column = query.column
        if column == "stock" and not self._has("stock"):
            return self.no("unknown", "not_kept", 0.8, said="stock")
        rows, sql = self._ask(self._rows_sql(query))
        if not rows:
            return self._near_names(query, draft) or self._made(
                query, draft, rows=rows, sql=sql, total=0
            )
        if len(rows) == 1:
            return self._made(query, draft, rows=rows, sql=sql, value=rows[0][column])
        if column == "stock":
            return self._figure(replace(query, intent="sum", availability="any"), draft)
        if column == "family" and draft.is_plural:
            return self._values(replace(query, intent="values", group_by=column), draft)
        if query.is_definite and not draft.is_plural and column in _MUST_NAME_ONE:
            return self._which(query, rows)
        listed = replace(query, intent="list", availability="available")
        return self._listed(listed, draft)

    def _which(
        self, query: Query, rows: tuple[Mapping[str, Cell], ...]
    ) -> CatalogAnswer:
        """Several products fit one that was meant: ask which."""
        names = tuple(str(row["name"]) for row in rows[:MOST_CANDIDATES])
        return CatalogAnswer(
            kind="clarify",
            language=self._language,
            confidence=0.8,
            query=query,
            candidates=names,
            referents=tuple(_id_of(row) for row in rows),
            total=len(rows),
            reason="several_fit",
            said=_said(query),
        )

    # -- near misses -------------------------------------------------------------------

    def _near_names(self, query: Query, draft: Draft) -> CatalogAnswer | None:
        """A model code nobody has, one letter from one somebody has."""
        codes = [w for w in draft.unknown if any(c.isdigit() for c in w)]
        codes += [
            has.said
            for one in query.alternatives
            for has in one.has
            if not has.surfaces and any(c.isdigit() for c in has.said)
        ]
        codes = [code for code in codes if len(code) > 2]
        if not codes or draft.limit:
            return None
        length = len(codes[0])
        known = [w for n in range(length - 1, length + 2) for w in self._words.coded[n]]
        near = [
            found[0]
            for found in process.extract(
                codes[0], known, scorer=OSA.distance, score_cutoff=1, limit=5
            )
        ]
        if not near:
            return None
        surfaces = self._words.surfaces(near)
        kept = tuple(
            Selection(
                one.kinds,
                one.families,
                (*(h for h in one.has if h.surfaces), Has(codes[0], surfaces)),
            )
            for one in query.alternatives or (Selection(),)
        )
        near_query = replace(query, alternatives=kept, availability="any", ranges=())
        rows, _ = self._ask(self._rows_sql(near_query))
        if not rows:
            return None
        return replace(self._which(near_query, rows), reason="near_miss")

    def _elsewhere(self, query: Query) -> tuple[Mapping[str, Cell], ...]:
        """What fits but is out of stock."""
        if query.availability != "available" or query.is_whole_shop:
            return ()
        anyway = replace(query, availability="any", limit=MOST_CANDIDATES)
        return self._ask(self._rows_sql(anyway))[0]

    # -- making ------------------------------------------------------------------------

    def _made(
        self,
        query: Query,
        draft: Draft,
        *,
        rows: tuple[Mapping[str, Cell], ...] = (),
        sql: str | None = None,
        value: Cell | bool = None,
        total: int | None = None,
        elsewhere: tuple[Mapping[str, Cell], ...] = (),
    ) -> CatalogAnswer:
        about = rows or elsewhere
        return CatalogAnswer(
            kind="answer",
            language=self._language,
            confidence=round(draft.certainty * (0.75 if draft.unknown else 1.0), 2),
            query=query,
            rows=rows,
            sql=sql,
            value=value,
            total=total,
            referents=tuple(_id_of(row) for row in about if "id" in row),
            said=_said(query),
            currency=self._currency(),
            elsewhere=elsewhere,
        )

    def _rows_sql(self, query: Query) -> str:
        return statement.rows_statement(query, self._columns)

    def _ask(self, sql: str) -> tuple[tuple[Mapping[str, Cell], ...], str]:
        table = self._shop.rows(sql)
        return tuple(table.records()), self._shop.standalone(sql)

    def _total(self, query: Query, shown: int) -> int | None:
        if query.limit is not None or shown < 200:
            return shown
        counting = statement.count_statement(query)
        try:
            rows, _ = self._ask(counting)
        except SelectRefused:
            return None
        return int(next(iter(rows[0].values())) or 0)

    def _currency(self) -> str:
        return self._words.currency or self._shop.map.currency_code

    def _has(self, column: str) -> bool:
        return getattr(self._shop.map, column, None) is not None


def _names(one: Selection) -> bool:
    """Tell whether something says which things are meant, not only what like."""
    return bool(one.kinds or one.families or one.absent) or any(
        has.group in _NAMING for has in one.has
    )


def _is_measured(one: Selection) -> bool:
    """Tell whether a measure was said that names have: "5 kg"."""
    return any(has.surfaces and has.said[:1].isdigit() for has in one.has)


def _names_model(one: Selection) -> bool:
    """Tell whether a model code was said: letters and figures in one word."""
    return any(
        any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
        for word in one.words
    )


def _id_of(row: Mapping[str, Cell]) -> str | int:
    key = row.get("id")
    return key if isinstance(key, int | str) else str(key)


def _said(query: Query) -> str:
    """What was wanted, in the customer's words."""
    parts: list[str] = []
    for one in query.alternatives:
        words = [kind.said for kind in one.kinds] + list(one.absent)
        words += [has.said for has in one.has] + list(one.families)
        parts.append(" ".join(words))
    return " / ".join(part for part in parts if part)
