"""Model codes as people say them and transcribers write them: "erre 236", "R 236"."""

import re
from collections.abc import Iterator

from catalog.amounts import amounts_in
from catalog.questions.lexicon import Language
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import Word, words_in

_LETTERS = dict(
    pair.split(":")
    for pair in (
        "be:b ce:c efe:f ge:g hache:h jota:j ka:k ele:l eme:m ene:n pe:p cu:q erre:r"
        " ere:r ese:s te:t uve:v ve:v equis:x zeta:z ceta:z zed:z zee:z doble:w"
    ).split()
)
_DIGITS = {
    word: str(number)
    for words in (
        "cero uno dos tres cuatro cinco seis siete ocho nueve",
        "zero one two three four five six seven eight nine",
    )
    for number, word in enumerate(words.split())
}
_SMALL_WORDS = frozenset(("a", "e", "y", "o", "u", "de", "la", "el", "al", "mi", "tu"))
"""What may be a letter, but seldom is."""
_MOST_PIECES = 6
_LONGEST_PREFIX = 3
_SIZES = frozenset(("talla", "talle", "size"))


def with_codes(text: str, shop: Vocabulary, language: Language) -> str:
    """Give the question with the codes this shop knows as its names write them."""
    words = words_in(text)
    numbers = _numbers(text, words, language)
    at, end, pieces = 0, 0, []
    while at < len(words):
        found = _code_at(words, at, numbers, shop)
        if found is None:
            at += 1
            continue
        code, length = found
        pieces += [text[end : words[at].start], code]
        at += length
        end = words[at - 1].end
    return "".join(pieces) + text[end:]


def _code_at(
    words: list[Word], at: int, numbers: dict[int, tuple[str, int]], shop: Vocabulary
) -> tuple[str, int] | None:
    """Give the longest known code that begins at a word, and its length in words."""
    first = words[at].text
    before = words[at - 1].text if at else ""
    prefix = _LETTERS.get(first) or (first if len(first) <= _LONGEST_PREFIX else "")
    if before in _SIZES and first in _LETTERS:
        return _LETTERS[first].upper(), 1
    if not prefix.isalpha() or (first in _SMALL_WORDS and before not in shop.words):
        return None
    best = None
    for said, length in _said(words, at + 1, numbers):
        code = prefix + said
        if code in shop.words and any(c.isdigit() for c in code):
            best = code, length + 1
    return best


def _said(
    words: list[Word], at: int, numbers: dict[int, tuple[str, int]]
) -> Iterator[tuple[str, int]]:
    """Yield what may follow the first letters, with its length in words."""
    said, start = "", at
    while at < min(len(words), start + _MOST_PIECES):
        word = words[at].text
        if at in numbers and not word.isdigit() and word not in _DIGITS:
            figure, length = numbers[at]
            said, at = said + figure, at + length
        elif re.fullmatch(r"\d+|[a-z]", word) or word in _DIGITS or word in _LETTERS:
            said += _DIGITS.get(word) or _LETTERS.get(word) or word
            at += 1
        else:
            return
        yield said, at - start


def _numbers(
    text: str, words: list[Word], language: Language
) -> dict[int, tuple[str, int]]:
    """Whole numbers in words, by the index of their first word, with their length."""
    found = {}
    for amount in amounts_in(text, language):
        inside = [
            i
            for i, word in enumerate(words)
            if word.end > amount.start and word.start < amount.end
        ]
        is_plain = amount.unit == "number" and amount.value == int(amount.value)
        if inside and is_plain:
            found[inside[0]] = str(int(amount.value)), len(inside)
    return found
