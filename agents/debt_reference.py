"""Which of their debts a customer means: by number, place, size or amount."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from agents.debt_heard import AMOUNT, Heard
from catalog import Amount, Debt

_NOUN = r"(?:deuda|prestamo|credito|(?<!a )cuenta|debt|loan|account)s?"
_NUMBER = r"(?:numero|nro|num|number|nr|id)"
_OTHER_NOUN = (
    r"(?! (?:oferta|cuota|propuesta|opcion|vez|palabra|rebaja|letra|parte|mensualidad"
    r"|semana|mitad|hora|offer|payment|instal\w+|time|thing|thought|price|discount"
    r"|option|month|plan|amount|possible|way|rebaja|plazo|descuento|half|week|#[pf]))"
)
_END = (
    r"(?= ,|$| (?:de|por|que|debt|one|deuda|y|en|con|please|a|is|the|la|si|now"
    r"|ahora)\b)"
)

BY_NUMBER = re.compile(
    rf"(?:\b(?:la|mi|the|my|esa|esta|that|this) )?\b{_NOUN}"
    rf"(?: (?:con el |con |de |la )?{_NUMBER})? ({AMOUNT})"
    rf"|(?:\b(?:la|el|the) )?\b{_NUMBER} ({AMOUNT})"
)
BARE_NUMBER = re.compile(rf"\b(?:la|the|a la|con la) ({AMOUNT})(?! ?(?:one|debt))\b")
BY_TOTAL = re.compile(
    rf"\b(?:la|the|the one|one|that|mi|my)?(?: ?{_NOUN})?"
    rf" ?\b"
    rf"(?:de|of|for|por|que (?:es|son|vale)(?: de| por)?|worth|with|at)"
    rf" (?:los |unos |about )?"
    rf"({AMOUNT})"
    rf"|\bthe ({AMOUNT})(?: (?:one|debt))"
)
_PLACES = {
    r"primer[ao]?|first": 0,
    r"segund[ao]|second": 1,
    r"tercer[ao]?|third": 2,
    r"cuart[ao]|fourth": 3,
    r"quint[ao]|fifth": 4,
    r"sext[ao]|sixth": 5,
    r"ultim[ao]|last": -1,
    r"penultim[ao]": -2,
}
BY_PLACE = {
    re.compile(
        rf"\b(?:la|mi|the|my|con la|a la) (?:{words})(?: (?:{_NOUN}|one|de (?:la lista"
        rf"|todas|ellas)))?(?![a-z0-9]){_OTHER_NOUN}|\b(?:{words}) {_NOUN}\b"
        rf"|^(?:{words})$"
    ): place
    for words, place in _PLACES.items()
}
_BIG = (
    r"mas (?:grande|alta|cara|gorda|elevada)|mayor|grande|gorda|big(?:ger|gest)?"
    r"|larg(?:er|est)|high(?:er|est)|de mayor (?:importe|monto|cantidad)"
)
_SMALL = (
    r"mas (?:pequena|chica|baja|barata|chiquita)|menor|pequena|chica|chiquita"
    r"|small(?:er|est)?|low(?:er|est)|little|de menor (?:importe|monto|cantidad)"
)
BY_SIZE = {
    re.compile(
        rf"\b(?:la|mi|the|my)(?: {_NOUN})? (?:{words})(?: (?:{_NOUN}|one|de (?:todas"
        rf"|las dos|las deudas|ellas)))?{_OTHER_NOUN}{_END}"
    ): is_big
    for words, is_big in ((_BIG, True), (_SMALL, False))
}
_TAKES = re.compile(r"\b(?:acept\w+|tomo|quedo con|accept|take) $")
"""Before "la última" it is an offer that is meant."""
THE_OTHER = re.compile(
    rf"\b(?:la|mi|the|my|a la|con la) (?:otra|other)(?: (?:{_NOUN}|one))?"
    rf"(?![a-z0-9]){_OTHER_NOUN}|\botra {_NOUN}\b"
)
THE_ONLY = re.compile(rf"\b(?:la|mi|esta|esa|una|my|the|this|that|a) {_NOUN}\b")


_IT = re.compile(
    r"\b(?:negoci|pag|arregl|trat|liquid|cancel|sald|discut|resolv)\w*r(?:la|lo)\b"
    r"|\b(?:de|con) (?:ella|esa)\b"
    r"|\b(?:negotiate|discuss|settle|pay|sort|about) (?:it|that)\b"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The debt a sentence points to."""

    debt: str
    """Its number; empty when more than one is meant."""
    said: str
    """The words that point to it."""
    how: Literal["number", "bare", "total", "place", "size", "other", "only"]


def reference_in(
    heard: Heard, debts: Sequence[Debt], chosen: Debt | None
) -> Reference | None:
    """The debt a sentence points to; None when it points to none.

    Numbers that are nobody's are given back as they are: it is the ledger that says
    whether there is such a debt.
    """
    for find in (_numbered, _totalled, _bare, _alone, _placed, _sized, _other):
        found = find(heard, debts, chosen)
        if found is not None:
            return found
    return None


