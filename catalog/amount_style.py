"""How an owner writes prices: decimal sign and currency."""

import re
from typing import Literal

from catalog.naming import words_of
from catalog.survey import ColumnProfile

_WRITTEN = {
    "PEN": ("s/.", "s/", "pen", "sol", "soles"),
    "USD": ("us$", "usd", "dolar", "dolares", "dollar"),
    "EUR": ("€", "eur", "euro", "euros"),
    "GBP": ("£", "gbp"),
    "MXN": ("mxn",),
    "CLP": ("clp",),
    "COP": ("cop",),
    "ARS": ("ars",),
}
_CODES = {written: code for code, forms in _WRITTEN.items() for written in forms}


def decimal_sign(profile: ColumnProfile) -> Literal["", ".", ","]:
    """Give the decimal sign of prices kept as text; empty when all are numbers."""
    if profile.is_number or not profile.values:
        return ""
    votes = {".": 0, ",": 0}
    for figure in profile.numbers_in_text:
        match = re.search(r"([.,])(\d+)$", figure)
        if match is None:
            continue
        sign, decimals = match.groups()
        other = "," if sign == "." else "."
        is_thousands = len(decimals) == 3 and other not in figure
        votes[other if is_thousands else sign] += 1
    return "," if votes[","] > votes["."] else "."


def currency_of(column: str, profile: ColumnProfile) -> str:
    """Give the one currency a price column's name or values speak of, or nothing."""
    for word in words_of(column):
        if word in _CODES:
            return _CODES[word]
    marks = {_mark(value) for value in profile.values if isinstance(value, str)}
    marks.discard("")
    return _CODES.get(marks.pop(), "") if len(marks) == 1 else ""


def currency_in(price: str) -> str:
    """Give the currency that is written with a price, or nothing."""
    return _CODES.get(_mark(price), "")


def _mark(price: str) -> str:
    """What is written around the figures of a price; nothing where there are none."""
    if not any(c.isdigit() for c in price):
        return ""
    mark = re.sub(r"[\d.,\s]", "", price).lower()
    return re.sub(r"^s/+$", "s/", mark)
