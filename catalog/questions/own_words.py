"""The owner's own words for what is sold, from a file of plain lines.

    # What my customers say.
    [es]
    zapatillas = tenis, championes, bambas
    [en]
    laptop = notebook, lap top

Customers who say a word on the right are understood as if they had said the one on the
left.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from catalog.errors import LexiconInvalid
from catalog.questions.lexicon import LANGUAGES, Key, Language, key_of
from catalog.questions.words import singular, words_in

_LONGEST = 6
"""Words of one phrase."""


class OwnWords:
    """What stands for what, for each language."""

    def __init__(
        self, meant: Mapping[Language, Mapping[Key, str]] | None = None
    ) -> None:
        """Take phrases and what they mean.

        Args:
            meant: For each language, phrases as they are compared → the shop's word.
        """
        self._meant = meant or {}

    def applied(self, question: str, language: Language) -> str:
        """Give a question with the owner's words put in the place of customers'."""
        meant = self._meant.get(language)
        if not meant:
            return question
        words = words_in(question)
        keys = [singular(word.text) for word in words]
        parts, at, done = [], 0, 0
        while at < len(words):
            length = _longest_at(keys, at, meant)
            if length:
                phrase = meant[tuple(keys[at : at + length])]
                parts += [question[done : words[at].start], phrase]
                done = words[at + length - 1].end
            at += length or 1
        return "".join([*parts, question[done:]])


def read_own_words(path: Path) -> OwnWords:
    """Read the owner's file.

    Raises:
        LexiconInvalid: It cannot be read, or a line is wrong; the message names it.
    """
    try:
        lines = path.expanduser().read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconInvalid(f"{path} cannot be read: {error}") from error
    meant: dict[Language, dict[Key, str]] = {language: {} for language in LANGUAGES}
    language: Language | None = None
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip()
        try:
            if text.startswith("["):
                language = _language(text)
            elif text:
                _add(text, language, meant)
        except ValueError as error:
            raise LexiconInvalid(f"{path}, line {number}: {error}") from error
    return OwnWords(meant)


def _longest_at(keys: Sequence[str], at: int, meant: Mapping[Key, str]) -> int:
    lengths = range(min(_LONGEST, len(keys) - at), 0, -1)
    return next((n for n in lengths if tuple(keys[at : at + n]) in meant), 0)


def _language(text: str) -> Language:
    name = text.strip("[] ")
    if name not in LANGUAGES:
        raise ValueError(f"unknown language {text}; there are [es] and [en]")
    return name


def _add(
    text: str, language: Language | None, meant: dict[Language, dict[Key, str]]
) -> None:
    word, sign, listed = text.partition("=")
    word = word.strip()
    said = [phrase.strip() for phrase in listed.split(",")]
    if language is None:
        raise ValueError("[es] or [en] comes first")
    if not sign or not words_in(word) or not all(map(words_in, said)):
        raise ValueError(f"{text!r} is not like: zapatillas = tenis, championes")
    for phrase in said:
        key = key_of(phrase)
        if len(key) > _LONGEST:
            raise ValueError(f"{phrase!r} has more than {_LONGEST} words")
        if meant[language].get(key, word) != word:
            raise ValueError(f"{phrase!r} stands for {meant[language][key]!r} already")
        if key != key_of(word):
            meant[language][key] = word
