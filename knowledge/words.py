"""Words as they are compared: folded, stemmed, with what else they may be called."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*", re.UNICODE)


class _Folded(dict[int, str]):
    """Code point → the character it is compared as, worked out when it first comes."""

    def __missing__(self, point: int) -> str:
        character = chr(point).lower()
        plain = unicodedata.normalize("NFKD", character)
        kept = "".join(c for c in plain if not unicodedata.combining(c))
        self[point] = kept if len(kept) == 1 else character[:1] or chr(point)
        return self[point]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Give the text in small letters without accents; one character stays one.

    The tilde of `ñ` goes too, as speech recognisers and keyboards lose it.
    """
    return text.translate(_FOLDED)


def words_of(text: str) -> list[str]:
    """Give the folded words and numbers of a text; 9:30 and 1.200 are one."""
    return _WORD.findall(fold(text))


@cache
def lexicon() -> dict[str, Any]:
    """Give the small lexicon that ships with the room."""
    path = Path(__file__).with_name("lexicon.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def empty_words() -> frozenset[str]:
    """Words that carry no meaning of their own, in both languages."""
    return frozenset(" ".join(lexicon()["empty"]).split())


@cache
def _vague_words() -> tuple[str, ...]:
    return tuple(fold(" ".join(lexicon()["vague"])).split())


@lru_cache(maxsize=4096)
def is_vague(word: str) -> bool:
    """Tell whether a word is so common in questions that missing it proves nothing."""
    return any(_is_form_of(word, each) for each in _vague_words())


def _is_form_of(word: str, other: str) -> bool:
    """Two words have a stem in common. Stemming is slow: most differ at a glance."""
    return word[:3] == other[:3] and not set(stems_of(word)).isdisjoint(stems_of(other))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Give the stem under which a word of a document is filed."""
    if not word.isalpha() or len(word) < 4:
        return word
    spanish: str = _stemmer("spanish").stemWord(word)
    return spanish


@lru_cache(maxsize=100_000)
def english_stem(word: str) -> str:
    """Give the stem of an English word."""
    if not word.isalpha() or len(word) < 4:
        return word
    english: str = _stemmer("english").stemWord(word)
    return english


def stems_of(word: str) -> tuple[str, ...]:
    """Give the stems a word may be filed under: Spanish, and English if another."""
    both = (stem(word), english_stem(word))
    return both if both[0] != both[1] else both[:1]


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(
        language, 0
    )  # words are remembered by ours, which can forget


@cache
def _synonyms() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(line).split()) for line in lexicon()["synonyms"])


@lru_cache(maxsize=4096)
def kin_of(word: str) -> frozenset[str]:
    """Give the stems of a word and of its near-synonyms."""
    found = set(stems_of(word))
    for group in _synonyms():
        if any(_is_form_of(word, each) for each in group):
            found.update(stem for each in group for stem in stems_of(each))
    return frozenset(found)


def told_words(text: str) -> list[str]:
    """Give the words of a text that carry meaning, in order."""
    return [word for word in words_of(text) if word not in empty_words()]


def filed(text: str) -> str:
    """Give a text as it is written into the index: stems of both languages."""
    return " ".join(_filed_words(words_of(text)))


def _filed_words(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from stems_of(word)


def stem_set(text: str, like: frozenset[str] | None = None) -> frozenset[str]:
    """Give the stems in a text.

    Args:
        text: Any text.
        like: First three letters of the stems that matter; None for all of them.
            Stemming is slow, so the other words are passed over.
    """
    words = set(words_of(text))
    if like is not None:
        words = {word for word in words if word[:3] in like}
    return frozenset(_filed_words(words))
