"""A question cut into marks: ideas, amounts, words that name things, the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.amounts import Amount, amounts_in
from catalog.questions.codes import with_codes
from catalog.questions.lexicon import Language, Lexicon
from catalog.questions.measures import is_unit, unit_of
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


SCOPES = ("hostile", "sensitive", "off_topic", "service")
"""Ideas that say what a question is about, not what is wanted."""
_ONE = frozenset(("un", "una", "one", "a"))
_FEW = 10
_OF_THEM = (["de", "los"], ["de", "las"])
"""As in "la más barata de las dos": no price is compared."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of the question."""

    word: str
    """Its first word, mended."""
    start: int
    """Index of its first word; `end` is the index after its last."""
    end: int
    ideas: frozenset[str] = frozenset()
    amount: Amount | None = None
    ordinal: int = 0
    is_word: bool = False
    """It names something, as far as we know."""
    is_filler: bool = False
    column: str = ""
    """The owner's column that several words name."""
    name: str = ""
    """The whole name of a product, as the shop writes it."""
    breaks: bool = False
    """A comma or a full stop stands before it."""


def _trails_off(words: Sequence[Word], at: int) -> bool:
    """A hesitation: "este… quiero"."""
    return at + 1 < len(words) and words[at + 1].start - words[at].end > 1


@dataclass(slots=True)
class Marks:
    """A whole question, marked."""

    text: str
    language: Language
    words: list[str]
    """Folded words, function words mended."""
    listed: list[Mark] = field(default_factory=list)

    @property
    def ideas(self) -> frozenset[str]:
        """Give every idea that occurs."""
        return frozenset().union(*(mark.ideas for mark in self.listed))


class Marker:
    """Marks questions about one shop."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._shop = vocabulary
        self._lexicon: Lexicon = vocabulary.lexicon
        keys = {key for key in vocabulary.index.by_singular if len(key) > 3}
        keys |= {word for family in vocabulary.family_keys for word in family}
        self._long_words = sorted(keys)
        self._nearest: dict[Language, list[str]] = {
            language: sorted(phrases.long_words())
            for language, phrases in self._lexicon.phrases.items()
        }

    def mark(self, text: str, language: Language) -> Marks:
        """Cut a question into marks."""
        text = with_codes(text, self._shop, language)
        found = words_in(text)
        texts = [self._mended(word, language) for word in found]
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

    def _mended(self, word: Word, language: Language) -> str:
        text = word.text
        if self._is_known(text, language) or not text.isalpha():
            return text
        mended = self._lexicon.mended(text, language)
        if mended != text or len(text) < 5:
            return mended
        most = 1 if len(text) < 8 else 2
        near = process.extract(
            text, self._nearest[language], scorer=OSA.distance, score_cutoff=most
        )
        # Letters are swapped more often than left out.
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
        text = texts[at]
        if text in self._shop.stock_words:
            return Mark(text, at, at + 1, frozenset(("units",)))
        if singular(text) in self._shop.generic:
            return Mark(text, at, at + 1, frozenset(("product", "whole_shop")))
        if text == "este" and _trails_off(words, at):
            return Mark(text, at, at + 1, is_filler=True)
        found = {
            idea: length
            for idea, length in self._lexicon.phrases[language].at(texts, at).items()
            if idea not in _LIMITING or self._limits(texts, at + length, amounts)
        }
        found = self._without_columns(found, texts, at)
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

    def _without_columns(
        self, ideas: dict[str, int], texts: list[str], at: int
    ) -> dict[str, int]:
        """Leave out subjects of other rooms that are columns here: "cuánto pesa"."""
        return {
            idea: length
            for idea, length in ideas.items()
            if idea not in SCOPES
            or not any(self._shop.own.called([w]) for w in texts[at : at + length])
        }

    @staticmethod
    def _limits(
        texts: list[str], after: int, amounts: dict[int, tuple[Amount, int]]
    ) -> bool:
        """Tell whether an amount follows that a comparison can be with."""
        near = [i for i in amounts if after <= i <= after + 2]
        if not near:
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
        return Mark(
            mark.word,
            mark.start,
            mark.end,
            mark.ideas,
            mark.amount,
            mark.ordinal,
            mark.is_word,
            mark.is_filler,
            mark.column,
            mark.name,
            breaks=True,
        )
