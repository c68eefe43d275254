"""Does every figure in a sentence come from somewhere?

What a tool answered in this visit, what the customer said, and what follows from both
by plain arithmetic is support. Amounts, quantities, dates, times, model codes and
names are checked; ordinals, list numbers and small talk are not.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from agents.arithmetic import follows, is_percentage, whole
from agents.moments import Moment, moments_in, same_day, weekday_of
from catalog import Amount, amounts_in

_HARMLESS = re.compile(
    r"\b\d+\s?(?:\.?[ºª°]|(?:er|ro|do|ra|da|to|ta|mo|st|nd|rd|th)\b)"
    r"|\b(?:opcion|punto|paso|option|point|step)(?: numero| number)? \w+"
    r"|\b(?:mil gracias|a thousand thanks|cien por cien(?:to)?|un par|a couple)\b"
    r"|\b(?:en dos palabras|in two words|dos cosas|two things)\b"
    r"|\b(?:un|dos|unos|one|two|a few) (?:segundos?|minutos?|seconds?|minutes?)\b"
    r"|^\s*\d{1,2}[.)]\s"
    r"|\ba (?=(?:s/|[a-z]{0,2}[$€]))"
)
"""Ordinals, list numbers, set phrases, and "a" before a price, which is no "one"."""
_EXISTS = re.compile(
    r"\b(?:hay|tenemos|tengo|quedan?|existen|disponibles|en total|son|there (?:are|is)"
    r"|we have|are left|in total|available)\b"
)
_PHONE = re.compile(r"\+?\d(?:[\s-]?\d){6,}")
_PAGE = re.compile(r"\b(?:pagina|page)\s*;?\s*(?P<page>\d+)")
_CODE = re.compile(r"\b[a-z][a-z-]*\d[\w-]*\b")
_LABELLED = re.compile(rf"(?P<phone>{_PHONE.pattern})|{_PAGE.pattern}|{_CODE.pattern}")
_FIGURE = re.compile(r"\b\d+(?:[.,]\d+)*")
_BEFORE_MOMENT = re.compile(
    r"\b(?:las?|el|al?|del?|dia|y|at|the|day|on|from|to|until|and|between)\s*$"
)
"""A bare figure behind one of these may be a day or an hour: "entre las 9 y las 20"."""
_NAME = re.compile(r"\b[A-ZÁÉÍÓÚÑÜ][\w'-]*(?:\s+[A-ZÁÉÍÓÚÑÜ][\w'-]*)+")
_OPENING = re.compile(r"(?:^|[.:;!?…])[\s¡¿\"'«(]*$")
"""What stands before the first word of a sentence, which is always capital."""
_NO_MONEY = frozenset({"name", "available", "stock", "page", "file", "id"})
"""What stands under these keys is no amount of money, whatever figures it has."""
_PRICE = re.compile(r"\b(?:cuestan?|valen?|costs?|priced|estan? a|(?:is|are) now)\b")
_MOST_SHOWN = 5
"""Of many found, a reply tells this many without counting as a claim."""


class Evidence:
    """Everything of a visit that a sentence may rest on."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._squeezed = ""
        self._numbers: set[int] = set()
        self._said: set[int] = set()
        """Figures that only the customer has named."""
        self._counts: set[int] = set()
        """Figures that are no money: a stock, a page, the 200 in "Titan X200"."""
        self._near: set[int] = set()
        self._shares: set[Decimal] = set()
        self._moments: list[Moment] = []
        self._of_moments: set[int] = set()
        self._rows = 0
        self._unread: list[tuple[str, set[int]]] = []

    def add_answer(self, answer: str) -> None:
        """Take in what a tool answered: JSON or plain text."""
        try:
            data = json.loads(answer)
        except ValueError:
            data = answer
        texts: dict[bool, list[str]] = {True: [], False: []}
        for text, is_money in self._leaves(data):
            texts[is_money].append(text)
        self._add_text(" ; ".join(texts[True]), self._numbers)
        self._add_text(" ; ".join(texts[False]), self._counts)

    def add_words(self, words: str, *, is_checked: bool = False) -> None:
        """Take in what the customer said, or a sentence that was checked and spoken."""
        self._add_text(words, self._numbers if is_checked else self._said)
        amounts = amounts_in(words)
        self._near |= {value for a in amounts for value in _readings(a)}
        self._shares |= {a.value for a in amounts if a.unit == "percent"}

    def unsupported(self, sentence: str) -> tuple[str, ...]:
        """Give the figures and names of a sentence that rest on nothing."""
        folded = _HARMLESS.sub(_blanked, _fold(sentence))
        moments, folded = moments_in(folded)
        missing = [m.words for m in moments if not self._has_moment(m)]
        folded, strange = self._without_codes(folded)
        missing += strange
        missing += self._strange_amounts(folded)
        missing += [name for name in _names_in(sentence) if not self._has_name(name)]
        return tuple(dict.fromkeys(missing))

    def _leaves(
        self, data: Any, *, is_money: bool = True
    ) -> Iterator[tuple[str, bool]]:
        """Yield an answer's texts and whether their figures may be money.

        Notes its numbers, rows and their totals.
        """
        match data:
            case bool() | None:
                return
            case int() | float():
                self._figures(is_money).add(whole(Decimal(str(data))))
                yield str(data), is_money
            case str():
                yield data, is_money
            case dict():
                for key, value in data.items():
                    yield str(key), False
                    is_count = key == "total" and isinstance(value, int)
                    may_be = is_money and key not in _NO_MONEY and not is_count
                    yield from self._leaves(value, is_money=may_be)
            case list():
                self._add_rows(data)
                for value in data:
                    yield from self._leaves(value, is_money=is_money)

    def _figures(self, is_money: bool) -> set[int]:  # noqa: FBT001 - chooses a set
        return self._numbers if is_money else self._counts

    def _add_rows(self, rows: Sequence[Any]) -> None:
        self._rows = max(self._rows, len(rows))
        self._counts.add(whole(Decimal(len(rows))))
        columns: dict[str, list[Decimal]] = {}
        for row in rows:
            for key, value in row.items() if isinstance(row, dict) else ():
                if isinstance(value, int | float) and not isinstance(value, bool):
                    columns.setdefault(key, []).append(Decimal(str(value)))
        for key, values in columns.items():
            total = sum(values, Decimal())
            spread = max(values) - min(values)
            for figure in (total, total / len(values), spread):
                self._figures(key not in _NO_MONEY).add(whole(round(figure, 2)))

    def _add_text(self, text: str, figures: set[int]) -> None:
        folded = _fold(text)
        self._words.update(re.findall(r"\w+", folded))
        self._squeezed += " " + _squeeze(folded)
        moments, rest = moments_in(folded)
        self._moments += moments
        self._of_moments.update(n for m in moments for n in _numbers_of(m))
        rest = _PHONE.sub(";", _PAGE.sub(";", rest))
        self._unread.append((rest, figures))
        for figure in _FIGURE.findall(rest):
            figures |= {v for a in amounts_in(figure) for v in _readings(a)}

    def _has_moment(self, moment: Moment) -> bool:
        if moment.minutes:
            return any(moment.minutes & known.minutes for known in self._moments)
        known_days = [day for known in self._moments for day in known.days]
        if moment.days:
            return any(same_day(a, b) for a in moment.days for b in known_days)
        if moment.month:
            return any(moment.month in (m.month, *_months(m)) for m in self._moments)
        return any(known.weekday == moment.weekday for known in self._moments) or any(
            weekday_of(day) == moment.weekday for day in known_days
        )

    def _without_codes(self, folded: str) -> tuple[str, list[str]]:
        """Take out codes, pages and telephone numbers; give those nobody told."""
        strange: list[str] = []
        for match in _LABELLED.finditer(folded):
            is_told = _squeeze(match[0]) in self._squeezed
            if match["phone"] and not is_told:
                continue  # It may be an amount as well.
            if not is_told and not self._is_page(match):
                strange.append(match[0])
            start, end = match.span()
            folded = folded[:start] + _blanked(match) + folded[end:]
        return folded, strange

    def _is_page(self, match: re.Match[str]) -> bool:
        page = match["page"]
        return bool(page) and any(
            f"{label}{page}" in self._squeezed for label in ("page", "pagina")
        )

    def _strange_amounts(self, folded: str) -> list[str]:
        amounts = amounts_in(folded)
        doubtful = [a for a in amounts if not self._is_told(a, folded)]
        if doubtful and self._read_all():
            doubtful = [a for a in doubtful if not self._is_told(a, folded)]
        sure = [a for a in amounts if a not in doubtful]
        strange: list[str] = []
        for amount in doubtful:
            if self._is_worked_out(amount, sure, folded):
                sure.append(amount)
            else:
                strange.append(_said(amount, folded))
        return strange

    def _is_told(self, amount: Amount, folded: str) -> bool:
        if amount.unit == "fraction" or (amount.unit == "number" and amount.value <= 1):
            return True
        values = _meant(amount)
        if amount.unit == "percent":
            values |= {value // 100 for value in values}
        if amount.unit == "months" and re.search(r"an[oi]|year", _said(amount, folded)):
            values |= {value // 12 for value in values}
        known = self._numbers
        if _BEFORE_MOMENT.search(folded[: amount.start]):
            known = known | self._of_moments
        is_money = amount.unit == "money"
        return not (
            values.isdisjoint(known)
            and (is_money or values.isdisjoint(self._counts))
            and (_is_price(amount, folded) or values.isdisjoint(self._said))
        )

    def _is_worked_out(
        self, amount: Amount, sure: Sequence[Amount], folded: str
    ) -> bool:
        near = self._near | {value for a in sure for value in _meant(a)}
        if _is_price(amount, folded):
            near -= _meant(amount)
        if amount.unit == "percent":
            return is_percentage(amount.value, near)
        is_some = amount.value <= min(self._rows, _MOST_SHOWN)
        if amount.unit == "number" and is_some and not _EXISTS.search(folded):
            return True
        shares = self._shares | {a.value for a in sure if a.unit == "percent"}
        return any(follows(v, near, self._numbers, shares) for v in _meant(amount))

    def _read_all(self) -> bool:
        """Read the number words of what was told, which is slow and seldom needed."""
        unread, self._unread = self._unread, []
        for text, figures in unread:
            figures |= {v for a in amounts_in(text) for v in _readings(a)}
        return bool(unread)

    def _has_name(self, name: str) -> bool:
        words = re.findall(r"\w+", _fold(name))
        return self._words.issuperset(word for word in words if word.isalpha())


def _is_price(amount: Amount, folded: str) -> bool:
    """Whether a sentence claims an amount as a price: no customer makes prices."""
    before = folded[max(amount.start - 40, 0) : amount.start]
    return amount.unit == "money" and _PRICE.search(before) is not None


def _readings(amount: Amount) -> tuple[int, ...]:
    return tuple(whole(reading) for reading in amount.readings)


def _meant(amount: Amount) -> set[int]:
    """Give what a speaker can mean: "2.000" is two thousand, never two."""
    readings = set(_readings(amount))
    return {value for value in readings if value * 1000 not in readings}


def _names_in(sentence: str) -> Iterator[str]:
    """Yield what looks like a name: two words or more that begin with a capital."""
    for match in _NAME.finditer(sentence):
        name = match[0]
        if _OPENING.search(sentence[: match.start()]):
            name = name.partition(" ")[2]
        if " " in name:
            yield name


def _numbers_of(moment: Moment) -> Iterator[int]:
    """Yield the figures by which a moment may be named in part: days, hours, years."""
    for day, _, year in moment.days:
        yield from (whole(Decimal(part)) for part in (day, year or day))
    for minutes in moment.minutes:
        hour = minutes // 60
        yield from (whole(Decimal(part)) for part in (hour, hour % 12 or 12))


def _said(amount: Amount, folded: str) -> str:
    return folded[amount.start : amount.end]


def _months(moment: Moment) -> set[int]:
    return {month for _, month, _ in moment.days}


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _squeeze(folded: str) -> str:
    return re.sub(r"[\W_]+", "", folded)


def _blanked(match: re.Match[str]) -> str:
    return ";" * (match.end() - match.start())
