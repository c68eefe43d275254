"""How the names of one shop's products are built: what they begin with, and brands."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.folding import fold
from catalog.questions.lexicon import LANGUAGES, Language, Lexicon
from catalog.questions.words import singular, words_in

PREPOSITIONS = frozenset(
    (
        *("de", "del", "para", "con", "sin", "en", "y", "e", "a", "al", "la", "el"),
        *("for", "of", "with", "without", "and", "in", "on", "to", "los", "las", "&"),
    )
)
_LONGEST_OPENING = 6
STYLE_NAMES = 50_000
"""Names from which the style of all is known."""


@dataclass(frozen=True, slots=True)
class Head:
    """The word that says what a thing is, and the beginning of names up to it."""

    key: str
    word: str
    beginning: str


class Naming:
    """The style of a shop's names, learnt from many of them."""

    def __init__(self, lexicon: Lexicon, names: Sequence[str]) -> None:
        self._lexicon = lexicon
        self.language: Language = _language_of(lexicon, names[:2000])
        self.brands = _brandlike(names[:STYLE_NAMES]) - self._last_things(names)
        self._heads: dict[tuple[str, ...], Head] = {}
        self._ends_opening: dict[str, bool] = {}

    def head_of(self, pieces: Sequence[str]) -> Head:
        """Give the head of a name cut at spaces."""
        run = tuple(self.opening(pieces))
        if run not in self._heads:
            self._heads[run] = self._head(run)
        return self._heads[run]

    def opening(self, pieces: Sequence[str]) -> list[str]:
        """Give a name's first words: before its brand, a figure or a preposition."""
        run: list[str] = []
        for piece in pieces[:_LONGEST_OPENING]:
            if piece not in self._ends_opening:
                if not piece.isalpha() and len(self._ends_opening) > STYLE_NAMES:
                    break
                self._ends_opening[piece] = self._is_end(piece)
            if self._ends_opening[piece] and (run or not plain(piece).isalpha()):
                break
            run.append(piece)
            if piece.endswith((",", ";", ":")):
                break
        return run or list(pieces[:1])

    def _last_things(self, names: Sequence[str]) -> set[str]:
        """Give the things that English names end with: "Outback Lager"."""
        if self.language != "en":
            return set()
        last = {name.split()[-1] for name in names[:STYLE_NAMES] if name.strip()}
        return {plain(piece) for piece in last if self._is_thing(piece)}

    def _is_end(self, piece: str) -> bool:
        word = plain(piece)
        has_figure = any(c.isdigit() for c in word)
        return not word or has_figure or word in self.brands or word in PREPOSITIONS

    def _head(self, run: tuple[str, ...]) -> Head:
        at = 0
        if self.language == "en":
            known = [i for i, piece in enumerate(run) if self._is_thing(piece)]
            at = known[-1] if known else len(run) - 1
        elif len(run) > 1 and self._is_thing(run[1]) and not self._is_thing(run[0]):
            at = 1
        word = plain(run[at]) if run else ""
        return Head(singular(word), word, " ".join(run[: at + 1]))

    def _is_thing(self, piece: str) -> bool:
        return (singular(plain(piece)),) in self._lexicon.things


def plain(piece: str) -> str:
    """Give a piece of a name folded, without the marks around it."""
    return fold(piece).strip(",;.:()\"'")


def _language_of(lexicon: Lexicon, names: Iterable[str]) -> Language:
    score: Counter[str] = Counter()
    for name in names:
        for word in words_in(name):
            if word.text in ("de", "para", "con", "sin", "del", "y"):
                score["es"] += 1
            elif word.text in ("for", "with", "of", "and", "the"):
                score["en"] += 1
            else:
                score.update(_languages_of(lexicon, word.text))
    return "en" if score["en"] > score["es"] else "es"


def _languages_of(lexicon: Lexicon, word: str) -> list[Language]:
    """The languages in which a word is a thing, where it is not one in both."""
    key = (singular(word),)
    spoken: set[Language] = set()
    for language in LANGUAGES:
        for meaning in lexicon.things.of(key, language)[:1]:
            spoken |= {each for each in LANGUAGES if key in meaning.terms[each]}
    return list(spoken) if len(spoken) == 1 else []


def _brandlike(names: Sequence[str]) -> frozenset[str]:
    """Words that follow several different beginnings: brands, not things."""
    firsts: defaultdict[str, set[str]] = defaultdict(set)
    lower: set[str] = set()
    for name in names:
        pieces = name.split()
        for piece in pieces[1:4]:
            word = piece.strip(",;.:()\"'")
            if word.isalpha():
                firsts[word].add(pieces[0])
                if word[0].islower():
                    lower.add(fold(word))
    several = {fold(word) for word, before in firsts.items() if len(before) > 1}
    return frozenset(several - lower - PREPOSITIONS)


def parts_of(text: str) -> list[str]:
    """Cut "Meat/Poultry" or "Frutas y verduras" into what it joins."""
    parts = re.split(r"[/,&+]|\s(?:y|e|and)\s", text)
    return [part for part in parts if part.strip()]
