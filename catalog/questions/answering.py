"""One question on its way to an answer: understood, and told apart."""

from dataclasses import replace

from catalog.questions.answer import CatalogAnswer, Reason
from catalog.questions.draft import Draft
from catalog.questions.finding import Finding
from catalog.questions.followups import joined, leans, opens
from catalog.questions.lexicon import Language
from catalog.questions.parser import query_from
from catalog.questions.query import Query, Selection
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
from catalog.questions.words import words_in
from catalog.shop import Shop

_SURE = 0.94
"""Certainty from which a thing was surely named, not guessed from sound or letters."""
_SURE_ORDERS = frozenset(
    ("cheapest", "dearest", "cheap", "dear", "most_stock", "least_stock", "sort")
) | {"ascending", "descending", "by_name", "by_stock", "whole_shop"}
"""Ideas that ask for an order by themselves; "cuál conviene" compares what was said."""
_TWO = frozenset(("dos", "two", "both", "ambos", "ambas"))
_NAMING = frozenset(("brand", "model"))


class Answering:
    """One draft on its way to an answer."""

    def __init__(
        self,
        shop: Shop,
        vocabulary: Vocabulary,
        draft: Draft,
        before: CatalogAnswer | None,
    ) -> None:
        self._words = vocabulary
        self._draft = draft
        self._language: Language = draft.marks.language
        self._before = before
        self._columns = shop.columns
        self._finding = Finding(shop, vocabulary, draft)

    def answer(self) -> CatalogAnswer:
        """Give the answer.

        Raises:
            CatalogError: The shop cannot be asked, or not in time.
        """
        draft = self._draft
        scope = scope_of(draft.marks.words, self._words, self._language)
        if scope.hostile or sets_a_price(draft):
            return self._finding.no("refuse", "hostile", 0.95)
        if scope.sensitive:
            return self._finding.no("refuse", "sensitive", 0.95)
        is_about_columns = bool(draft.asked and draft.selections)
        if (scope.off_topic and not is_about_columns) or is_arithmetic(draft):
            return self._finding.no("refuse", "off_topic", 0.3)
        if is_unclear(draft):
            return self._finding.no("clarify", "not_understood", 0.6)
        query = query_from(draft, self._words.own, frozenset(self._columns))
        if self._speaks_of_two() and len(self._referents()) < 2:
            return self._finding.no("clarify", "no_context", 0.7)
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
            return self._finding.no("unknown", "not_kept", 0.8, said=draft.unheld[0])
        if is_service and not self._is_answerable(draft, query):
            is_about_one = draft.has_head and draft.certainty >= _SURE
            confidence = 0.6 if is_about_one else 0.2
            reason: Reason = "not_kept" if is_about_one else "service"
            return self._finding.no("unknown", reason, confidence)
        if "purchase" in draft.ideas:
            return self._finding.no("unknown", "service", 0.2)
        if draft.ideas & {"those"} and not query.alternatives:
            return self._finding.no("clarify", "no_context", 0.6)
        if self._says_nothing(draft, query):
            return self._not_understood(draft, query)
        return self._finding.found(query, draft)

    def _referents(self) -> tuple[str | int, ...]:
        return self._before.referents if self._before is not None else ()

    def _speaks_of_two(self) -> bool:
        """As in "¿cuál de las dos?", which takes two that were named before."""
        is_those = "those" in self._draft.ideas and not self._draft.selections
        return is_those and bool(_TWO & set(self._draft.marks.words))

    def _described(self, query: Query, draft: Draft) -> CatalogAnswer | None:
        """What one product's description says of the thing asked: its warranty."""
        anyway = replace(query, availability="any", order=(), intent="lookup")
        rows, sql = self._finding.ask(
            self._finding.rows_sql(replace(anyway, column="description"))
        )
        if len(rows) != 1:
            return None
        text = str(rows[0].get("description") or "")
        told = {word.text for word in words_in(text)}
        asked = scope_words(draft.marks.words, self._words, self._language, "service")
        if not (asked | set(draft.unheld)) & told:
            return None
        about = replace(anyway, column="description")
        return self._finding.made(about, draft, rows=rows, sql=sql, value=text)

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
            return self._finding.unheard_of(query, " ".join(draft.unknown))
        if not draft.unknown and (
            query.intent == "lookup" or draft.ideas & {"price", "units", "available"}
        ):
            return self._finding.no("clarify", "no_context", 0.7)
        if not draft.unknown and draft.ideas:
            return self._finding.no("clarify", "not_understood", 0.3)
        return self._finding.no("refuse", "no_subject", 0.3)

    def _in_context(self, together: Query, query: Query) -> CatalogAnswer:
        """Answer a question that leans on the one before."""
        found = self._finding.found(together, self._draft)
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
            alone = self._finding.found(query, self._draft)
            return alone if alone.rows else found
        assert self._before is not None  # noqa: S101 - the caller looked
        other = joined(self._draft, query, self._before, replacing=True)
        instead = self._finding.found(other, self._draft) if other else found
        return instead if instead.rows else found

    def too_slow(self) -> CatalogAnswer:
        """Give the answer where the shop could not be asked in time."""
        return self._finding.no("unknown", "too_slow", 0.5)


def _names(one: Selection) -> bool:
    """Tell whether something says which things are meant, not only what like."""
    return bool(one.kinds or one.families or one.absent) or any(
        has.group in _NAMING for has in one.has
    )


def _is_measured(one: Selection) -> bool:
    """Tell whether a measure was said that names have: "5 kg"."""
    return any(has.surfaces and has.said[:1].isdigit() for has in one.has)
