"""A question that leans on the one before: "¿y el más barato?", "los de 128 gigas"."""

from dataclasses import replace

from catalog.questions.answer import CatalogAnswer
from catalog.questions.draft import Draft
from catalog.questions.query import Availability, Query, Range, Selection

_OPENERS = frozenset(("y", "e", "and", "pero", "but", "entonces", "also", "tambien"))


def leans(draft: Draft, query: Query) -> bool:
    """Tell whether a question cannot stand alone, or does not want to."""
    if draft.ideas & {"those", "only"} or opens(draft) or points_at_one(draft):
        return True
    if _names_things(draft) or draft.ideas & {"whole_shop", "family", "each"}:
        return False
    return bool(
        query.order
        or query.ranges
        or query.alternatives
        or query.excluded
        or draft.ordinal
        or draft.ideas & {"price", "units", "available", "unavailable", "count"}
        or draft.ideas & {"describe", "which_family", "other", "last", "sort"}
        or draft.asked
    )


def points_at_one(draft: Draft) -> bool:
    """Tell whether "one" stands for what was spoken of: "the cheaper one"."""
    words = draft.marks.words
    is_pronoun = words[-1:] == ["one"] or words[:2] == ["which", "one"]
    compares = bool(draft.ideas & {"cheaper_of", "dearer_of"})
    return (is_pronoun or compares) and not _names_things(draft)


def opens(draft: Draft) -> bool:
    """Tell whether it begins as a continuation: "¿y …?", "what about …"."""
    words = draft.marks.words
    if not words:
        return False
    pair = tuple(words[:2])
    return words[0] in _OPENERS or pair in (
        ("what", "about"),
        ("how", "about"),
        ("que", "tal"),
    )


def _names_things(draft: Draft) -> bool:
    return any(one.kinds or one.families or one.absent for one, _ in draft.selections)


def joined(
    draft: Draft, query: Query, before: CatalogAnswer, *, replacing: bool = False
) -> Query | None:
    """Give the query meant, or None when the one before does not help.

    With `replacing`, what was said before of the same things is dropped: "¿y de pie?"
    after "lámparas de mesa".
    """
    base = before.query
    if base is None:
        return None
    if before.picked_from is not None and _speaks_of_several(draft):
        base = before.picked_from
        return _narrowed(draft, query, base, replace(before, referents=()))
    chosen = _chosen(draft, before)
    if chosen is not None:
        return _about(chosen, query, base)
    if _names_things(draft) and not draft.ideas & {"those", "only"}:
        return _instead(query, base)
    if "other" in draft.ideas and base.limit is not None and not query.alternatives:
        return replace(base, excluded=(*base.excluded, Selection(ids=before.referents)))
    if replacing:
        bare = tuple(replace(one, has=()) for one in base.alternatives)
        base = replace(base, alternatives=bare)
    return _narrowed(draft, query, base, before)


def _chosen(draft: Draft, before: CatalogAnswer) -> tuple[str | int, ...] | None:
    """Products picked by their place: "el segundo", "la última"."""
    if draft.ideas & {"cheapest", "dearest"}:
        return None
    if draft.ordinal and draft.ordinal <= len(before.referents):
        return (before.referents[draft.ordinal - 1],)
    if "last" in draft.ideas and before.referents:
        return (before.referents[-1],)
    return None


def _about(ids: tuple[str | int, ...], query: Query, base: Query) -> Query:
    intent = query.intent
    column = query.column
    if intent == "list" and base.intent == "lookup":
        intent, column = base.intent, base.column
    return replace(
        query,
        intent=intent,
        column=column,
        alternatives=(Selection(ids=ids),),
        availability="any" if not query.is_yes_no else query.availability,
        order=(),
        limit=None,
        is_sample=False,
        is_definite=True,
    )


def _instead(query: Query, base: Query) -> Query:
    """Another thing, asked about in the same way: "¿y en deportes?"."""
    made = _with_intent_of(query, base)
    return replace(
        made,
        ranges=query.ranges or base.ranges,
        excluded=query.excluded,
        missing=query.missing or base.missing,
    )


def _with_intent_of(query: Query, base: Query) -> Query:
    """Keep asking what was asked, unless the new question asks something itself."""
    if query.intent != "list" or query.order or query.is_sample:
        return query
    availability = query.availability
    if availability == "available" and base.intent != "lookup":
        availability = base.availability
    return replace(
        query,
        intent=base.intent,
        column=base.column,
        group_by=base.group_by,
        measure=base.measure,
        order=base.order,
        limit=base.limit,
        offset=base.offset,
        is_sample=base.is_sample,
        availability="any" if base.intent == "lookup" else availability,
        asks_value=base.asks_value,
        is_yes_no=base.is_yes_no,
    )


def _narrowed(draft: Draft, query: Query, base: Query, before: CatalogAnswer) -> Query:
    """The same products, fewer of them or seen otherwise."""
    alternatives = base.alternatives
    has_own = bool(query.alternatives)
    is_few = bool(before.referents) and (
        base.limit is not None or len(before.referents) == 1
    )
    points = bool(draft.ideas & {"those"}) or query.intent == "lookup"
    if is_few and (points or query.is_yes_no) and not opens_new_order(query, before):
        alternatives = (Selection(ids=before.referents),)
        base = replace(base, order=(), limit=None, is_sample=False, excluded=())
        base = replace(base, ranges=(), intent="list", availability="any")
    if has_own:
        alternatives = _combined(alternatives, query.alternatives)
    if draft.ideas & {"only"} or _speaks_of_several(draft):
        base = replace(base, order=(), limit=None, is_sample=False)
    made = query
    if not (query.order or query.intent != "list" or query.is_sample):
        made = _with_intent_of(query, base)
    elif query.availability == "available":
        made = replace(query, availability=_availability(query, base))
    ranges = _ranges(query.ranges, base.ranges)
    return replace(
        made,
        alternatives=alternatives,
        excluded=base.excluded + query.excluded,
        ranges=ranges,
        missing=query.missing or base.missing,
        is_definite=query.is_definite or query.intent == "lookup",
    )


def _speaks_of_several(draft: Draft) -> bool:
    """Tell "los de menos de 100": several, whatever was picked before."""
    words = [word for word in draft.marks.words if word not in _OPENERS]
    return words[:1] in (["los"], ["las"]) or "ones" in words


def opens_new_order(query: Query, before: CatalogAnswer) -> bool:
    """Tell "¿y el más barato?" after one product: it is about all of its kind."""
    return bool(query.order) and len(before.referents) < 2


def _availability(query: Query, base: Query) -> Availability:
    if query.intent == "lookup":
        return "any"
    if base.availability == "any" and base.intent in ("list", "exists"):
        return "any" if not query.is_yes_no else "available"
    return base.availability if base.intent in ("list", "count") else "available"


def _combined(
    base: tuple[Selection, ...], own: tuple[Selection, ...]
) -> tuple[Selection, ...]:
    if not base:
        return own
    return tuple(_with_has(one, other) for one in base for other in own)


def _with_has(one: Selection, other: Selection) -> Selection:
    groups = {has.group for has in other.has if has.group}
    kept = tuple(has for has in one.has if has.group not in groups)
    return Selection(
        other.kinds or one.kinds,
        other.families or one.families,
        kept + other.has,
        one.absent + other.absent,
        one.ids,
    )


def _ranges(own: tuple[Range, ...], base: tuple[Range, ...]) -> tuple[Range, ...]:
    columns = {limit.column for limit in own}
    return own + tuple(limit for limit in base if limit.column not in columns)
