"""Dates and times of day as they are said.

Dates in figures put the day before the month in both languages, as the shops here
write them, unless only the other order makes a date.
"""

import re
from datetime import date

_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre".split(),
    "en": "January February March April May June July August September October "
    "November December".split(),
}
_ISO = re.compile(r"(?<![\w/.-])(\d{4})-(\d{2})-(\d{2})(?![\w/-]|[.,]\d)")
_FIGURES = re.compile(
    r"(?<![\w/.,-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|[.,]\d)"
)
_NO_YEAR = re.compile(
    r"(?i)\b(el|del|al|día|desde|hasta|on|from|until|till|by)(\s)"
    r"(\d{1,2})/(\d{1,2})(?![\w/]|[.,]\d)"
)

_HALF = r"(?:\s?(?:(?P<am>a\.?\s?m\.?)|(?P<pm>p\.?\s?m\.?))(?![\w]))"
_TIME = re.compile(
    r"(?i)(?<![\d:.,/-])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])"
    rf"(?:{_HALF}|\s?(?:h|hs|hrs?)\b\.?)?"
)
_HOUR = re.compile(rf"(?i)(?<![\d:.,/-])(?P<hour>1[0-2]|0?[1-9]){_HALF}")
_UNTIL = re.compile(
    r"(?<=\d)(\s?[ap]\.?\s?m\.?)?\s?[–—-]\s?(?=\d{1,2}(?::\d\d|\s?[ap]\.?m))"
)
_HOURS = re.compile(r"(?<![\w:.,])(\d{1,2})\s?h\b(?!\w)")


def say_dates(text: str, language: str) -> str:
    """Say dates that are written in figures; what is no date stays."""
    text = _ISO.sub(lambda m: _said(m, m[3], m[2], m[1], language), text)
    text = _FIGURES.sub(lambda m: _said(m, m[1], m[3], m[4], language), text)
    return _NO_YEAR.sub(lambda m: _without_year(m, language), text)


def say_times(text: str, language: str) -> str:
    """Say times of day: "20:00", "3:30 p. m.", "9 a.m.", "9:00–18:00", "24 h"."""
    to = " a " if language == "es" else " to "
    text = _UNTIL.sub(lambda m: f"{m[1] or ''}{to}", text)
    text = _TIME.sub(lambda m: _time(m, m["minute"], language), text)
    text = _HOUR.sub(lambda m: _time(m, "00", language), text)
    if language == "es":
        return _HOURS.sub(r"\1 horas", text)
    return _HOURS.sub(r"\1 hours", text)


def _said(found: re.Match[str], day: str, month: str, year: str, language: str) -> str:
    whole_year = int(year) + (2000 if len(year) == 2 else 0)
    for d, m in ((int(day), int(month)), (int(month), int(day))):
        if _is_date(whole_year, m, d):
            return _spelled(d, m, language) + _year(whole_year, language)
    return found[0]


def _without_year(found: re.Match[str], language: str) -> str:
    day, month = int(found[3]), int(found[4])
    if not _is_date(2024, month, day):
        return found[0]
    return f"{found[1]}{found[2]}{_spelled(day, month, language)}"


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _spelled(day: int, month: int, language: str) -> str:
    name = _MONTHS[language][month - 1]
    if language == "es":
        return f"{'primero' if day == 1 else day} de {name}"
    return f"{name} {day}{_ending(day)}"


def _year(year: int, language: str) -> str:
    return f" de {year}" if language == "es" else f", {year}"


def _ending(day: int) -> str:
    if day in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _time(found: re.Match[str], minute: str, language: str) -> str:
    groups = found.groupdict()
    hour = int(groups["hour"])
    half = "am" if groups["am"] else "pm" if groups["pm"] else ""
    # The point of "p. m." may have been the sentence's.
    stop = "." if found[0].endswith(".") and _ends(found) else ""
    if language == "es":
        return _spanish_time(hour, minute, half) + stop
    return _english_time(hour, minute, half) + stop


def _ends(found: re.Match[str]) -> bool:
    return not found.string[found.end() :].strip()


def _spanish_time(hour: int, minute: str, half: str) -> str:
    if (hour, minute, half) == (12, "00", "pm"):
        return "12 del mediodía"
    said = str(hour)
    if minute != "00":
        said += f" y {int(minute)}"
    elif not half:
        said += " en punto"
    return said + (f" de la {_part_of_day(hour, half)}" if half else "")


def _part_of_day(hour: int, half: str) -> str:
    if half == "am":
        return "noche" if hour == 12 else "mañana"
    return "noche" if 8 <= hour < 12 else "tarde"


def _english_time(hour: int, minute: str, half: str) -> str:
    if minute == "00":
        said = str(hour) if half else f"{hour} o'clock"
    else:
        said = f"{hour} {'oh ' if minute[0] == '0' else ''}{int(minute)}"
    return said + {"am": " AM", "pm": " PM", "": ""}[half]