def only_debt(heard: Heard, debts: Sequence[Debt]) -> Reference | None:
    """The customer's single debt, when the sentence says "my debt"."""
    match = THE_ONLY.search(heard.text)
    if match is None or len(debts) != 1:
        return None
    return Reference(debts[0].id, match[0], "only")


def it(heard: Heard, debts: Sequence[Debt]) -> Reference | None:
    """The customer's single debt, as in "quiero negociarla", "let's talk about it"."""
    match = _IT.search(heard.text)
    if match is None or len(debts) != 1:
        return None
    return Reference(debts[0].id, match[0], "only")


def _numbered(heard: Heard, debts: Sequence[Debt], _: Debt | None) -> Reference | None:
    match = BY_NUMBER.search(heard.text)
    if match is None:
        return None
    amount = heard.amount(_mark(match))
    with_number = _with_number(amount, debts)
    totals = _with_total(amount, debts)
    if with_number is None and len(totals) == 1:
        return Reference(totals[0], match[0], "total")
    return Reference(with_number or _text(amount.value), match[0], "number")


def _totalled(heard: Heard, debts: Sequence[Debt], _: Debt | None) -> Reference | None:
    for match in BY_TOTAL.finditer(heard.text):
        amount = heard.amount(_mark(match))
        totals = _with_total(amount, debts)
        says_debt = re.search(rf"{_NOUN}|\bone\b", match[0])
        is_alone = re.match(r"(la|the one) (de|of|for|que)\b", match[0].strip())
        if totals and (says_debt or is_alone):
            debt = totals[0] if len(totals) == 1 else ""
            return Reference(debt, match[0], "total")
        if says_debt and re.search(r"\b(de|of|worth|son)\b", match[0]):
            number = _with_number(amount, debts)
            return Reference(number or _text(amount.value), match[0], "total")
    return None


def _bare(heard: Heard, debts: Sequence[Debt], _: Debt | None) -> Reference | None:
    match = BARE_NUMBER.search(heard.text)
    if match is None:
        return None
    amount = heard.amount(_mark(match))
    number = _with_number(amount, debts)
    if number is None and len(totals := _with_total(amount, debts)) == 1:
        return Reference(totals[0], match[0], "total")
    is_price = amount.unit == "money" or match[0].startswith("the")
    if number is None and is_price:
        return None
    return Reference(number or _text(amount.value), match[0], "bare")


def _alone(
    heard: Heard, debts: Sequence[Debt], chosen: Debt | None
) -> Reference | None:
    """Just the number of a debt, while none is chosen."""
    match = re.fullmatch(rf"({AMOUNT})", heard.text)
    if match is None or chosen is not None:
        return None
    number = _with_number(heard.amount(match[1]), debts)
    return None if number is None else Reference(number, match[0], "bare")


def _placed(heard: Heard, debts: Sequence[Debt], _: Debt | None) -> Reference | None:
    for pattern, place in BY_PLACE.items():
        match = pattern.search(heard.text)
        if match and not _TAKES.search(heard.text[: match.start()]):
            in_reach = -len(debts) <= place < len(debts)
            debt = str(debts[place].id) if in_reach else f"{place + 1}."
            return Reference(debt, match[0], "place")
    return None


def _sized(heard: Heard, debts: Sequence[Debt], _: Debt | None) -> Reference | None:
    for pattern, is_big in BY_SIZE.items():
        match = pattern.search(heard.text)
        if match and debts:
            choose: Callable[..., Debt] = max if is_big else min
            debt = choose(debts, key=lambda d: d.total_cents)
            same = [d for d in debts if d.total_cents == debt.total_cents]
            return Reference(debt.id if len(same) == 1 else "", match[0], "size")
    return None


def _other(
    heard: Heard, debts: Sequence[Debt], chosen: Debt | None
) -> Reference | None:
    match = THE_OTHER.search(heard.text)
    if match is None:
        return None
    others = [d for d in debts if chosen is None or d.id != chosen.id]
    return Reference(others[0].id if len(others) == 1 else "", match[0], "other")


def _mark(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def _with_number(amount: Amount, debts: Sequence[Debt]) -> str | None:
    """The debt whose number was said; "D-011" is number 11 too."""
    said = _text(amount.value)
    for debt in debts:
        digits = re.sub(r"\D", "", debt.id)
        if said in (debt.id, digits, digits.lstrip("0")):
            return debt.id
    return None


def _with_total(amount: Amount, debts: Sequence[Debt]) -> list[str]:
    """The debts of that total; one said without its cents is recognised."""
    for fits in (_is_exactly, _is_roughly):
        found = [d.id for d in debts if any(fits(d, v) for v in amount.readings)]
        if found:
            return [str(debt) for debt in found]
    return []


def _is_exactly(debt: Debt, value: Decimal) -> bool:
    return debt.total_cents == value * 100


def _is_roughly(debt: Debt, value: Decimal) -> bool:
    return abs(debt.total_cents - value * 100) < 100 and value == value.to_integral()


def _text(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return str(int(value)) if whole else format(value, "f")
