"""What staff write in forms, files and requests, turned into exact figures."""

import re
from decimal import Decimal

from catalog.amounts import readings_of
from catalog.errors import CustomerInvalid

MOST_CENTS = 10**14
"""A million millions, whatever the currency: more is a slip of the hand."""
MOST_MONTHS = 600

_CURRENCY = re.compile(r"[A-Z]{3}")


def cents_written(written: object) -> int:
    """An amount above zero, in cents: "1.234,56", "1,234.56", "1234", 1234.56.

    Raises:
        CustomerInvalid: It is no amount, too large, or finer than a cent.
    """
    for value in _readings(written):
        cents = value * 100
        if not 0 < cents <= MOST_CENTS:
            raise CustomerInvalid(f"not an amount above zero: {written!r}")
        if cents != int(cents):
            raise CustomerInvalid(f"finer than a cent: {written!r}")
        return int(cents)
    raise CustomerInvalid(f"not an amount: {written!r}")


def months_written(written: object) -> int:
    """A whole number of months, 1 to 600.

    Raises:
        CustomerInvalid: It is anything else.
    """
    text = _text(written)
    if re.fullmatch(r"\d{1,3}", text, re.ASCII) and 0 < int(text) <= MOST_MONTHS:
        return int(text)
    raise CustomerInvalid(
        f"not a number of months from 1 to {MOST_MONTHS}: {written!r}"
    )


def currency_written(written: str) -> str:
    """A currency's code, such as EUR.

    Raises:
        CustomerInvalid: It is no ISO 4217 code.
    """
    code = written.strip().upper()
    if not _CURRENCY.fullmatch(code):
        raise CustomerInvalid(f"not an ISO 4217 currency: {written!r}")
    return code


def _readings(written: object) -> tuple[Decimal, ...]:
    text = _text(written)
    if isinstance(written, int | float):
        is_plain = re.fullmatch(r"\d+(\.\d+)?", text)
        return (Decimal(text),) if is_plain else ()
    if re.match(r"0[.,]\d{3}", text):
        return (Decimal(text.replace(",", ".")),) if text[2:].isdecimal() else ()
    return readings_of(text) if text.isascii() else ()


def _text(written: object) -> str:
    """Digits as written; nothing where it is no number and no text."""
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return ""
    if isinstance(written, float) and written.is_integer() and abs(written) < 1e15:
        return str(int(written))
    return str(written).strip()
