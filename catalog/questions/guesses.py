"""Words that a customer may have meant: by sound, by letters, by a diminutive."""

from collections.abc import Iterator
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.questions.lexicon import Lexicon
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import singular, sound, without_diminutive

_SHORT = 7
"""Shorter words are near another only when one letter differs."""


class Guesses:
    """The words of one shop and its language that a strange word comes close to."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._shop = vocabulary
        self._lexicon: Lexicon = vocabulary.lexicon

    def of(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield words that may be meant, each with its certainty, likeliest first."""
        for candidate in without_diminutive(word):
            yield candidate, 0.92
        index, heads = self._shop.index, self._shop.head_index
        for forms in (heads.by_sound, index.by_sound):
            for candidate in sorted(forms.get(sound(word), ())):
                yield candidate, 0.9
        for term in self._lexicon.things.by_sound().get(sound(word), ()):
            yield term, 0.88
        if len(word) > 3 and word.isalpha():
            yield from self._near(word)

    def _near(self, word: str) -> Iterator[tuple[str, float]]:
        for choices in self._choices:
            found = {
                near: distance
                for mine in dict.fromkeys((word, singular(word)))
                for near, distance, _ in process.extract(
                    mine,
                    list(choices),
                    scorer=OSA.distance,
                    score_cutoff=1 if len(mine) < _SHORT else 2,
                    limit=3,
                )
            }
            for near, distance in sorted(found.items(), key=lambda f: f[1]):
                begins_alike = near[:1] == word[:1] or near[1:] == word
                if begins_alike or (distance == 1 and len(word) > 5):
                    yield choices[near], 0.85 - 0.05 * distance

    @cached_property
    def _choices(self) -> list[dict[str, str]]:
        """The words a misspelt one is compared with, the likeliest list first."""
        heads = {k: min(v) for k, v in self._shop.head_index.by_singular.items()}
        heads |= {word: word for word in list(heads.values())}
        families = {key[0]: key[0] for key in self._shop.family_keys if len(key) == 1}
        words = {
            k: min(v)
            for k, v in self._shop.index.by_singular.items()
            if k.isalpha() and len(k) > 3
        }
        words |= {word: word for word in list(words.values())}
        terms = {
            term: term for term in self._lexicon.things.single_words() if len(term) > 4
        }
        return [
            {k: v for k, v in choices.items() if k.isalpha() and len(k) > 2}
            for choices in (heads, families, words, terms)
        ]
