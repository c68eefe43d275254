"""Phone numbers and product codes, said so that they can be written down."""

import re

_PLUS = {"es": "más", "en": "plus"}
_CALLED = (
    r"(?:tel[eé]fonos?|tel\.?|tel[eé]f\.?|celular|cel\.?|m[oó]vil|whatsapp|fax"
    r"|llam[ea](?:r|nos)? al|llame al|phone|call(?: us at)?|mobile)"
)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?P<plus>\+)\d{1,3}(?:[ -]?\(?\d{1,4}\)?){2,5}"
    r"|\(\d{1,4}\)[ -]?\d{2,4}(?:[ -]\d{2,4}){1,3}"
    r"|\d{3}[ -]\d{3}[ -]\d{3,4}"
    r"|0\d{1,2}[ -]\d{3}[ -]?\d{4}"
    r"|9\d{8}"
    r")(?![\w/-]|[.,]\d)"
)
_CALLED_PHONE = re.compile(rf"(?i)(?<=\b)({_CALLED}:?\s)([\d][\d -]{{4,14}}\d)(?![\w])")
_LONGEST_GROUP = 4

_CODE = re.compile(
    r"(?<![\w./-])(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z0-9]+(?:-[A-Z0-9]+)*"
    r"(?![\w/]|-\w|[.,]\d)"
)
_PIECES = re.compile(r"[A-Z]+|\d+")
_AS_NUMBER = 4
"""Digits that are still said as one number."""
_WORD = re.compile(r"[A-Z]*[AEIOU][A-Z]*")


def say_phones(text: str, language: str) -> str:
    """Say phone numbers digit by digit, with a rest between groups."""
    text = _CALLED_PHONE.sub(lambda m: m[1] + _digits(m[2], language), text)
    return _PHONE.sub(lambda m: _digits(m[0], language), text)


def say_codes(text: str, language: str) -> str:
    """Say codes such as AB-1234 letter by letter; numbers with leading zeros too."""
    del language  # letters and figures are both languages' own
    return _CODE.sub(lambda m: _spelled(m[0]), text)


def _digits(phone: str, language: str) -> str:
    groups = [part for whole in re.findall(r"\d+", phone) for part in _cut(whole)]
    said = ", ".join(" ".join(group) for group in groups)
    return f"{_PLUS[language]} {said}" if phone.startswith("+") else said


def _cut(digits: str) -> list[str]:
    """Cut a row of digits that nobody has grouped into threes."""
    if len(digits) <= _LONGEST_GROUP:
        return [digits]
    return [digits[at : at + 3] for at in range(0, len(digits), 3)]


def _spelled(code: str) -> str:
    return " ".join(_piece(piece) for piece in _PIECES.findall(code))


def _piece(piece: str) -> str:
    if piece.isdigit():
        is_number = len(piece) <= _AS_NUMBER and (piece[0] != "0" or piece == "0")
        return piece if is_number else " ".join(piece)
    is_word = len(piece) > 3 and _WORD.fullmatch(piece)
    return piece if is_word else " ".join(piece)
