"""Numbers and amounts as people write and say them, turned into figures.

Understands Spanish and English, figures and words mixed: "S/ 1,200.50", "dos mil
quinientos", "novecientos euros con veinte", "2.5k", "el setenta por ciento", "la
mitad", "en diez cuotas". Where a text has more than one reading ("2.345") all are
given.
"""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from catalog.amount_tokens import CURRENCIES, Token, tokens_of
from catalog.number_words import ARTICLES, GROUPS, Language, NumberReader

Unit = Literal["number", "money", "percent", "fraction", "months"]


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure found in a text."""

    start: int
    """Where it begins in the text, in characters; the currency belongs to it."""
    end: int
    value: Decimal
    """The likeliest reading. A percentage is 70 for 70 %, a fraction 0.5 for a half,
    a year 12 months."""
    readings: tuple[Decimal, ...]
    """Every possible reading, likeliest first; `value` is the first."""
    unit: Unit = "number"
    currency: str | None = None
    """ISO 4217 code; None when none was said or it has several meanings (pesos, $)."""

    @property
    def cents(self) -> int:
        """The value in hundredths, rounded half up."""
        return int((self.value * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CENTS = frozenset(
    ("centimo", "centimos", "centavo", "centavos", "cent", "cents", "pence", "penny")
)
_PERCENT: tuple[tuple[str, ...], ...] = (
    ("%",),
    ("por", "ciento"),
    ("por", "cien"),
    ("porciento",),
    ("percent",),
)
_PERCENT += (("per", "cent"), ("pct",))
_INSTALMENTS = _words(
    "cuota cuotas plazo plazos mensualidad mensualidades pago pagos mes meses letra "
    "letras instalment instalments installment installments month months payment "
    "payments"
)
_YEARS = frozenset(("ano", "anos", "año", "años", "year", "years"))
_PARTS = {
    **dict.fromkeys(("medio", "media", "mitad", "half"), 2),
    **dict.fromkeys(("tercio", "tercios", "tercera", "terceras", "third", "thirds"), 3),
    **dict.fromkeys(("cuarto", "cuartos", "cuarta", "cuartas"), 4),
    **dict.fromkeys(("quarter", "quarters"), 4),
    **dict.fromkeys(("quinto", "quintos", "quinta", "quintas", "fifth", "fifths"), 5),
    **dict.fromkeys(("decimo", "decimos", "decima", "decimas", "tenth", "tenths"), 10),
}
_BARE_FRACTIONS = _words("mitad half tercio tercios third thirds quarter quarters")


def amounts_in(text: str, language: Language | None = None) -> tuple[Amount, ...]:
    """Find every number and amount in the text, in order, none overlapping.

    A bare "un", "una", "one" or "a" counts only before a currency, a part, an
    instalment or a group ("un euro", "a dozen"). Figures inside model codes ("R664")
    are left out;
    a figure with its measure ("16GB", "55 pulgadas") is a number.
    """
    return _Scan(tokens_of(text), language).run()


def readings_of(figure: str) -> tuple[Decimal, ...]:
    """Give every value that printed digits may have, likeliest first.

    "2.345" is 2345 or 2.345; "2.345,60" only 2345.60; "2,5" only 2.5.
    """
    digits = re.sub(r"[\s'’\u00a0\u202f]", "", figure)
    found: list[Decimal] = []
    for thousands, point in ((",", "."), (".", ",")):
        grouped = rf"\d{{1,3}}(\{thousands}\d{{3}})+(\{point}\d+)?"
        plain = rf"\d+(\{point}\d+)?"
        if re.fullmatch(f"{grouped}|{plain}", digits):
            value = Decimal(digits.replace(thousands, "").replace(point, "."))
            if value not in found:
                found.append(value)
    return tuple(sorted(found, key=_decimals))


def _decimals(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


class _Scan:
    """One pass over the tokens of a text."""

    def __init__(self, tokens: list[Token], language: Language | None) -> None:
        self._tokens = tokens
        self._words = [t.text if not t.is_glued else "" for t in tokens]
        self._reader = NumberReader(self._words, language)
        self._at = 0

    def run(self) -> tuple[Amount, ...]:
        found: list[Amount] = []
        while self._at < len(self._tokens):
            amount = self._fraction() or self._amount()
            if amount is None:
                self._at += 1
            else:
                found.append(amount)
        return tuple(found)

    def _amount(self) -> Amount | None:
        first = self._at
        prefix = first if self._is_currency(first) else None
        start = first + 1 if prefix is not None else first
        number = self._number(start, is_money=prefix is not None)
        if number is None:
            return None
        readings, end = number
        amount = self._with_unit(readings, start, end, prefix)
        if amount is None:
            self._at = end - 1
        return amount

    def _number(
        self, at: int, *, is_money: bool
    ) -> tuple[tuple[Decimal, ...], int] | None:
        """The readings of the bare number at a token and the index after it."""
        if at >= len(self._tokens):
            return None
        token = self._tokens[at]
        if token.kind == "figure":
            return None if token.is_glued else self._figure(at, is_money=is_money)
        if token.text in ("medio", "media", "half"):
            return self._half(at)
        words = self._reader.read(at)
        if words is None and token.text == "a" and self._is_counted(at + 1):
            return (Decimal(1),), at + 1
        if words is None:
            after = at + 1 if token.text in ("a", "un", "una", "la", "the") else at
            group = GROUPS.get(self._word(after))
            return ((Decimal(group),), after + 1) if group and after > at else None
        return self._finish_words(*words)

    def _figure(
        self, at: int, *, is_money: bool
    ) -> tuple[tuple[Decimal, ...], int] | None:
        token = self._tokens[at]
        readings, end = readings_of(token.text), at + 1
        if not readings:
            return None
        if token.has_k:
            return tuple(v * 1000 for v in reversed(readings)), end
        spaced = self._spaced_thousands(at, is_money=is_money)
        if spaced:
            return spaced
        scaled = self._reader.read(end, lead=readings[-1])
        if scaled:
            return self._finish_words(*scaled)
        return self._with_half(readings, end)

    def _spaced_thousands(
        self, at: int, *, is_money: bool
    ) -> tuple[tuple[Decimal, ...], int] | None:
        """As in "S/ 1 200" and "1 200 soles", but not "talla 42 200"."""
        end = at + 1
        if not re.fullmatch(r"\d{1,3}", self._words[at]):
            return None
        while re.fullmatch(r"\d{3}([.,]\d{1,2})?", self._word(end)):
            if self._tokens[end].start - self._tokens[end - 1].end != 1:
                break
            end += 1
        if end == at + 1 or not (is_money or self._is_currency(end)):
            return None
        return readings_of("".join(self._words[at:end])), end

    def _finish_words(
        self, value: Decimal, end: int
    ) -> tuple[tuple[Decimal, ...], int]:
        group = GROUPS.get(self._word(end))
        if group:
            return (value * group,), end + 1
        point = self._decimals(value, end)
        if point:
            return point
        pair = self._price_in_two_parts(value, end)
        return pair or self._with_half((value,), end)

    def _decimals(self, value: Decimal, at: int) -> tuple[tuple[Decimal], int] | None:
        """As in "dos coma cinco", "twelve point seven five"."""
        if self._word(at) not in ("coma", "punto", "point"):
            return None
        digits, end = "", at + 1
        while (part := self._reader.read(end)) is not None and len(digits) < 3:
            digits, end = digits + str(part[0]), part[1]
        if not digits:
            return None
        return (Decimal(f"{value}.{digits}"),), end

    def _price_in_two_parts(
        self, value: Decimal, at: int
    ) -> tuple[tuple[Decimal, ...], int] | None:
        """As in "nueve noventa", 9.90 or 990; "nineteen ninety-nine", 19.99 or 1999."""
        if not (0 < value < 1000) or self._word(at) in ("y", "and", "-"):
            return None
        if self._word(at - 1) in ("un", "una", "a"):  # "un quince por ciento"
            return None
        part = self._reader.read(at)
        if part is None or not 10 <= part[0] < 100 or self._word(at) in GROUPS:
            return None
        cents = value + part[0] / 100
        joined = (value * 100 + part[0],) if value < 100 else ()
        return (cents, *joined), part[1]

    def _half(self, at: int) -> tuple[tuple[Decimal, ...], int] | None:
        """As in "medio millón", "half a million", "media docena"."""
        end = at + 2 if self._word(at + 1) in ("a", "an") else at + 1
        word = self._word(end)
        scale = GROUPS.get(word) or {"million": 10**6, "millon": 10**6}.get(word)
        scale = scale or {"thousand": 1000, "mil": 1000}.get(word)
        return ((Decimal(scale) / 2,), end + 1) if scale else None

    def _with_half(
        self, readings: tuple[Decimal, ...], at: int
    ) -> tuple[tuple[Decimal, ...], int]:
        """As in "dos y medio", "two and a half thousand", "un millón y medio"."""
        if self._words[at : at + 2] in (["y", "medio"], ["y", "media"]):
            value, end = readings[0], at + 2
        elif self._words[at : at + 3] == ["and", "a", "half"]:
            value, end = readings[0], at + 3
        else:
            return readings, at
        scale = {"thousand": 1000, "million": 10**6}.get(self._word(end))
        if scale:
            return ((value + Decimal("0.5")) * scale,), end + 1
        step = next((s for s in (10**6, 1000) if value and value % s == 0), 1)
        return (value + Decimal(step) / 2,), end

    def _with_unit(
        self, readings: tuple[Decimal, ...], start: int, end: int, prefix: int | None
    ) -> Amount | None:
        first = self._tokens[start if prefix is None else prefix]
        amount = Amount(first.start, 0, readings[0], readings)
        is_article = end == start + 1 and self._words[start] in ARTICLES
        if prefix is not None:
            amount = self._money(amount, self._words[prefix])
            amount, end = self._cents_after(amount, end, is_certain=False)
        elif self._is_currency(end):
            amount = self._money(amount, self._words[end])
            amount, end = self._cents_after(amount, end + 1, is_certain=True)
        elif self._word(end) in ("nuevos", "nuevo") and self._is_currency(end + 1):
            amount, end = self._money(amount, "soles"), end + 2
        elif self._word(end) in _CENTS:
            amount = self._scaled(amount, Decimal("0.01"), "money")
            end += 1
        else:
            amount, end = self._other_unit(amount, end)
        if is_article and amount.unit == "number":
            return None
        self._at = end
        return replace(amount, end=self._tokens[end - 1].end)

    def _other_unit(self, amount: Amount, end: int) -> tuple[Amount, int]:
        for words in _PERCENT:
            if tuple(self._words[end : end + len(words)]) == words:
                return replace(amount, unit="percent"), end + len(words)
        if self._word(end) == "monthly" and self._word(end + 1) in _INSTALMENTS:
            return replace(amount, unit="months"), end + 2
        if self._word(end) in _INSTALMENTS:
            return replace(amount, unit="months"), end + 1
        if self._word(end) in _YEARS:
            return self._years(amount, end + 1)
        if self._word(end) in ("con", "y", "and"):
            return self._cents_after(amount, end, is_certain=False)
        return amount, end

    def _years(self, amount: Amount, end: int) -> tuple[Amount, int]:
        months = self._scaled(amount, Decimal(12), "months")
        half = self._with_half((Decimal(0),), end)[1]
        if half == end:
            return months, end
        value = months.value + 6
        return replace(months, value=value, readings=(value,)), half

    def _cents_after(
        self, amount: Amount, end: int, *, is_certain: bool
    ) -> tuple[Amount, int]:
        """The hundredths said after the amount: "con veinte", "and fifty cents"."""
        joiner = self._word(end) if self._word(end) in ("con", "y", "and") else ""
        at = end + 1 if joiner else end
        part = self._small_number(at)
        if part is None or amount.value != amount.value.to_integral_value():
            return amount, end
        cents, after = part
        says_cents = self._word(after) in _CENTS
        if not says_cents and not self._may_be_cents(
            joiner, at, after, is_certain=is_certain
        ):
            return amount, end
        after += says_cents
        currency = amount.currency
        if self._is_currency(after):
            currency, after = CURRENCIES[self._words[after]], after + 1
        value = amount.value + cents / 100
        whole = replace(amount, value=value, readings=(value,), unit="money")
        return replace(whole, currency=currency), after

    def _may_be_cents(
        self, joiner: str, at: int, after: int, *, is_certain: bool
    ) -> bool:
        ends = after >= len(self._tokens) or self._tokens[after].kind == "mark"
        if joiner == "con":
            follows = self._word(after) in ("al", "por", "a", "cada", "mensuales")
            return is_certain or ends or follows or self._is_currency(after)
        is_word = at < len(self._tokens) and self._tokens[at].kind == "word"
        return joiner == "" and is_certain and is_word and ends

    def _small_number(self, at: int) -> tuple[Decimal, int] | None:
        if re.fullmatch(r"\d{1,2}", self._word(at)):
            return Decimal(self._words[at]), at + 1
        part = self._reader.read(at)
        return part if part and 0 < part[0] < 100 else None

    def _fraction(self) -> Amount | None:
        """As in "la mitad", "dos tercios", "tres cuartas partes", "a quarter"."""
        at = self._at
        lead = self._reader.read(at)
        if self._word(at) in ("la", "el", "the", "a"):
            lead = (Decimal(1), at + 1)
        times, end = lead or (Decimal(1), at)
        word = self._word(end)
        parts = _PARTS.get(word)
        if parts is None or times >= parts or times < 1:
            return None
        says_part = self._word(end + 1) in ("parte", "partes")
        year = end + 2 if self._word(end + 1) in ("a", "an") else end + 1
        if parts == 2 and self._word(year) in _YEARS:
            return self._span(at, year + 1, Decimal(6), "months")
        is_plural_part = lead is not None and word.endswith("s")
        is_certain = says_part or word in _BARE_FRACTIONS or is_plural_part
        if not is_certain or self._half(end):
            return None
        value = times / parts
        return self._span(at, end + 1 + says_part, value, "fraction")

    def _span(self, start: int, end: int, value: Decimal, unit: Unit) -> Amount:
        self._at = end
        first, last = self._tokens[start], self._tokens[end - 1]
        return Amount(first.start, last.end, value, (value,), unit)

    @staticmethod
    def _scaled(amount: Amount, factor: Decimal, unit: Unit) -> Amount:
        readings = tuple(v * factor for v in amount.readings)
        return replace(amount, value=readings[0], readings=readings, unit=unit)

    @staticmethod
    def _money(amount: Amount, word: str) -> Amount:
        return replace(amount, unit="money", currency=CURRENCIES[word])

    def _word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""

    def _is_counted(self, at: int) -> bool:
        return self._word(at) in _YEARS | _INSTALMENTS or self._is_currency(at)

    def _is_currency(self, at: int) -> bool:
        return self._word(at) in CURRENCIES
