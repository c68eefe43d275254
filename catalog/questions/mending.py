"""Misspelt words of questions, made whole: "ceusta", "kuanto"."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.questions.extremes import compares
from catalog.questions.lexicon import Language
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import Word, singular

_LONG = 5
"""Letters from which a word is mended by its letters, not only by its sound."""


class Mender:
    """Mends the words of the language; those of the shop are matched elsewhere."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._shop = vocabulary
        self._lexicon = vocabulary.lexicon
        keys = {key for key in vocabulary.index.by_singular if len(key) > 3}
        keys |= {word for family in vocabulary.family_keys for word in family}
        self._long_words = sorted(keys)
        self._nearest: dict[Language, list[str]] = {
            language: sorted(phrases.long_words())
            for language, phrases in self._lexicon.phrases.items()
        }

    def mended(self, word: Word, language: Language) -> str:
        """Give a word of a question as it is written, folded; or itself."""
        text = word.text
        if self._is_known(text, language) or not text.isalpha():
            return text
        mended = self._lexicon.mended(text, language)
        if mended != text or len(text) < _LONG:
            return mended
        most = 1 if len(text) < 8 else 2
        near = process.extract(
            text, self._nearest[language], scorer=OSA.distance, score_cutoff=most
        )
        # Letters are swapped more often than left out.
        near = [n for n in near if n[0][0] == text[0]]
        best = min(near, key=lambda n: (n[1], abs(len(n[0]) - len(text))), default=None)
        if best is None or not self._is_nearer(text, best[1]):
            return text
        return str(best[0])

    def _is_known(self, word: str, language: Language) -> bool:
        return (
            word in self._shop.words
            or singular(word) in self._shop.index.by_singular
            or word in self._lexicon.stop[language]
            or word in self._lexicon.phrases[language].words
            or bool(self._lexicon.phrases[language].at([word], 0))
            or bool(self._lexicon.filler[language].at([word], 0))
            or self._lexicon.knows(singular(word))
            or compares(word)
            or word in self._shop.own.words
        )

    def _is_nearer(self, word: str, distance: int) -> bool:
        """No word of the shop is as near as the function word found."""
        own = process.extractOne(
            singular(word),
            self._long_words,
            scorer=OSA.distance,
            score_cutoff=distance,
        )
        return own is None
