"""Names of regions, islands and houses in documents, and how customers call them."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from knowledge.words import fold, words_of

_CLOSE = 0.84
"""How alike a misheard name and a written one must be, 0 to 1 (difflib's ratio)."""


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).with_name("places.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def _generic() -> frozenset[str]:
    return frozenset(_data()["generic"].split())


@cache
def _aliases() -> list[tuple[str, str]]:
    """Other names and the key of the region around them, the longest first."""
    pairs = []
    for key, told in _data()["inside"].items():
        single, *phrases = told.split("|")
        pairs += [(name, key) for name in (*single.split(), *phrases)]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Give the words of a place's name that tell it from others."""
    words = words_of(name)
    return " ".join(word for word in words if word not in _generic()) or " ".join(words)


def places_asked(text: str, paths: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """Give key and the words used for each known place in a folded question.

    A name inside a longer one does not count: "Gran Canaria" is not "Canarias".
    """
    keys = {key_of(name) for path in paths for name in path}
    names = [(key, key) for key in keys] + [p for p in _aliases() if p[1] in keys]
    found: list[tuple[int, int, str]] = []
    for name, key in sorted(names, key=lambda pair: -len(pair[0])):
        pattern = r"\W+(?:(?:de|del|la|las|el|los|y|and)\W+)*".join(
            re.escape(word) for word in name.split()
        )
        for match in re.finditer(rf"\b{pattern}\b", text):
            start, end = match.span()
            if not any(start < other[1] and end > other[0] for other in found):
                found.append((start, end, key))
    found.sort()
    if not found:
        return _misheard(text, keys)
    return [(key, text[start:end]) for start, end, key in found]


def _misheard(text: str, keys: set[str]) -> list[tuple[str, str]]:
    import difflib

    singles = {key: key for key in keys if " " not in key and len(key) > 4}
    for word in words_of(text):
        if len(word) > 4:
            close = difflib.get_close_matches(word, singles, 1, _CLOSE)
            if close:
                return [(close[0], word)]
    return []


def is_inside(path: Sequence[str], key: str) -> bool:
    """Tell whether a place, the widest name first, is the one asked about or in it."""
    return any(key_of(name) == key for name in path)


def spelled(name: str) -> str:
    """Give a name written in capitals as one writes it in a sentence."""
    if not name.isupper():
        return name
    small = {"de", "del", "la", "las", "los", "el", "y", "e", "of", "and"}
    words = [
        word.lower()
        if index and fold(word) in small
        else "-".join(part.capitalize() for part in word.split("-"))
        for index, word in enumerate(name.split())
    ]
    told = " ".join(words)
    return re.sub(r"-la\b", "-La", told)
