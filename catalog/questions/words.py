"""Words as they are compared: folded, without number or gender, by sound."""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalog.folding import fold

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W\d_]{1,2}(?![^\W_]))?")
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"(?<=[sc])ch", "ch"),
        (r"(?<!c)h", ""),
        (r"qu(?=[ei])", "k"),
        (r"[qk]", "k"),
        (r"ck|c(?![ehiy])", "k"),
        (r"c(?=[eiy])", "s"),
        (r"gu(?=[ei])", "g"),
        (r"g(?=[ei])", "j"),
        (r"ll", "y"),
        (r"v", "b"),
        (r"[zx]", "s"),
        (r"w", "gu"),
        (r"y$", "i"),
        (r"(.)\1+", r"\1"),
    )
]
_DIMINUTIVE = re.compile(r"(?:e?c)?(?:it|ill)([oae])$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, or of a name."""

    text: str
    """Folded."""
    start: int
    end: int
    has_accent: bool = False
    """Its accent was written: "té" is a drink, "te" is not."""


def words_in(text: str) -> list[Word]:
    """Split a text into folded words, in order; signs are left out."""
    found = []
    for match in _WORD.finditer(text):
        piece = match.group()
        folded = fold(re.sub(r"['’](?:s|S)$", "", piece)).replace("’", "'")
        found.append(
            Word(folded, match.start(), match.end(), has_accent=not piece.isascii())
        )
    return found


@lru_cache(maxsize=200_000)
def singular(word: str) -> str:
    """Give one form for a folded word's singular and plural, either language."""
    if len(word) <= 3 or not word.isalpha():
        if word.endswith("y"):  # "toy", as "toys"
            return word[:-1] + "i"
        return word[:2] if re.fullmatch(r"[a-z][^aeiou]s", word) else word
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
        if word.endswith(("is", "us")) and len(word) > 4:  # "autobuses", "grises"
            word = word[:-1]
    if word.endswith("c"):
        return word[:-1] + "z"
    if word.endswith("v"):
        return word[:-1] + "f"
    return word[:-1] + "i" if word.endswith("y") else word


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """Give one form for a folded word's genders and numbers."""
    return root_of(singular(word))


def root_of(key: str) -> str:
    """Give one form for the genders of a word without number."""
    is_gendered = len(key) > 3 and key[-1] in "ao" and key.isalpha()
    return key[:-1] if is_gendered else key


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Give what a folded word sounds like to a Spanish ear, number left out."""
    word = singular(word)
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def without_diminutive(word: str) -> tuple[str, ...]:
    """Give the words a diminutive may come from: "lamparitas" from "lampara"."""
    plain = re.sub(r"s$", "", word)
    match = _DIMINUTIVE.search(plain)
    if match is None or match.start() < 3:
        return ()
    stem = plain[: match.start()]
    stems = [stem]
    if stem.endswith("qu"):
        stems = [stem[:-2] + "c"]
    elif stem.endswith("gu"):
        stems = [stem[:-2] + "g"]
    elif stem.endswith("c"):
        stems = [stem, stem[:-1] + "z"]
    endings = (match[1], "", "a", "o", "e")
    return tuple(dict.fromkeys(s + ending for s in stems for ending in endings))


def forget_words() -> None:
    """Forget the forms of words that customers used."""
    for remembering in (singular, root, sound):
        remembering.cache_clear()
