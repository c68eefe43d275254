"""The words of one shop, gathered from its products."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.amounts import fold
from catalog.questions.lexicon import LANGUAGES, Key, Language, Lexicon, key_of
from catalog.questions.measures import MeasureKey, measures_of
from catalog.questions.words import root, singular, sound, words_in

_PREPOSITIONS = frozenset(
    (
        *("de", "del", "para", "con", "sin", "en", "y", "e", "a", "al", "la", "el"),
        *("for", "of", "with", "without", "and", "in", "on", "to", "los", "las", "&"),
    )
)
_PARTS = re.compile(r"[/,&+]|\s(?:y|e|and)\s")
_MOST_VALUES = 400
"""Distinct values up to which an owner's column is known by heart."""


@dataclass(slots=True)
class Index:
    """Folded words found by their forms."""

    by_singular: dict[str, set[str]] = field(default_factory=dict)
    by_root: dict[str, set[str]] = field(default_factory=dict)
    by_sound: dict[str, set[str]] = field(default_factory=dict)

    def add(self, word: str) -> None:
        """Make a word known."""
        if word in self.by_singular.get(singular(word), ()):
            return
        self.by_singular.setdefault(singular(word), set()).add(word)
        if word.isalpha():
            self.by_root.setdefault(root(word), set()).add(word)
            self.by_sound.setdefault(sound(word), set()).add(word)


class Vocabulary:
    """Heads (what names begin with), words, measures, families, columns' values."""

    def __init__(self, lexicon: Lexicon, columns: Iterable[str] = ()) -> None:
        self.lexicon = lexicon
        self.language: Language = "es"
        self.columns = tuple(columns)
        self.words: dict[str, Counter[str]] = {}
        """Folded word → how the names write it."""
        self.heads: dict[str, Counter[str]] = {}
        """Key of a head → the beginnings of names that say it."""
        self.openings: dict[Key, Counter[str]] = {}
        """Key of the first one to three words of names → how they are written."""
        self.whole_names: set[str] = set()
        """Beginnings that are a whole name."""
        self.brands: frozenset[str] = frozenset()
        self.measures: dict[MeasureKey, Counter[str]] = {}
        self.families: Counter[str] = Counter()
        self.family_keys: dict[Key, dict[str, float]] = {}
        """What customers call families → the family and how surely it is meant."""
        self.values: dict[str, Counter[str]] = {name: Counter() for name in columns}
        self.column_names = _column_names(self.columns, lexicon)
        """What customers call the owner's further columns → the column."""
        self.without: set[str] = set()
        """Words that names write after "sin", "without" or before "free"."""
        self.index = Index()
        self.head_index = Index()
        self.currency = ""
        self._long_words: list[str] | None = None
        self.size = 0

    def read(
        self, products: Iterable[tuple[str, str, Mapping[str, object]]]
    ) -> "Vocabulary":
        """Take in all products: name, family, attributes."""
        listed = list(products)
        self.language = self._language_of(name for name, _, _ in listed[:2000])
        self.brands = _brandlike([name for name, _, _ in listed])
        for name, family, attributes in listed:
            self._add(name, family, attributes)
        for family in self.families:
            self._add_family(family)
        return self

    def surfaces(self, words: Iterable[str]) -> tuple[str, ...]:
        """Give how the names write these folded words."""
        found: Counter[str] = Counter()
        for word in words:
            found.update(self.words.get(word, {}))
        return tuple(surface for surface, _ in found.most_common())

    def surfaces_without(self, word: str) -> tuple[str, ...]:
        """Give how names say that something lacks this: "sin gluten"."""
        found = []
        for surface in self.surfaces(self.index.by_root.get(root(word), ())):
            found += [f"sin {surface}", f"without {surface}", f"{surface} free"]
        return tuple(found)

    def named_at(self, words: Sequence[str], at: int) -> int:
        """Tell how many words from here are the name of a family, 0 for none."""
        for length in range(min(4, len(words) - at), 1, -1):
            key = tuple(singular(word) for word in words[at : at + length])
            if key in self.family_keys:
                return length
        return 0

    def long_words(self) -> list[str]:
        """Give the longer words of names and families, compared forms."""
        if self._long_words is None:
            keys = {key for key in self.index.by_singular if len(key) > 3}
            keys |= {word for family in self.family_keys for word in family}
            self._long_words = sorted(key for key in keys if key.isalpha())
        return self._long_words

    def _language_of(self, names: Iterable[str]) -> Language:
        score: Counter[str] = Counter()
        for name in names:
            for word in words_in(name):
                if word.text in ("de", "para", "con", "sin", "del", "y"):
                    score["es"] += 1
                elif word.text in ("for", "with", "of", "and", "the"):
                    score["en"] += 1
                else:
                    key = (singular(word.text),)
                    for language in LANGUAGES:
                        other: Language = "en" if language == "es" else "es"
                        for meaning in self.lexicon.things.of(key, language)[:1]:
                            if key in meaning.terms[language]:
                                score[language] += key not in meaning.terms[other]
        return "en" if score["en"] > score["es"] else "es"

    def _add(self, name: str, family: str, attributes: Mapping[str, object]) -> None:
        self.size += 1
        pieces = name.split()
        head, prefix = self._head_of(pieces)
        self.heads.setdefault(head, Counter())[prefix] += 1
        self.head_index.add(_plain(prefix.split()[-1]) if prefix else head)
        for length in range(1, min(3, len(pieces)) + 1):
            beginning = " ".join(pieces[:length])
            key = tuple(singular(_plain(piece)) for piece in pieces[:length])
            if not key[-1].replace("-", "").isalpha():
                break
            self.openings.setdefault(key, Counter())[beginning] += 1
        if len(pieces) <= 3:
            self.whole_names.add(" ".join(pieces))
        self._add_words(pieces)
        for measure, surface in measures_of(pieces, self.lexicon):
            self.measures.setdefault(measure, Counter())[surface] += 1
        if family:
            self.families[family] += 1
        for column, value in attributes.items():
            self._add_value(column, value)

    def _add_words(self, pieces: list[str]) -> None:
        before = ""
        for piece in pieces:
            for word in words_in(piece):
                self.words.setdefault(word.text, Counter())[piece] += 1
                self.index.add(word.text)
                if before in ("sin", "without"):
                    self.without.add(root(word.text))
                if word.text == "free" and before:
                    self.without.add(root(before))
                before = word.text

    def _add_value(self, column: str, value: object) -> None:
        values = self.values.get(column)
        if values is None or value in (None, ""):
            return
        if len(values) < _MOST_VALUES or str(value) in values:
            values[str(value)] += 1

    def _head_of(self, pieces: list[str]) -> tuple[str, str]:
        """The word that says what a thing is, and the name up to it."""
        run = _opening(pieces, self.brands)
        at = 0
        if self.language == "en":
            known = [i for i, word in enumerate(run) if self._is_thing(word)]
            at = known[-1] if known else len(run) - 1
        elif len(run) > 1 and self._is_thing(run[1]) and not self._is_thing(run[0]):
            at = 1
        word = _plain(pieces[at]) if pieces else ""
        return singular(word), " ".join(pieces[: at + 1])

    def _is_thing(self, piece: str) -> bool:
        return (singular(_plain(piece)),) in self.lexicon.things

    def _add_family(self, family: str) -> None:
        self._call_family(key_of(family), family, 0.99)
        key = tuple(word for word in key_of(family) if word not in _PREPOSITIONS)
        self._call_family(key, family, 0.99)
        parts = [key_of(part) for part in _PARTS.split(family) if part.strip()]
        for part in parts if len(parts) > 1 else []:
            self._call_family(part, family, 0.98)
        for each in (key, *parts):
            for meaning in self.lexicon.families.of(each, self.language):
                for terms in meaning.terms.values():
                    for rank, term in enumerate(terms):
                        self._call_family(term, family, 0.94 if rank else 0.965)

    def _call_family(self, key: Key, family: str, certainty: float) -> None:
        named = self.family_keys.setdefault(key, {})
        named[family] = max(certainty, named.get(family, 0))


