"""Cutting a question into marks, by what the language and this shop know."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from catalog.amounts import Amount, amounts_in
from catalog.folding import fold
from catalog.questions.codes import with_codes
from catalog.questions.lexicon import SCOPES, Language, Lexicon
from catalog.questions.marks import Mark, Marks
from catalog.questions.measures import is_unit, unit_of, with_halves
from catalog.questions.mending import Mender
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import Word, singular, words_in

_JOINED = re.compile(r"^(\d+)([a-z]+)$")
_INCH_SIGNS = ('"', "”", "″", "''", "’’")
_WEAK = frozenset(
    ("product", "average", "units", "examples", "family", "sum", "exactly", "around")
)
"""Ideas whose one word may as well be a thing the shop sells."""
_LIMITING = frozenset(
    ("less", "at_most", "more", "at_least", "between", "around", "exactly")
)
"""Ideas that are nothing without an amount after them."""


_KINDS = frozenset(("tipos", "clases", "types", "kinds", "sorts"))
_SIZES = frozenset(("talla", "talle", "size"))
_LONG = 3
_ONE = frozenset(("un", "una", "one", "a"))
_FEW = 10
_HAVING = frozenset(
    ("tenga", "tengan", "tiene", "tienen", "traiga", "sea", "has", "have", "with")
)
"""What begins another condition: "más barato que tenga 8 gigas"."""
_OF_THEM = (["de", "los"], ["de", "las"])
"""As in "la más barata de las dos": no price is compared."""


def _trails_off(words: Sequence[Word], at: int) -> bool:
    """A hesitation: "este… quiero"."""
    return at + 1 < len(words) and words[at + 1].start - words[at].end > 1


class Marker:
    """Marks questions about one shop."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._shop = vocabulary
        self._lexicon: Lexicon = vocabulary.lexicon
        self._mender = Mender(vocabulary)

    def mark(self, text: str, language: Language) -> Marks:
        """Cut a question into marks."""
        text = with_halves(text, self._lexicon, self._shop.words)
        text = with_codes(text, self._shop, language)
        found = words_in(text)
        texts = [self._mender.mended(word, language) for word in found]
        marks = Marks(text, language, texts)
        amounts = self._amounts(text, found, language)
        at = 0
        while at < len(found):
            whole = self._shop.full_name_at([word.text for word in found], at)
            if whole is not None:
                end = at + whole[1]
                said = Mark(texts[at], at, end, is_word=True, name=whole[0])
                marks.listed.append(self._with_break(said, found, text))
                at = end
                continue
            named = self._shop.named_at(texts, at)
            if named > 1:
                marks.listed += self._named(texts, found, at, named, text)
                at += named
                continue
            length = self._shop.own.called_at(texts, at)
            if length:
                column = self._shop.own.called(texts[at : at + length])
                called = Mark(texts[at], at, at + length, column=column)
                marks.listed.append(self._with_break(called, found, text))
                at += length
                continue
            mark = self._amount_at(amounts, found, at)
            has_amount = any(at < i <= at + 9 for i in amounts)
            mark = mark or self._mark_at(
                texts, found, at, language, amounts if has_amount else {}
            )
            marks.listed.append(self._with_break(mark, found, text))
            if mark.amount and mark.end == at + 1:
                marks.listed += self._unit_inside(found[at], at, text)
            at = mark.end
        return marks

    def _named(
        self, texts: list[str], words: Sequence[Word], at: int, length: int, text: str
    ) -> list[Mark]:
        """Marks of several words that are one name here: "primeros auxilios"."""
        plain = [Mark(texts[i], i, i + 1, is_word=True) for i in range(at, at + length)]
        return [self._with_break(plain[0], words, text), *plain[1:]]

    def _amounts(
        self, text: str, words: Sequence[Word], language: Language
    ) -> dict[int, tuple[Amount, int]]:
        """Amounts by the index of their first word, with the index after the last."""
        placed = {}
        for amount in amounts_in(text, language):
            inside = [
                i
                for i, word in enumerate(words)
                if word.end > amount.start and word.start < amount.end
            ]
            if inside and not self._is_code(words[inside[0]].text):
                placed[inside[0]] = (amount, inside[-1] + 1)
        for at, (one, unit) in enumerate(pairwise(words)):
            if at not in placed and one.text in _ONE:
                key = ("1", unit_of(unit.text, self._lexicon))
                if is_unit(unit.text, self._lexicon) and key in self._shop.measures:
                    one_of_it = Amount(one.start, one.end, Decimal(1), (Decimal(1),))
                    placed[at] = (one_of_it, at + 1)
        return placed

    def _is_code(self, word: str) -> bool:
        """Letters and figures that are no measure: "5g", "r664"."""
        if word.isdigit() or word.isalpha():
            return False
        joined = _JOINED.match(word)
        if joined is None:
            return any(c.isalpha() for c in word)
        if joined[2] in ("k", "s", "st", "nd", "rd", "th"):
            return joined[2] != "k"
        return not is_unit(joined[2], self._lexicon)

    def _amount_at(
        self,
        amounts: dict[int, tuple[Amount, int]],
        words: Sequence[Word],
        at: int,
    ) -> Mark | None:
        if at not in amounts:
            return None
        amount, end = amounts[at]
        return Mark(words[at].text, at, end, amount=amount)

    def _unit_inside(self, word: Word, at: int, text: str) -> list[Mark]:
        """The unit written against the figure: "16GB", `15"`."""
        joined = _JOINED.match(word.text)
        if joined and joined[2] != "k":
            return [Mark(joined[2], at, at + 1, is_word=True)]
        if text[word.end : word.end + 1] in _INCH_SIGNS:
            return [Mark("in", at, at + 1, is_word=True)]
        return []

    def _mark_at(
        self,
        texts: list[str],
        words: Sequence[Word],
        at: int,
        language: Language,
        amounts: dict[int, tuple[Amount, int]],
    ) -> Mark:
        own = self._own_mark_at(texts, at)
        if own is not None:
            return own
        text = texts[at]
        if text == "este" and _trails_off(words, at):
            return Mark(text, at, at + 1, is_filler=True)
        found = self._ideas_at(texts, at, language, amounts)
        length = max(found.values(), default=0)
        if length == 1 and self._is_thing(words[at], found):
            length = 0
        fillers = self._lexicon.filler[language].at(texts, at)
        filler = max(fillers.values(), default=0)
        if max(length, filler) == 1 and self._is_in_name(texts, at, found):
            return Mark(text, at, at + 1, is_word=True)
        if length and length >= filler:
            ideas = frozenset(idea for idea, n in found.items() if n == length)
            ordinal = self._lexicon.ordinals.get(text, 0)
            return Mark(text, at, at + length, ideas, ordinal=ordinal)
        if words[at].has_accent and singular(text) in self._shop.heads:
            return Mark(text, at, at + 1, is_word=True)
        if filler and not (filler == 1 and text in self._shop.words):
            return Mark(text, at, at + filler, is_filler=True)
        if text in self._lexicon.ordinals and text not in self._shop.words:
            return Mark(text, at, at + 1, ordinal=self._lexicon.ordinals[text])
        return Mark(text, at, at + 1, is_word=text not in self._lexicon.stop[language])

    def _own_mark_at(self, texts: list[str], at: int) -> Mark | None:
        """What a word means in this shop alone, whatever it means elsewhere."""
        text = texts[at]
        kinds = self._kinds_of_all(texts, at)
        if kinds:
            return Mark(text, at, at + kinds, frozenset(("family",)))
        if at and texts[at - 1] in _SIZES and self._is_size(text):
            return Mark(text, at, at + 1, is_word=True)
        if text in self._shop.stock_words:
            return Mark(text, at, at + 1, frozenset(("units",)))
        if singular(text) in self._shop.generic:
            return Mark(text, at, at + 1, frozenset(("product", "whole_shop")))
        return None

    def _ideas_at(
        self,
        texts: list[str],
        at: int,
        language: Language,
        amounts: dict[int, tuple[Amount, int]],
    ) -> dict[str, int]:
        found = {
            idea: length
            for idea, length in self._lexicon.phrases[language].at(texts, at).items()
            if idea not in _LIMITING or self._limits(texts, at + length, amounts)
        }
        return self._without_columns(found, texts, at)

    def _without_columns(
        self, ideas: dict[str, int], texts: list[str], at: int
    ) -> dict[str, int]:
        """Leave out other subjects that are sold or kept here: "cuánto pesa"."""
        return {
            idea: length
            for idea, length in ideas.items()
            if idea not in SCOPES
            or not (
                any(self._shop.own.called([w]) for w in texts[at : at + length])
                or (length == 1 and self._shop.sells(texts[at]))
                or self._is_sold_whole(idea, texts[at : at + length])
            )
        }

    def _is_sold_whole(self, idea: str, words: list[str]) -> bool:
        """As in "historia del", where books of history are sold."""
        return idea == "off_topic" and self._shop.sells_all(words)

    def _kinds_of_all(self, texts: list[str], at: int) -> int:
        """As in "tipos de plantas" in a garden centre: which families there are."""
        words = texts[at : at + 3]
        is_kinds = len(words) == 3 and words[0] in _KINDS and words[1] in ("de", "of")
        return 3 if is_kinds and singular(words[2]) in self._shop.generic else 0

    def _is_size(self, text: str) -> bool:
        """Tell whether a letter or two are one of the sizes kept here."""
        size = self._shop.own.by_name.get("size")
        sizes = {fold(value) for value in size.values} if size else set()
        return text in sizes or (len(text) < _LONG and text in self._shop.words)

    @staticmethod
    def _limits(
        texts: list[str], after: int, amounts: dict[int, tuple[Amount, int]]
    ) -> bool:
        """Tell whether an amount follows that a comparison can be with."""
        near = [i for i in amounts if after <= i <= after + 2]
        if not near:
            return False
        if not _HAVING.isdisjoint(texts[after : near[0]]):
            return False
        amount = amounts[near[0]][0]
        is_few = amount.unit == "number" and amount.value <= _FEW
        return not (is_few and texts[after - 1 : near[0]] in _OF_THEM)

    def _is_in_name(self, texts: list[str], at: int, ideas: dict[str, int]) -> bool:
        """A filling word that names here: "café solo", "max 7"."""
        pairs = self._shop.pairs
        if tuple(texts[at - 1 : at + 1]) in pairs or tuple(texts[at : at + 2]) in pairs:
            return True
        if not ideas.keys() <= {"only", "also", "other", "show", "want"}:
            return False
        before = singular(texts[at - 1]) if at else ""
        known = self._shop.index.by_singular
        return singular(texts[at]) in known and before in known

    def _is_thing(self, word: Word, ideas: dict[str, int]) -> bool:
        """One word of an idea that this shop sells, as "sobres" and "medias"."""
        names = set(ideas)
        if not names & _WEAK:
            return False
        return singular(word.text) in self._shop.heads

    def _with_break(self, mark: Mark, words: Sequence[Word], text: str) -> Mark:
        if mark.start == 0:
            return mark
        between = text[words[mark.start - 1].end : words[mark.start].start]
        if not re.search(r"[,;.?!¿¡:]", between):
            return mark
        return replace(mark, breaks=True)
