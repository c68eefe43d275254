"""What the names of tables and columns say, in Spanish and English or short."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

from catalog.folding import fold
from catalog.questions.lexicon import key_of, load_lexicon

ATTRIBUTES = (
    "brand model colour size material weight warranty packaging author origin capacity"
    " gender year language"
).split()
"""Concepts whose columns customers may ask about; more are in their own lexicon."""

SENSITIVE = frozenset({"cost", "margin", "wholesale", "person", "contact", "private"})
"""Concepts whose columns are nobody's business."""


_PREFIXED = 5
"""Letters from which the first may be a prefix."""


@cache
def words_of(identifier: str) -> tuple[str, ...]:
    """Give the words of a name, small, singular where known: `UnitsInStock` → 3."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", identifier)
    words: list[str] = []
    for word in re.split(r"[^a-z0-9]+", fold(apart)):
        words.extend(_split(word.strip("0123456789")))
    return tuple(word for word in words if word)


@cache
def concepts_of(identifier: str) -> frozenset[str]:
    """Give what a name speaks of: `precio_compra` → price, cost."""
    words = words_of(identifier)
    joined = (one + other for one, other in pairwise(words))  # `sold_out`, `in_stock`
    return frozenset(
        concept for word in (*words, *joined) for concept in _lexicon().get(word, ())
    )


@cache
def attribute_of(identifier: str) -> str | None:
    """Give what customers call a column of this name: `ram_gb` → memory."""
    concepts = concepts_of(identifier)
    if {"quantity", "per"} <= concepts:
        return "quantity_per_unit"
    named = next((name for name in ATTRIBUTES if name in concepts), None)
    return named or _spoken_attribute(words_of(identifier))


def _spoken_attribute(words: tuple[str, ...]) -> str | None:
    """Give the attribute of the longest phrase in a name that customers say."""
    spoken = load_lexicon().attributes
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            meanings = spoken.of(key_of(" ".join(words[start : start + length])), "es")
            if meanings:
                return meanings[0].name
    return None


def _split(word: str) -> list[str]:
    """Take a run-together word apart where both parts are known: `unitprice`."""
    known = _singular(word)
    if known is not None:
        return [known]
    for cut in range(len(word) - 3, 2, -1):
        first, rest = _singular(word[:cut]), _split(word[cut:])
        if first is not None and rest and all(part in _lexicon() for part in rest):
            return [first, *rest]
    # `pcosto`, `cnombre`: one letter in front for the kind of thing.
    behind = _singular(word[1:]) if len(word) > _PREFIXED else None
    return [behind] if behind else [word]


def _singular(word: str) -> str | None:
    endings = (("", ""), ("s", ""), ("es", ""), ("ies", "y"))
    for ending, instead in endings:
        if word.endswith(ending):
            single = word[: len(word) - len(ending)] + instead
            if single in _lexicon():
                return single
    return None


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    """Give the concepts of each known word."""
    text = (files("catalog") / "naming.toml").read_text(encoding="utf-8")
    concepts: dict[str, frozenset[str]] = {}
    for concept, words in tomllib.loads(text).items():
        for word in words.split():
            concepts[word] = concepts.get(word, frozenset()) | {concept}
    return concepts
