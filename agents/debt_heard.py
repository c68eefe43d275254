"""A customer's sentence made ready for the debt rules: folded, amounts as marks."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agents.language import Language
from catalog import Amount, amounts_in

MARKS = {"number": "n", "money": "m", "percent": "p", "fraction": "f", "months": "q"}
"""The letter of each unit: an amount reads `#n0`, `#m1` … in `Heard.text`."""
AMOUNT = r"#[nm]\d+"
MONTHS = r"#q\d+"
SHARE = r"#[pf]\d+"

_ONE_PAYMENT = re.compile(r"(un|una|one|a|1)( solo| sola| single)? (pago|payment)")
_A_MONTH = re.compile(r"(?:an? |una? )?(?:month|mes|cuota)")
_IN_PARTS = re.compile(r"a (?:plazos?|cuotas?|mes(?:es)?|letras?|pagos?)")
_NEGATIVE = re.compile(
    r"(?:^|[\s(:])-\s?$|(?<!\bal )(?<!\blo )(?<!\bo )(?<!\bpoco )(?<!\bnada )"
    r"\b(?:menos|minus|negative|negativ[oa]s?) $"
)
_NEGATIVE_AFTER = re.compile(r"^ (?:negativ[oa]s?|negative|bajo cero)\b")
_HALF_AFTER = re.compile(r"^ (?:y medi[oa]|and a half)\b")
_SPANS = {
    re.compile(r"\b(?:(?:un |1 )?ano y medio|(?:a|one) year and a half)\b"): "18 meses",
    re.compile(r"\b(?:one and a half|1,5|1\.5) years\b"): "18 meses",
    re.compile(r"\b(?:medio ano|half a year)\b"): "6 meses",
    re.compile(r"\bmedia docena de\b|\bhalf a dozen\b"): "6",
}
_CORRECTION = re.compile(
    r"\b(?:no,? )?(?:perdona?|perdone|disculp[ae]|digo|mejor dicho|quise decir"
    r"|quiero decir|queria decir|me equivoque|corrijo|rectifico|no,? espera"
    r"|espera|espere|i mean|i meant|sorry|wait|hold on|scratch that|correction"
    r"|make that|let me correct(?: that| myself)?|my mistake)\b|\bno[,.]? no\b"
    r"|\bno,? (?:mejor|rather)\b|\bactually\b"
)

_SOFT_CORRECTION = re.compile(
    r"(?<=#[nmpfq]\d) , (?:no|bueno|o sea|o mejor|well|or rather|no ,) ,? ?(?=.*#)"
)
"""Between two figures only: "cuatro mil… no, cuatro mil cien"."""


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
    folded = _in_months(_folded(question))
    found = _figures(folded, language)
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
    text = re.sub(r"#(?![nmpfq]\d)", " numero ", "".join(parts))
    text = re.sub(r"[^a-z0-9#,'+ ]+", " ", text.replace(".", " , ").replace("?", " , "))
    text = re.sub(r"\s*,[\s,]*", " , ", text)
    is_question = "?" in question or "¿" in question
    return Heard(" ".join(text.split()).strip(" ,"), tuple(amounts), is_question)


def corrected(heard: Heard) -> tuple[str, str] | None:
    """What stood before and after the customer's last correction; None without one."""
    found: re.Match[str] | None = None
    for match in _CORRECTION.finditer(heard.text):
        found = match
    if found is None:
        found = _SOFT_CORRECTION.search(heard.text)
    if found is None:
        return None
    before, after = heard.text[: found.start()], heard.text[found.end() :]
    return before.strip(" ,"), after.strip(" ,")


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _in_months(folded: str) -> str:
    """As in "año y medio", "half a year": spans that are not said in months."""
    for pattern, months in _SPANS.items():
        folded = pattern.sub(months, folded)
    return folded


def _figures(folded: str, language: Language) -> list[Amount]:
    """The amounts without "un pago", "a plazos" and the "a month" after a sum."""
    found: list[Amount] = []
    other: Language = "en" if language == "es" else "es"
    for amount in amounts_in(folded, language) or amounts_in(folded, other):
        said = folded[amount.start : amount.end]
        follows = found and not folded[found[-1].end : amount.start].strip()
        is_rate = follows and _A_MONTH.fullmatch(said)
        is_at_once = said == "once" and folded[: amount.start].endswith("at ")
        is_noise = _IN_PARTS.fullmatch(said) or _ONE_PAYMENT.fullmatch(said)
        if not (is_rate or is_at_once or is_noise):
            found.append(amount)
    return found


def _valued(amount: Amount, value: Decimal) -> Amount:
    readings: Sequence[Decimal] = amount.readings
    if value != amount.value:
        readings = (value,)
    return Amount(
        amount.start, amount.end, value, tuple(readings), amount.unit, amount.currency
    )
