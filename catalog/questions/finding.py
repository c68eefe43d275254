"""What a query finds in the shop, made into an answer."""

from collections.abc import Mapping, Sequence
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
from catalog.questions.lexicon import Language
from catalog.questions.measures import figure_key
from catalog.questions.query import Has, Order, Query, Selection
from catalog.questions.said import said_of, strange_in
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import singular, words_in
from catalog.shop import Shop

MOST_CANDIDATES = 5
_MOST_MEASURES = 12
"""Different measures tried for the most of something."""
_LEFT = frozenset(("quedan", "queda", "quedaron", "left", "remain", "remaining"))
_MUST_NAME_ONE = frozenset(("price", "stock", "description", "family"))


class Finding:
    """Asks the shop what one draft wants, and makes an answer of what it gives."""

    def __init__(self, shop: Shop, vocabulary: Vocabulary, draft: Draft) -> None:
        self._shop = shop
        self._words = vocabulary
        self._draft = draft
        self._language: Language = draft.marks.language
        self._columns = shop.columns

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

    def unheard_of(self, query: Query, said: str) -> CatalogAnswer:
        """Words that nothing here goes by: perhaps we have none, perhaps not heard."""
        return CatalogAnswer(
            kind="unknown",
            language=self._language,
            confidence=0.5,
            value=False if query.is_yes_no else None,
            reason="not_found",
            said=said,
        )

    def found(self, query: Query, draft: Draft) -> CatalogAnswer:
        """Give the answer to a query.

        Raises:
            CatalogError: The shop cannot be asked, or not in time.
        """
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
            case "spread":
                return self._spread(query, draft)
        return self._listed(query, draft)

    def _in_one_currency(self, query: Query) -> Query:
        """The query, or one that answers for each currency apart."""
        apart = for_each_currency(query) if len(self._words.currencies) > 1 else None
        if apart is None:
            return query
        kinds = replace(query, intent="count", column="currency", order=(), limit=None)
        rows, _ = self.ask(statement.figure_statement(kinds))
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
            return self.made(query, draft, rows=one[0], sql=one[1], value=one[2])
        rows, sql = self.ask(statement.figure_statement(query))
        value = next(iter(rows[0].values())) if rows else None
        return self.made(query, draft, sql=sql, value=value)

    def _asks_pieces(self, query: Query) -> bool:
        """Tell "¿cuántos limoneros quedan?" of one product, where no stock is kept."""
        if self._has("stock") or not _LEFT & set(self._draft.marks.words):
            return False
        anyway = replace(query, availability="any")
        return len(self.ask(self.rows_sql(anyway))[0]) == 1

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
        rows, sql = self.ask(self.rows_sql(anyway))
        return (rows, sql, rows[0]["stock"]) if len(rows) == 1 else None

    def _grouped(self, query: Query, draft: Draft) -> CatalogAnswer:
        if query.intent == "count_each":
            rows, sql = self.ask(statement.each_statement(query))
            return self.made(query, draft, rows=rows, sql=sql)
        rows, sql = self.ask(statement.group_statement(query))
        value = next(iter(rows[0].values())) if query.limit == 1 and rows else None
        return self.made(query, draft, rows=rows, sql=sql, value=value)

    def _values(self, query: Query, draft: Draft) -> CatalogAnswer:
        rows, sql = self.ask(statement.values_statement(query))
        return self.made(query, draft, rows=rows, sql=sql, total=len(rows))

    def _spread(self, query: Query, draft: Draft) -> CatalogAnswer:
        """From the dearest to the cheapest of some products."""
        rows: list[Mapping[str, Cell]] = []
        for is_dearest in (True, False):
            by_price = (Order("price", descending=is_dearest),)
            found, sql = self.ask(
                self.rows_sql(replace(query, order=by_price, limit=1))
            )
            rows += found
        return self.made(query, draft, rows=tuple(rows), sql=sql, value=_gap(rows))

    def _difference(self, query: Query, draft: Draft) -> CatalogAnswer:
        rows, sql = self.ask(self.rows_sql(query))
        return self.made(query, draft, rows=rows, sql=sql, value=_gap(rows))

    def _listed(self, query: Query, draft: Draft) -> CatalogAnswer:
        rows, sql = self.ask(self.rows_sql(query))
        total = self._total(query, len(rows))
        if not rows:
            mended = self._near_names(query, draft)
            if mended:
                return mended
            if draft.missing:
                told = self.unheard_of(query, strange_in(query, draft))
                return replace(told, query=query, confidence=0.6)
        value: Cell | bool = None
        if query.is_yes_no or query.intent == "exists":
            value = bool(rows)
        elif query.asks_value and query.limit == 1 and rows:
            value = rows[0].get(query.order[0].column if query.order else "price")
        elsewhere = () if rows else self._elsewhere(query)
        return self.made(
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
        rows, _ = self.ask(self.rows_sql(alone))
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
        rows, sql = self.ask(self.rows_sql(query))
        if not rows:
            return self._near_names(query, draft) or self.made(
                query, draft, rows=rows, sql=sql, total=0
            )
        if len(rows) == 1:
            return self.made(query, draft, rows=rows, sql=sql, value=rows[0][column])
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
            said=said_of(query, self._language),
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
        rows, _ = self.ask(self.rows_sql(near_query))
        if not rows:
            return None
        return replace(self._which(near_query, rows), reason="near_miss")

    def _elsewhere(self, query: Query) -> tuple[Mapping[str, Cell], ...]:
        """What fits but is out of stock."""
        if query.availability != "available" or query.is_whole_shop:
            return ()
        anyway = replace(query, availability="any", limit=MOST_CANDIDATES)
        return self.ask(self.rows_sql(anyway))[0]

    # -- making ------------------------------------------------------------------------

    def made(
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
        """Give an answer, with what was asked and what was found."""
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
            said=said_of(query, self._language),
            currency=self._currency(),
            elsewhere=elsewhere,
        )

    def rows_sql(self, query: Query) -> str:
        """Give the SELECT of the products a query wants."""
        return statement.rows_statement(query, self._columns)

    def ask(self, sql: str) -> tuple[tuple[Mapping[str, Cell], ...], str]:
        """Give the rows of a SELECT of ours, and the SELECT as it runs by itself."""
        table = self._shop.rows(sql)
        return tuple(table.records()), self._shop.standalone(sql)

    def _total(self, query: Query, shown: int) -> int | None:
        if query.limit is not None or shown < 200:
            return shown
        counting = statement.count_statement(query)
        try:
            rows, _ = self.ask(counting)
        except SelectRefused:
            return None
        return int(next(iter(rows[0].values())) or 0)

    def _currency(self) -> str:
        return self._words.currency or self._shop.map.currency_code

    def _has(self, column: str) -> bool:
        return getattr(self._shop.map, column, None) is not None


def _names_model(one: Selection) -> bool:
    """Tell whether a model code was said: letters and figures in one word."""
    return any(
        any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
        for word in one.words
    )


def _id_of(row: Mapping[str, Cell]) -> str | int:
    key = row.get("id")
    return key if isinstance(key, int | str) else str(key)


def _gap(rows: Sequence[Mapping[str, Cell]]) -> Cell:
    """By how much the prices of two products differ; None of more or fewer."""
    prices = [row["price"] for row in rows]
    if len(prices) != 2 or not all(isinstance(p, int | float) for p in prices):
        return None
    one, other = (Decimal(str(price)) for price in prices)
    return float(abs(one - other))
