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
_ORDINAL_DAYS = {word: number for number, word in enumerate(_ORDINALS, 1)} | {
    "thirtieth": 30
}
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
    "veintiun": 21,
    "veintiuna": 21,
    "treintaiun": 31,
    "treintaiuno": 31,
}
_BELOW_TEN = "|".join([*_SPANISH[1:10], *_ENGLISH[1:10]])
_TEN_AND_UNIT = re.compile(rf"\b({'|'.join(_TENS)})(?:(?: y |[ -])({_BELOW_TEN}))?\b")
_YEAR = re.compile(
    r"\b(?:2 mil|2 thousand(?: and)?|(?<=[,enof] )20) (\d{1,2})\b"
    r"|(?<=\d )20 ([12]\d|3\d)\b"
)
_UNIT = re.compile(rf"\b({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b")
_ENGLISH_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october"
    "|november|december)"
)
_SPANISH_MONTH = (
    "(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre"
    "|noviembre|diciembre)"
)
_ORDINAL = rf"(?:(?:twenty|thirty)[ -])?(?:{'|'.join(_ORDINAL_DAYS)})"
_AND_ORDINAL = rf"(?: (?:to|through|until|and|or) (?:the )?{_ORDINAL})?"
_ORDINAL_DATE = re.compile(
    rf"\b(?:{_ORDINAL}{_AND_ORDINAL} (?:of )?{_ENGLISH_MONTH}"
    rf"|{_ENGLISH_MONTH} (?:the )?{_ORDINAL}{_AND_ORDINAL})\b"
)
_ORDINAL_DAY = re.compile(rf"\b(?:(twenty|thirty)[ -])?({'|'.join(_ORDINAL_DAYS)})\b")
_FIRST_DAY = re.compile(
    rf"\bprimero(?= de [a-z])|\bprimer dia(?= (?:de|del mes de) {_SPANISH_MONTH})"
)
_SHORT_YEAR = re.compile(
    rf"(?<= )({_SPANISH_MONTH}) del?(?: ano)? (2\d|3\d)\b(?!\s*(?:al?|y|hasta|[-–:])\b)"
)
"""The year of "el primero de enero del veintiséis"."""
_DAY_OF_NUMBER = re.compile(
    r"\b(el|dia) (0?[1-9]|[12]\d|3[01]) del (0?[1-9]|1[0-2])\b(?! (?:de|al|[ap]m)\b)"
)
"""A month by its number: "el cinco del tres"."""
_ZERO_AND_UNIT = re.compile(r"(?<=\d )(?:0|oh|o) ([1-9])\b")
_HALF_OF_DAY = re.compile(r"(?<=\d )(a|p)e? eme\b")


def with_figures(text: str) -> str:
    """Give the text folded, with the numbers up to 59 and years as figures."""
    told = fold(text)
    told = _FIRST_DAY.sub("1", told)
    told = _ORDINAL_DATE.sub(lambda date: _ORDINAL_DAY.sub(_ordinal, date[0]), told)
    told = _TEN_AND_UNIT.sub(_ten_and_unit, told)
    told = re.sub(r"\bla una\b", "la 1", told)
    told = _UNIT.sub(lambda match: str(_UNITS[match[1]]), told)
    told = _ZERO_AND_UNIT.sub(r"0\1", told)
    told = _HALF_OF_DAY.sub(r"\1m", told)
    told = _SHORT_YEAR.sub(r"\1 de 20\2", told)
    told = _DAY_OF_NUMBER.sub(r"\1 \2/\3", told)
    return _YEAR.sub(lambda match: str(2000 + int(match[1] or match[2])), told)


def _ten_and_unit(match: re.Match[str]) -> str:
    unit = _UNITS[match[2]] if match[2] else 0
    return str(_TENS[match[1]] + unit)


def _ordinal(match: re.Match[str]) -> str:
    return str(_TENS.get(match[1], 0) + _ORDINAL_DAYS[match[2]])