def _column_names(columns: Iterable[str], lexicon: Lexicon) -> dict[str, str]:
    names: dict[str, str] = {}
    for column in columns:
        key = tuple(
            singular(fold(part)) for part in re.split(r"[_\W]+", column) if part
        )
        names["".join(key)] = column
        meanings = [m for m in lexicon.attributes.all() if m.name == column]
        for meaning in meanings or lexicon.attributes.of(key, "es"):
            for terms in meaning.terms.values():
                names |= {term[0]: column for term in terms if len(term) == 1}
    return names


def _plain(piece: str) -> str:
    return fold(piece).strip(",;.:()\"'")


def _opening(pieces: list[str], brands: frozenset[str]) -> list[str]:
    """The words of a name before its brand, a figure or a preposition."""
    run: list[str] = []
    for piece in pieces[:6]:
        plain = piece.strip(",;.:()\"'")
        is_brand = run and fold(plain) in brands
        if not plain or any(c.isdigit() for c in plain) or is_brand:
            break
        if fold(plain) in _PREPOSITIONS and run:
            break
        run.append(plain)
        if piece.endswith((",", ";", ":")):
            break
    return run or [re.sub(r"\W+", "", pieces[0]) if pieces else ""]


def _brandlike(names: list[str]) -> frozenset[str]:
    """Words that follow several different beginnings: brands, not things."""
    firsts: defaultdict[str, set[str]] = defaultdict(set)
    lower: Counter[str] = Counter()
    for name in names[:50_000]:
        pieces = name.split()
        for piece in pieces[1:4]:
            word = fold(piece.strip(",;.:()\"'"))
            if word.isalpha() and word not in _PREPOSITIONS:
                firsts[word].add(fold(pieces[0]))
                lower[word] += piece[:1].islower()
    return frozenset(
        word
        for word, beginnings in firsts.items()
        if len(beginnings) > 1 and not lower[word]
    )
