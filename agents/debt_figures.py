"""The figures in a sentence about debts: what is none left out, what is one joined."""

import re
from dataclasses import replace

from agents.language import Language
from catalog import Amount, amounts_in

_ONE_PAYMENT = re.compile(r"(un|una|one|a|1)( solo| sola| single)? (pago|payment)")
_A_MONTH = re.compile(r"(?:an? |una? )?(?:month|mes|cuota)")
_IN_PARTS = re.compile(r"a (?:plazos?|cuotas?|mes(?:es)?|letras?|pagos?)")
_SPANS = {
    re.compile(r"\b(?:(?:un |1 )?ano y medio|(?:a|one) year and a half)\b"): "18 meses",
    re.compile(r"\b(?:one and a half|1,5|1\.5) years\b"): "18 meses",
    re.compile(r"\b(?:medio ano|half a year)\b"): "6 meses",
    re.compile(
        r"\b(?:una? (?:sol[oa]|unic[oa])|(?:a|one) single)"
        r" (?:mes|month|cuota|mensualidad|instal+ment)\b"
    ): "1 mes",
    re.compile(r"\bmedia docena de\b|\bhalf a dozen\b"): "6",
}


_NUMBER_ONE = re.compile(
    r"\b((?:deuda|prestamo|credito|debt|loan|account)(?: (?:numero|nro|number))?"
    r"|numero|nro|number|la) (?:uno|one)\b"
)
"""A bare "uno" is an article elsewhere."""


_THE_ONE_OF = re.compile(r"\b(the (?:[a-z]+[ -]){1,4}(?:thousand|hundred)) one\b")
"""As in "the four thousand one": a debt, not 4001."""


def as_figures(folded: str) -> str:
    """Spans that are not said in months ("año y medio"), and "la deuda uno"."""
    for pattern, months in _SPANS.items():
        folded = pattern.sub(months, folded)
    folded = _THE_ONE_OF.sub(r"\1 debt", folded)
    return _NUMBER_ONE.sub(r"\1 1", folded)


def figures_in(folded: str, language: Language) -> list[Amount]:
    """The amounts without "un pago", "a plazos" and the "a month" after a sum.

    Args:
        folded: Lower case without accents.
        language: Whose number words to read; the other's when there are none.
    """
    found: list[Amount] = []
    other: Language = "en" if language == "es" else "es"
    for amount in amounts_in(folded, language) or amounts_in(folded, other):
        said = folded[amount.start : amount.end]
        between = folded[found[-1].end : amount.start].strip() if found else None
        is_rate = between == "" and _A_MONTH.fullmatch(said)
        is_at_once = said == "once" and (
            language == "en" or folded[: amount.start].endswith("at ")
        )
        is_noise = _IN_PARTS.fullmatch(said) or _ONE_PAYMENT.fullmatch(said)
        if is_rate or is_at_once or is_noise:
            continue
        joined = _joined(found[-1], between, amount) if found else None
        if joined is None:
            found.append(amount)
        else:
            found[-1] = joined
    return found


def _joined(first: Amount, between: str | None, second: Amount) -> Amount | None:
    """One figure said as two: "siete con noventa", "dos quinientos"."""
    kinds = {first.unit, second.unit} <= {"number", "money"}
    is_whole = first.value == first.value.to_integral_value()
    if not kinds or not is_whole:
        return None
    if between == "con" and 0 < second.value < 100:
        value = first.value + second.value / 100
    elif between == "" and 0 < first.value < 1000 and 100 <= second.value < 1000:
        value = first.value * 1000 + second.value
    else:
        return None
    return replace(first, end=second.end, value=value, readings=(value,), unit="money")
