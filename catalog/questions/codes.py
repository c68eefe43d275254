"""Model codes as people say them and transcribers write them: "erre 236", "R 236"."""

import re
from collections.abc import Iterator

from catalog.number_words import NumberReader
from catalog.questions.lexicon import Language
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import Word, words_in


def _names(pairs: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in pairs.split())


_NAMES: dict[Language, dict[str, str]] = {
    "es": _names(
        "be:b ce:c efe:f ge:g hache:h jota:j ka:k ele:l eme:m ene:n pe:p cu:q erre:r"
        " ere:r ese:s te:t uve:v ve:v equis:x ye:y zeta:z ceta:z cero:0"
    ),
    "en": _names(
        "bee:b cee:c see:c dee:d ef:f eff:f gee:g aitch:h jay:j kay:k el:l em:m en:n"
        " pee:p cue:q queue:q ar:r ess:s tee:t vee:v ex:x why:y wye:y zed:z zee:z oh:0"
        " o:0 zero:0"
    ),
}
"""Names of letters, and of the nought that is said as one."""
_LONG_NAMES: dict[tuple[str, str], str] = {
    **dict.fromkeys((("be", "larga"), ("be", "grande"), ("be", "alta")), "b"),
    **dict.fromkeys((("ve", "corta"), ("ve", "chica"), ("ve", "baja")), "v"),
    **dict.fromkeys((("doble", "ve"), ("doble", "u"), ("doble", "uve")), "w"),
    **dict.fromkeys((("uve", "doble"), ("ve", "doble"), ("double", "u")), "w"),
    ("i", "griega"): "y",
}
_TWICE = frozenset(("doble", "double"))
_DASHES = frozenset(("guion", "dash", "hyphen"))
_SMALL_WORDS: dict[Language, frozenset[str]] = {
    "es": frozenset(("a", "e", "y", "o", "u", "de", "la", "el", "al", "mi", "tu")),
    "en": frozenset(("a", "i", "o", "of", "to", "me", "my")),
}
"""What may be a letter, but seldom is."""
_MOST_WORDS = 8
_LONGEST_PREFIX = 3
_SIZES = frozenset(("talla", "talle", "size"))


def with_codes(text: str, shop: Vocabulary, language: Language) -> str:
    """Give the question with the codes this shop knows as its names write them."""
    words = words_in(text)
    spelling = _Spelling(words, shop, language)
    at, end, pieces = 0, 0, []
    while at < len(words):
        found = spelling.code_at(at)
        if found is None:
            at += 1
            continue
        code, length = found
        pieces += [text[end : words[at].start], code]
        at += length
        end = words[at - 1].end
    return "".join(pieces) + text[end:]


class _Spelling:
    """A question's words, read as the letters and figures of codes."""

    def __init__(self, words: list[Word], shop: Vocabulary, language: Language) -> None:
        self._words = [word.text for word in words]
        self._shop = shop
        self._names = _NAMES[language]
        self._small = _SMALL_WORDS[language]
        self._reader = NumberReader(self._words, language)

    def code_at(self, at: int) -> tuple[str, int] | None:
        """Give the longest known code that begins at a word, and its length in words.

        A code has a figure, or is spelt letter by letter: "equis ele".
        """
        before = self._word(at - 1)
        if self._word(at) in self._small and before not in self._shop.words:
            return None
        best = None
        for code, end, is_spelt in self._read(at):
            has_figure = any(c.isdigit() for c in code)
            is_code = (has_figure and not code.isdigit()) or is_spelt
            if is_code and end > at + 1 and code in self._shop.words:
                best = code, end - at
        if best is None and before in _SIZES and self._word(at) in self._names:
            return self._names[self._word(at)].upper(), 1
        return best

    def _read(self, at: int) -> Iterator[tuple[str, int, bool]]:
        """Yield what is said so far, the index after it, whether it is all letters."""
        code, end, is_spelt = "", at, True
        while end < min(len(self._words), at + _MOST_WORDS):
            if code and self._word(end) in _DASHES:
                end += 1
            piece = self._piece(end) or (None if code else self._prefix(end))
            if piece is None:
                return
            is_spelt = is_spelt and piece[0].isalpha() and piece[0] != self._word(end)
            code, end = code + piece[0], piece[1]
            yield code, end, is_spelt

    def _piece(self, at: int) -> tuple[str, int] | None:
        """A letter or figures, and the index after: "ka", "double oh", "fifty"."""
        word, after = self._word(at), self._word(at + 1)
        if (word, after) in _LONG_NAMES:
            return _LONG_NAMES[word, after], at + 2
        if word in _TWICE:
            once = self._piece(at + 1)
            return (once[0] * 2, once[1]) if once and len(once[0]) == 1 else None
        if name := self._names.get(word):
            return name, at + 1
        if number := self._reader.read(at):
            return str(number[0]), number[1]
        return (word, at + 1) if re.fullmatch(r"\d+|[a-z]", word) else None

    def _prefix(self, at: int) -> tuple[str, int] | None:
        """Letters that a transcriber wrote as one word: "GR 200"."""
        word = self._word(at)
        is_short = len(word) <= _LONGEST_PREFIX and word.isalpha()
        return (word, at + 1) if is_short else None

    def _word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""
