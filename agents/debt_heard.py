"""A customer's sentence made ready for the debt rules: folded, amounts as marks."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agents.debt_figures import as_figures, figures_in
from agents.language import Language
from catalog import Amount

MARKS = {"number": "n", "money": "m", "percent": "p", "fraction": "f", "months": "q"}
"""The letter of each unit: an amount reads `#n0`, `#m1` … in `Heard.text`."""
AMOUNT = r"#[nm]\d+"
MONTHS = r"#q\d+"
SHARE = r"#[pf]\d+"

_STUTTER = re.compile(r"\b(?!no\b)([a-z]+)(?: \1\b)+")
"""A word said twice: "la la once", "mil mil doscientos"; "no, no" is another no."""
_DIMINUTIVE = re.compile(
    r"\b(descuent|rebaj|ofert|cuot|preci|plaz|deud)(?:it|ill|ecit)([oa]s?)\b"
)
_NEGATIVE = re.compile(
    r"(?:^|[\s(:])-\s?$|(?<!\bal )(?<!\blo )(?<!\bo )(?<!\bpoco )(?<!\bnada )"
    r"\b(?:menos|minus|negative|negativ[oa]s?) $"
)
_NEGATIVE_AFTER = re.compile(r"^ (?:negativ[oa]s?|negative|bajo cero)\b")
_HALF_AFTER = re.compile(r"^ (?:y medi[oa]|and a half)\b")


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence with its amounts taken out."""

    text: str
    """Lower case, no accents nor punctuation but commas; amounts as marks."""
    amounts: tuple[Amount, ...]
    """In the order of their marks' numbers; negative ones have a negative value."""
    is_question: bool

    def amount(self, mark: str) -> Amount:
        """The amount of a mark such as `#n0`."""
        return self.amounts[int(mark[2:])]

    def marks(self, pattern: str) -> list[str]:
        """The marks in the text that a pattern fits, in order."""
        return re.findall(pattern, self.text)

    def without(self, part: str) -> "Heard":
        """The same with a part of the text taken out."""
        text = " ".join(self.text.replace(part, " ", 1).split())
        return Heard(text.strip(" ,"), self.amounts, self.is_question)

    def keeping(self, text: str) -> "Heard":
        """The same amounts under another text."""
        return Heard(" ".join(text.split()).strip(" ,"), self.amounts, self.is_question)


def hear(question: str, language: Language) -> Heard:
    """Take the amounts out of a sentence.

    Args:
        question: As heard or typed.
        language: Whose number words to read ("once" is eleven in Spanish only).
    """
    folded = _DIMINUTIVE.sub(r"\1\2", _STUTTER.sub(r"\1", _folded(question)))
    folded = as_figures(folded)
    found = figures_in(folded, language)
    parts: list[str] = []
    amounts: list[Amount] = []
    at = 0
    for amount in found:
        end = amount.end
        value = amount.value
        half = _HALF_AFTER.match(folded[end:])
        if half and amount.unit == "months":
            value, end = value + Decimal("0.5"), end + half.end()
        before = folded[at : amount.start]
        negative = _NEGATIVE.search(before)
        after = _NEGATIVE_AFTER.match(folded[end:])
        if negative or after:
            value = -value
            before = before[: negative.start()] + " " if negative else before
            end += after.end() if after else 0
        parts += [before, f" #{MARKS[amount.unit]}{len(amounts)} "]
        amounts.append(_valued(amount, value))
        at = end
    parts.append(folded[at:])
    text = re.sub(r"#(?![nmpfq]\d)", " numero ", "".join(parts)).replace("/", " por ")
    text = re.sub(r"[^a-z0-9#,'+ ]+", " ", text.replace(".", " , ").replace("?", " , "))
    text = re.sub(r"\s*,[\s,]*", " , ", text)
    is_question = "?" in question or "¿" in question
    return Heard(" ".join(text.split()).strip(" ,"), tuple(amounts), is_question)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _valued(amount: Amount, value: Decimal) -> Amount:
    readings: Sequence[Decimal] = amount.readings
    if value != amount.value:
        readings = (value,)
    return Amount(
        amount.start, amount.end, value, tuple(readings), amount.unit, amount.currency
    )
