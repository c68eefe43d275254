"""What is written becomes what is said: prices, percentages, times, units, short words.

Figures stay figures, without anything that a voice would trip over; voices know how to
say a plain number in their own language.
"""

import re
from collections.abc import Callable

_NUMBER = r"(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?![\d])"
_GROUPS = re.compile(r"[.,](?=\d{3}(?:\D|$))")

_MONEY = {
    "es": {
        "S/": ("sol", "soles", "céntimo", "céntimos"),
        "PEN": ("sol", "soles", "céntimo", "céntimos"),
        "€": ("euro", "euros", "céntimo", "céntimos"),
        "EUR": ("euro", "euros", "céntimo", "céntimos"),
        "US$": ("dólar", "dólares", "centavo", "centavos"),
        "USD": ("dólar", "dólares", "centavo", "centavos"),
        "$": ("peso", "pesos", "centavo", "centavos"),
    },
    "en": {
        "S/": ("sol", "soles", "cent", "cents"),
        "PEN": ("sol", "soles", "cent", "cents"),
        "€": ("euro", "euros", "cent", "cents"),
        "EUR": ("euro", "euros", "cent", "cents"),
        "US$": ("dollar", "dollars", "cent", "cents"),
        "USD": ("dollar", "dollars", "cent", "cents"),
        "$": ("dollar", "dollars", "cent", "cents"),
    },
}
_SIGN = r"(US\$|S/\.?|€|\$|PEN\b|EUR\b|USD\b)"
_SIGN_FIRST = re.compile(rf"(?<!\w){_SIGN}\s?({_NUMBER})")
_SIGN_LAST = re.compile(rf"(?<![\w.,])({_NUMBER})\s?{_SIGN}")
_PERCENT = re.compile(rf"({_NUMBER})\s?%")
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])(?:\s?h\b)?")
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,]\d)")

_WORDS: dict[str, dict[str, str]] = {
    "es": {
        r"\bSra\.": "señora",
        r"\bSr\.": "señor",
        r"\bDra\.": "doctora",
        r"\bDr\.": "doctor",
        r"\bAv\.": "avenida",
        r"\b[Nn][úu]m\.": "número",
        r"\b[Nn]\.?[º°]": "número",
        r"\b[Tt]el\.": "teléfono",
        r"\betc\.": "etcétera",
        r"\bp\. ?ej\.": "por ejemplo",
        r"(?<=\d)\s?kg\b": " kilos",
        r"(?<=\d)\s?cm\b": " centímetros",
        r"(?<=\d)\s?GB\b": " gigas",
        r"(?<=\d)\s?TB\b": " teras",
        r"(?<=\d)\s?W\b": " vatios",
        r"(?<=\d)\s?[\"”](?=\s|[.,;)]|$)": " pulgadas",
    },
    "en": {
        r"\bMrs\.": "missis",
        r"\bMr\.": "mister",
        r"\bNo\. ?(?=\d)": "number ",
        r"\betc\.": "et cetera",
        r"\be\.g\.": "for example",
        r"(?<=\d)\s?kg\b": " kilos",
        r"(?<=\d)\s?cm\b": " centimeters",
        r"(?<=\d)\s?GB\b": " gigabytes",
        r"(?<=\d)\s?TB\b": " terabytes",
        r"(?<=\d)\s?W\b": " watts",
        r"(?<=\d)\s?[\"”](?=\s|[.,;)]|$)": " inches",
    },
}


def spoken_form(text: str, language: str) -> str:
    """Give a sentence as a voice should read it.

    Args:
        text: As it is written on the screen.
        language: `es` or `en`.
    """
    language = language if language in _MONEY else "es"
    say_price = _price_in(language)
    text = _SIGN_FIRST.sub(lambda found: say_price(found[1], found[2]), text)
    text = _SIGN_LAST.sub(lambda found: say_price(found[2], found[1]), text)
    percent = " por ciento" if language == "es" else " percent"
    text = _PERCENT.sub(lambda found: _decimal(found[1], language) + percent, text)
    text = _TIME.sub(lambda found: _time(found[1], found[2], language), text)
    text = _GROUPED.sub(lambda found: re.sub(r"[.,]", "", found[0]), text)
    for written, said in _WORDS[language].items():
        text = re.sub(written, said, text)
    return text


def _price_in(language: str) -> Callable[[str, str], str]:
    def say(sign: str, number: str) -> str:
        one, many, cent, cents = _MONEY[language][sign.rstrip(".")]
        whole, _, part = _plain(number).partition(".")
        hundredths = int(part.ljust(2, "0")) if part else 0
        units = f"{whole} {one if whole == '1' else many}"
        small = f"{hundredths} {cent if hundredths == 1 else cents}"
        if not hundredths:
            return units
        if whole == "0":
            return small
        return f"{units} {'con' if language == 'es' else 'and'} {small}"

    return say


def _plain(number: str) -> str:
    """Give a number without groups, with a point before its decimals."""
    return _GROUPS.sub("", number).replace(",", ".")


def _decimal(number: str, language: str) -> str:
    plain = _plain(number)
    return plain.replace(".", " coma ") if language == "es" else plain


def _time(hours: str, minutes: str, language: str) -> str:
    if minutes == "00":
        return f"{int(hours)} en punto" if language == "es" else f"{int(hours)} o'clock"
    if language == "es":
        return f"{int(hours)} y {int(minutes)}"
    return f"{int(hours)} {'oh ' if minutes[0] == '0' else ''}{int(minutes)}"
