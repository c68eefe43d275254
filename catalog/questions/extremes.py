"""The most and the least of something: "la de más memoria", "the heaviest"."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.questions.measures import is_unit, unit_of
from catalog.questions.query import Extreme
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import root, singular

_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Quality:
    """What an adjective compares: "pesado" weights, upwards."""

    subjects: tuple[tuple[str, str], ...]
    """Columns, each with the unit of the same thing in names; the likeliest first."""
    is_upwards: bool


def extreme_of(
    words: Sequence[str], shop: Vocabulary, *, is_most: bool
) -> tuple[Extreme | None, int]:
    """Give what words after "más" or "least" compare, and how many they are.

    None with a length: it is something to compare by that this shop does not keep.
    """
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        said = words[:length]
        column = shop.own.called(said)
        if column and shop.own.is_figure(column):
            return Extreme(column=column, descending=is_most), length
        quality = _qualities().get(tuple(root(word) for word in said))
        if quality is not None:
            is_down = quality.is_upwards == is_most
            return _kept(quality.subjects, shop, descending=is_down), length
    return _of_unit(words[0], shop, is_most=is_most) if words else (None, 0)


def compares(word: str) -> bool:
    """Tell whether a word says what is compared: "corto", "heaviest"."""
    return (root(word),) in _qualities() or word in _superlatives()


def superlative(word: str, shop: Vocabulary) -> tuple[Extreme | None, bool]:
    """Give what one word compares by itself, "heaviest", and whether it does so."""
    quality = _superlatives().get(word)
    if quality is None:
        return None, False
    return _kept(quality.subjects, shop, descending=quality.is_upwards), True


def _of_unit(
    word: str, shop: Vocabulary, *, is_most: bool
) -> tuple[Extreme | None, int]:
    if not is_unit(word, shop.lexicon):
        is_attribute = (singular(word),) in shop.lexicon.attributes
        return None, int(is_attribute)
    unit = unit_of(word, shop.lexicon)
    columns = shop.own.of_unit(unit)
    if columns:
        return Extreme(column=columns[0].name, descending=is_most), 1
    if any(named == unit for _, named in shop.measures):
        return Extreme(unit=unit, descending=is_most), 1
    if unit == "piece":
        return Extreme(column="stock", descending=is_most), 1
    return None, 1


def _kept(
    subjects: Sequence[tuple[str, str]], shop: Vocabulary, *, descending: bool
) -> Extreme | None:
    for column, _ in subjects:
        if shop.own.is_figure(column):
            return Extreme(column=column, descending=descending)
    units = {unit for _, unit in shop.measures}
    for _, unit in subjects:
        if unit and unit in units:
            return Extreme(unit=unit, descending=descending)
    return None


@cache
def _lines() -> tuple[tuple[Quality, str, str], ...]:
    """Read lines such as `+ weight:kg: pesado | heavy, heaviest`."""
    path = Path(__file__).parent / "products.toml"
    listed = tomllib.loads(path.read_text("utf-8"))["extremes"]
    found = []
    for line in filter(str.strip, listed.splitlines()):
        head, _, rest = line.partition(" = ")
        sign, *columns = head.split()
        pairs = [column.partition(":") for column in columns]
        subjects = tuple((name, unit) for name, _, unit in pairs)
        adjectives, _, superlatives = rest.partition(">")
        found.append((Quality(subjects, sign == "+"), adjectives, superlatives))
    return tuple(found)


@cache
def _qualities() -> Mapping[tuple[str, ...], Quality]:
    return {
        tuple(root(word) for word in term.split()): quality
        for quality, adjectives, _ in _lines()
        for term in adjectives.split(",")
    }


@cache
def _superlatives() -> Mapping[str, Quality]:
    return {
        term.strip(): quality
        for quality, _, superlatives in _lines()
        for term in superlatives.split(",")
        if term.strip()
    }
