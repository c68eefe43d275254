"""What a customer wanted, in their own words, to be said back to them."""

from catalog.questions.draft import Draft
from catalog.questions.lexicon import Language
from catalog.questions.query import Has, Query

_SPOKEN_UNITS: dict[Language, dict[str, str]] = {
    "es": {"in": "pulgadas", "size": "talla"},
    "en": {"in": "inches", "talla": "size"},
}
"""Units as people write them, where the kiosk has a shorter word of its own."""


def said_of(query: Query, language: Language) -> str:
    """What was wanted, in the customer's words."""
    parts: list[str] = []
    for one in query.alternatives:
        words = [kind.said for kind in one.kinds] + list(one.absent)
        words += [_measured(has, language) for has in one.has] + list(one.families)
        parts.append(" ".join(dict.fromkeys(words)))
    return " / ".join(part for part in parts if part)


def strange_in(query: Query, draft: Draft) -> str:
    """What was named, as far as it is a thing or a word that nothing here goes by."""
    things = [
        said
        for one in query.alternatives
        for said in (*(kind.said for kind in one.kinds), *one.absent)
    ]
    return " ".join(dict.fromkeys([*things, *draft.missing]))


def _measured(has: Has, language: Language) -> str:
    """What was said of a thing, units written as the language writes them."""
    if has.group not in ("in", "size"):
        return has.said
    spoken = _SPOKEN_UNITS[language]
    return " ".join(spoken.get(word, word) for word in has.said.split())
