"""Prices, percentages, grouped numbers, ordinals and fractions as they are said."""

import re

NUMBER = r"(?:\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)(?![\d])"
_GROUPS = re.compile(r"[.,](?=\d{3}(?:\D|$))")

_MONEY = {
    "es": {
        "S/": ("un sol", "soles", "un céntimo", "céntimos"),
        "PEN": ("un sol", "soles", "un céntimo", "céntimos"),
        "€": ("un euro", "euros", "un céntimo", "céntimos"),
        "EUR": ("un euro", "euros", "un céntimo", "céntimos"),
        "US$": ("un dólar", "dólares", "un centavo", "centavos"),
        "USD": ("un dólar", "dólares", "un centavo", "centavos"),
        "$": ("un peso", "pesos", "un centavo", "centavos"),
    },
    "en": {
        "S/": ("one sol", "soles", "one cent", "cents"),
        "PEN": ("one sol", "soles", "one cent", "cents"),
        "€": ("one euro", "euros", "one cent", "cents"),
        "EUR": ("one euro", "euros", "one cent", "cents"),
        "US$": ("one dollar", "dollars", "one cent", "cents"),
        "USD": ("one dollar", "dollars", "one cent", "cents"),
        "$": ("one dollar", "dollars", "one cent", "cents"),
    },
}
_AND = {"es": "con", "en": "and"}
_MINUS = {"es": "menos", "en": "minus"}
_PERCENTS = {"es": "por ciento", "en": "percent"}
_SIGN = r"(US\$|S/\.?|€|\$|PEN\b|EUR\b|USD\b)"
_MINUS_SIGN = r"((?<![\w.,)-])[-−])?"
_SIGN_FIRST = re.compile(rf"{_MINUS_SIGN}(?<!\w){_SIGN}\s?({NUMBER})")
_SIGN_LAST = re.compile(rf"{_MINUS_SIGN}(?<![\w.,])({NUMBER})\s?{_SIGN}")
_PERCENT = re.compile(rf"{_MINUS_SIGN}({NUMBER})\s?%")
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,]\d)")

_FRACTIONS = {
    "es": {"1/2": "medio", "½": "medio", "1/4": "un cuarto de", "¼": "un cuarto de"}
    | {"3/4": "tres cuartos de", "¾": "tres cuartos de"},
    "en": {"1/2": "half a", "½": "half a", "1/4": "a quarter of a"}
    | {"¼": "a quarter of a", "3/4": "three quarters of a", "¾": "three quarters of a"},
}
_FRACTION = re.compile(
    r"(?<![\w/.,])([13]/[24]|[½¼¾])\s?(?=(?:kilo|litro|metro|hora|docena|liter|litre"
    r"|hour|dozen|meter)\b)"
)

_SPANISH_ORDINALS = (
    *("primer", "segund", "tercer", "cuart", "quint", "sext", "séptim", "octav"),
    *("noven", "décim"),
)
_ENGLISH_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth"),
)
_SPANISH_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,2})(?:\.?(º|°|ª|er)|\.?(o|a)\b)(?!\w)")
_ENGLISH_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,2})(?:st|nd|rd|th)\b")
_SHORT = {1: "primer", 3: "tercer"}
"""Before a masculine noun: "1.er piso"."""


def say_prices(text: str, language: str) -> str:
    """Say amounts of money, the sign before or behind."""
    text = _SIGN_FIRST.sub(lambda m: _price(m[1], m[2], m[3], language), text)
    return _SIGN_LAST.sub(lambda m: _price(m[1], m[3], m[2], language), text)


def say_numbers(text: str, language: str) -> str:
    """Say percentages and fractions, and leave out the marks between thousands."""
    percent = _PERCENTS[language]

    def say_percent(found: re.Match[str]) -> str:
        minus = f"{_MINUS[language]} " if found[1] else ""
        return f"{minus}{decimal(found[2], language)} {percent}"

    text = _PERCENT.sub(say_percent, text)
    text = _FRACTION.sub(lambda m: f"{_FRACTIONS[language][m[1]]} ", text)
    return _GROUPED.sub(lambda found: re.sub(r"[.,]", "", found[0]), text)


def say_ordinals(text: str, language: str) -> str:
    """Say "1.º", "2ª", "3.er", "1st"; those beyond the tenth as plain numbers."""
    if language == "es":
        return _SPANISH_ORDINAL.sub(_spanish_ordinal, text)
    return _ENGLISH_ORDINAL.sub(_english_ordinal, text)


def decimal(number: str, language: str) -> str:
    """Give a number as it is said: "2,50" is "2 coma 50"."""
    number = plain(number)
    return number.replace(".", " coma ") if language == "es" else number


def plain(number: str) -> str:
    """Give a number without groups, with a point before its decimals."""
    return _GROUPS.sub("", number).replace(",", ".")


def _price(minus: str | None, sign: str, number: str, language: str) -> str:
    one, many, cent, cents = _MONEY[language][sign.rstrip(".")]
    whole, _, part = plain(number).partition(".")
    hundredths = int(part.ljust(2, "0")) if part else 0
    units = one if whole == "1" else f"{whole} {many}"
    small = cent if hundredths == 1 else f"{hundredths} {cents}"
    said = units if not hundredths else f"{units} {_AND[language]} {small}"
    if hundredths and not int(whole):
        said = small
    return f"{_MINUS[language]} {said}" if minus else said


def _spanish_ordinal(found: re.Match[str]) -> str:
    number, ending = int(found[1]), found[2] or found[3]
    if not 1 <= number <= len(_SPANISH_ORDINALS):
        return found[0] if found[3] else found[1]
    if ending == "er":
        return _SHORT.get(number, found[1])
    stem = _SPANISH_ORDINALS[number - 1]
    return stem + ("a" if ending in "ªa" else "o")


def _english_ordinal(found: re.Match[str]) -> str:
    number = int(found[1])
    known = 1 <= number <= len(_ENGLISH_ORDINALS)
    return _ENGLISH_ORDINALS[number - 1] if known else found[0]
