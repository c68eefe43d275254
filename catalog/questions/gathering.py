"""Gathering the words of names, quickly even where there are a million of them.

Names of one shape, alike but for their codes and figures, are gathered as one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from catalog.questions.lexicon import Key
from catalog.questions.measures import measures_of
from catalog.questions.names import Naming, plain
from catalog.questions.words import root, singular, sound, words_in

if TYPE_CHECKING:  # the vocabulary is made of what is gathered here
    from catalog.questions.vocabulary import Vocabulary

MOST_CODES = 200_000
"""Model codes known by heart; beyond, the database is asked."""
_MOST_FULL_NAMES = 5_000
"""Names up to which whole names are known by heart."""
_MOST_SHAPES = 200_000
_SHORT_NAME = 3


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
        self.by_root.setdefault(root(word), set()).add(word)
        self.by_sound.setdefault(sound(word), set()).add(word)


@dataclass(slots=True)
class _Shape:
    """Names that are alike but for codes and figures."""

    counted: list[tuple[Counter[object], object]]
    """What every further name of this shape adds one to."""
    is_whole: bool
    """They are short, or end with what the thing is."""
    figures: set[str] = field(default_factory=set)
    """Figures met at its places."""


class Gathering:
    """Takes names in, one after the other, into a vocabulary."""

    def __init__(self, vocabulary: "Vocabulary", naming: Naming) -> None:
        self.naming = naming
        self._shop = vocabulary
        self._pieces: set[str] = set()
        self._places: dict[str, str] = {}
        self._shapes: dict[tuple[str, ...], _Shape] = {}
        self._full_names = 0

    def add(self, name: str, family: str) -> None:
        """Take in one product's name and family."""
        pieces = name.split()
        key = (family, *[piece if piece.isalpha() else "" for piece in pieces])
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._new_shape(name, pieces, family)
            if len(self._shapes) < _MOST_SHAPES:
                self._shapes[key] = shape
            self._add_words(pieces)
        self._add_figures(pieces, shape)
        for counter, counted in shape.counted:
            counter[counted] += 1
        if shape.is_whole:
            self._shop.whole_names.add(" ".join(pieces))
        if self._full_names < _MOST_FULL_NAMES:
            self._add_full_name(name)

    def _new_shape(self, name: str, pieces: list[str], family: str) -> _Shape:
        ends = len(self.naming.head_of(pieces).beginning) == len(name)
        return _Shape(
            list(self._begin(pieces, family)), len(pieces) <= _SHORT_NAME or ends
        )

    def _begin(
        self, pieces: list[str], family: str
    ) -> Iterator[tuple[Counter[object], object]]:
        """Yield what the beginning of a name counts for."""
        shop, head = self._shop, self.naming.head_of(pieces)
        yield shop.head_families, (head.key, family)  # type: ignore[misc]
        beginnings = shop.heads.setdefault(head.key, Counter())
        if head.beginning not in beginnings:
            shop.head_index.add(head.word)
        yield beginnings, head.beginning  # type: ignore[misc]
        first = tuple(takewhile(_is_wordy, pieces[:3]))
        for length in range(1, len(first) + 1):
            key: Key = tuple(singular(plain(piece)) for piece in first[:length])
            written = shop.openings.setdefault(key, Counter())
            yield written, " ".join(first[:length])  # type: ignore[misc]

    def _add_words(self, pieces: Sequence[str]) -> None:
        """Learn the words of a new shape, and which stand beside each other."""
        shop, before = self._shop, ""
        for piece in pieces:
            if piece.isalpha() and piece not in self._pieces:
                self._add_piece(piece)
            if before and self._is_double(piece, before):
                shop.pairs.add((plain(before), plain(piece)))
            if before in ("sin", "without") and piece.isalpha():
                shop.without.add(root(plain(piece)))
            elif piece == "free" and before:
                shop.without.add(root(plain(before)))
            before = piece

    def _is_double(self, *pieces: str) -> bool:
        """Tell whether one of two neighbours is also a word of questions."""
        for piece in pieces:
            if piece not in self._places:
                place = self._shop.lexicon.place_of(plain(piece))
                self._places[piece] = place if piece.isalpha() else ""
        places = [self._places[piece] for piece in pieces]
        return "idea" in places and "stop" not in places

    def _add_figures(self, pieces: Sequence[str], shape: _Shape) -> None:
        """Learn codes, and measures with the words beside them."""
        for at, piece in enumerate(pieces):
            if piece.isalpha():
                continue
            if piece in shape.figures:
                continue
            if piece not in self._pieces:
                if self._shop.codes > MOST_CODES and not piece[0].isdigit():
                    continue
                self._add_piece(piece)
            if len(shape.figures) < MOST_CODES and piece[0].isdigit():
                shape.figures.add(piece)
            for measure, surface in measures_of(pieces, at, self._shop.lexicon):
                self._shop.measures.setdefault(measure, set()).add(surface)

    def _add_piece(self, piece: str) -> None:
        shop = self._shop
        if any(c.isdigit() for c in piece):
            shop.codes += 1
            if shop.codes > MOST_CODES:
                return
        self._pieces.add(piece)
        for word in words_in(piece):
            if word.text.isalpha():
                shop.index.add(word.text)
            elif word.text not in shop.words:
                shop.coded[len(word.text)].append(word.text)
            shop.words[word.text] = (*shop.words.get(word.text, ()), piece)

    def _add_full_name(self, name: str) -> None:
        self._full_names += 1
        words = tuple(word.text for word in words_in(name))
        if len(words) > 1:
            start = (words[0], words[1])
            self._shop.full_names.setdefault(start, []).append((words, name))


def _is_wordy(piece: str) -> bool:
    return piece.replace("-", "").strip(",;.:()\"'").isalpha()
