"""Numbers said as words → figures, so that dates and times are read one way only."""

import re

from knowledge.words import fold

_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos "
    "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"
).split()
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
    "twentieth"
).split()
_TENS = {
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "twenty": 20,
}
_UNITS = {
    **{word: number for number, word in enumerate(_SPANISH)},
    **{word: number for number, word in enumerate(_ENGLISH)},
}
_BELOW_TEN = "|".join([*_SPANISH[1:10], *_ENGLISH[1:10]])
_TEN_AND_UNIT = re.compile(rf"\b({'|'.join(_TENS)})(?:(?: y |[ -])({_BELOW_TEN}))?\b")
_YEAR = re.compile(r"\b(?:2 mil|2 thousand(?: and)?|(?<=[,enof] )20) (\d{1,2})\b")
_UNIT = re.compile(rf"\b({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b")
_ORDINAL_DAY = re.compile(
    rf"\b(twenty[ -]|thirty[ -])?({'|'.join(_ORDINALS)})\b(?= (?:of"
    r" )?(?:january|february"
    r"|march|april|may|june|july|august|september|october|november|december))"
)


def with_figures(text: str) -> str:
    """Give the text folded, with the numbers up to 59 and years as figures."""
    told = fold(text)
    told = re.sub(r"\bprimero(?= de [a-z])", "1", told)
    told = _ORDINAL_DAY.sub(_ordinal, told)
    told = _TEN_AND_UNIT.sub(_ten_and_unit, told)
    told = _UNIT.sub(lambda match: str(_UNITS[match[1]]), told)
    return _YEAR.sub(lambda match: str(2000 + int(match[1])), told)


def _ten_and_unit(match: re.Match[str]) -> str:
    unit = _UNITS[match[2]] if match[2] else 0
    return str(_TENS[match[1]] + unit)


def _ordinal(match: re.Match[str]) -> str:
    tens = {"twenty": 20, "thirty": 30}.get((match[1] or "").strip(" -"), 0)
    return str(tens + _ORDINALS.index(match[2]) + 1)
