"""Dates, weekdays, months and times of day that a text names (Spanish, English)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from knowledge import in_figures

Day = tuple[int, int, int | None]
"""Year, which may be unknown, comes last: (day, month, year)."""

_MONTHS = {
    name: number
    for names in (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
        "noviembre diciembre",
        "january february march april may june july august september october "
        "november december",
    )
    for number, name in enumerate(names.split(), 1)
} | {"setiembre": 9}
_WEEKDAYS = {
    name: number
    for names in (
        "lunes martes miercoles jueves viernes sabado domingo",
        "monday tuesday wednesday thursday friday saturday sunday",
        "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    )
    for number, name in enumerate(names.split())
} | {"sabados": 5, "domingos": 6}
_HOURS = {
    name: number
    for names in (
        "una dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for number, name in enumerate(names.split(), 1)
}
_AMBIGUOUS_MONTHS = {"may", "march"}
"""English verbs; months only beside a day."""

_MONTH_NAME = "|".join(_MONTHS)
_WEEKDAY_NAME = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_HOUR = rf"(?:\d{{1,2}}|{'|'.join(_HOURS)})"
_DAYS = r"\d{1,2}(?:(?:\s*,\s*|\s*[-–]\s*|\s+(?:y|e|o|a|al|and|or|to)\s+)\d{1,2})*"
_HALF = (
    r"(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?|(?:de|por) la (?:manana|tarde|noche)|"
    r"del mediodia|in the (?:morning|afternoon|evening)|at night)"
)

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")
_SLASHED = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b")
_DAY_MONTH = re.compile(
    rf"\b({_DAYS})(?:st|nd|rd|th|º)?\s+(?:de\s+|of\s+)?({_MONTH_NAME})\b"
    r"(?:,?\s+(?:(?:de|del)\s+)?(\d{4}))?"
)
_MONTH_DAY = re.compile(
    rf"\b({_MONTH_NAME})\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?"
)
_SPAN = re.compile(
    rf"\b({_WEEKDAY_NAME})\s*(?:a|al|to|through|until|hasta(?: el)?|[-–])\s*"
    rf"({_WEEKDAY_NAME})\b"
)
_EVERY_DAY = re.compile(r"\b(?:todos los dias|cada dia|every day|daily|a diario)\b")
_CLOCK = re.compile(rf"\b(\d{{1,2}})[:h]([0-5]\d)(?:\s*h\b|\s*hrs?\b)?(?:\s*{_HALF})?")
_FULL_CLOCK = re.compile(r"\b(?:0\d|1[3-9]|2[0-4])[:h][0-5]\d")
"""One time like this shows that a text counts the hours to 24."""
_SPOKEN = re.compile(
    rf"\b(?:(?P<lead>(?:a|hasta|desde) las?|at)\s+)?(?P<hour>{_HOUR})\b"
    r"(?:[.](?P<minute>[0-5]\d)\b)?(?P<part>\s+y\s+media|\s+y\s+cuarto|\s+menos\s+cuarto)?"
    rf"(?:\s*(?:{_HALF}|(?P<clock>o'?\s?clock|en punto|h\b|hrs\b)))?"
    r"(?![.,]\d)"
    r"(?!\s*(?:hundred|thousand|soles|euros|dollars|dolares|pesos|percent|por ciento"
    r"|each|[%€$]))"
)
_WORD = (
    r"(?:cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece"
    r"|catorce|quince|dieci[a-z]+|veint[a-z]+|treinta|cuarenta|cincuenta|sesenta"
    r"|setenta|ochenta|noventa|cien|primero|mil"
    r"|zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|thousand"
    r"|first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf)th"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)\b"
)
_WORDS = rf"(?>{_WORD}(?:(?: y |[ -]){_WORD})*)"
_NO_VERB = rf"(?!(?:{'|'.join(_AMBIGUOUS_MONTHS)})\b)"
_IN_WORDS = re.compile(
    rf"\b(?:{_WORDS} (?:de |of |{_NO_VERB})(?:{_MONTH_NAME})\b"
    rf"(?:,? (?:(?:de|del) )?{_WORDS})?"
    rf"|(?:{_NO_VERB}|(?<=\bon )|(?<=\bby ))(?:{_MONTH_NAME}) (?:the )?{_WORDS}"
    r"|(?:(?:a|hasta|desde) las?|at) (?:half past |(?:a )?quarter (?:past|to) )?"
    rf"{_WORDS}"
    rf"(?: (?:past|to|menos) {_WORDS}| y media\b| y cuarto\b| menos cuarto\b)?"
    rf"(?:\s*{_HALF.replace('half', 'part_of_day')}| horas\b)?)"
    r"(?!\s*(?:[.,]\d|soles|euros|dollars|dolares|pesos|percent|por ciento|each|[%€$]))"
)
_NOON = re.compile(r"\b(?:(mediodia|noon|midday)|medianoche|midnight)\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, month, weekday or time of day, with the words that name it."""

    words: str
    days: frozenset[Day] = frozenset()
    """Every reading of a date: day, month and, if said, year."""
    month: int = 0
    weekday: int = -1
    """Monday is 0."""
    minutes: frozenset[int] = frozenset()
    """Every reading of a time of day, in minutes after midnight."""


def moments_in(folded: str) -> tuple[list[Moment], str]:
    """Give the moments in a text and the text without them.

    Args:
        folded: In lower case, without accents; what is taken out is blanked with ";".
    """
    found: list[Moment] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(folded):
            if moments := read(match):
                found += moments
                blank = ";" * (match.end() - match.start())
                folded = folded[: match.start()] + blank + folded[match.end() :]
    return found, folded


def same_day(one: Day, other: Day) -> bool:
    """Tell whether two dates agree as far as both are known."""
    return one[:2] == other[:2] and (one[2] == other[2] or None in (one[2], other[2]))


def weekday_of(day: Day) -> int | None:
    """Give the weekday of a date, Monday is 0; None without a year or if impossible."""
    try:
        return date(day[2], day[1], day[0]).weekday() if day[2] else None
    except ValueError:
        return None


def _iso(match: re.Match[str]) -> list[Moment]:
    year, month, day = (int(part) for part in match.groups())
    return [Moment(match[0], frozenset({(day, month, year)}))]


def _slashed(match: re.Match[str]) -> list[Moment]:
    first, second, year = (int(part) for part in match.groups())
    year += 2000 if year < 100 else 0
    readings = ((first, second, year), (second, first, year))
    days = frozenset(d for d in readings if 1 <= d[0] <= 31 and 1 <= d[1] <= 12)
    return [Moment(match[0], days)] if days else []


def _day_month(match: re.Match[str]) -> list[Moment]:
    return _dated(match[0], re.findall(r"\d+", match[1]), match[2], match[3])


def _month_day(match: re.Match[str]) -> list[Moment]:
    return _dated(match[0], [match[2]], match[1], match[3])


def _dated(words: str, days: list[str], month: str, year: str | None) -> list[Moment]:
    whole = int(year) if year else None
    return [
        Moment(words, frozenset({(int(day), _MONTHS[month], whole)})) for day in days
    ]


def _month(match: re.Match[str]) -> list[Moment]:
    is_verb = match[0] in _AMBIGUOUS_MONTHS
    return [] if is_verb else [Moment(match[0], month=_MONTHS[match[0]])]


def _span(match: re.Match[str]) -> list[Moment]:
    first, last = _WEEKDAYS[match[1]], _WEEKDAYS[match[2]]
    count = (last - first) % 7 + 1
    return [Moment(match[0], weekday=(first + i) % 7) for i in range(count)]


def _every_day(match: re.Match[str]) -> list[Moment]:
    return [Moment(match[0], weekday=number) for number in range(7)]


def _weekday(match: re.Match[str]) -> list[Moment]:
    return [Moment(match[0], weekday=_WEEKDAYS[match[0]])]


def _clock(match: re.Match[str]) -> list[Moment]:
    hour, minute = int(match[1]), int(match[2])
    is_exact = bool(_FULL_CLOCK.search(match.string)) and not match["half"]
    hours = frozenset({hour}) if is_exact else _hours(hour, match["half"])
    return _at(match[0], hours, minute)


def _spoken(match: re.Match[str]) -> list[Moment]:
    if not (match["lead"] or match["half"] or match["clock"]):
        return []
    hour = _HOURS.get(match["hour"]) or int(match["hour"])
    minute = int(match["minute"] or 0)
    part = match["part"] or ""
    minute += 30 if "media" in part else 0
    minute += 15 if "cuarto" in part and "menos" not in part else 0
    minute -= 15 if "menos" in part else 0
    return _at(match[0], _hours(hour, match["half"]), minute)


def _in_words(match: re.Match[str]) -> list[Moment]:
    """Read days and times said in words, if figures can tell all of them."""
    moments, rest = moments_in(in_figures(match[0]))
    is_whole = not re.search(rf"\d|\b{_WORD}", rest)
    return [replace(each, words=match[0]) for each in moments] if is_whole else []


def _noon(match: re.Match[str]) -> list[Moment]:
    return _at(match[0], frozenset({12 if match[1] else 0}), 0)


def _hours(hour: int, half: str | None) -> frozenset[int]:
    """Give the hours of a day that an hour said may be."""
    if hour > 12:
        return frozenset({hour})
    if half is None:
        return frozenset({hour, (hour + 12) % 24})
    if half.startswith("a") and half != "at night":
        return frozenset({hour % 12})
    if "manana" in half or "morning" in half:
        return frozenset({hour})
    if hour == 12 and ("noche" in half or "night" in half):
        return frozenset({0})
    return frozenset({hour % 12 + 12})


def _at(words: str, hours: frozenset[int], minute: int) -> list[Moment]:
    if max(hours) > 24:
        return []
    minutes = frozenset((hour * 60 + minute) % 1440 for hour in hours)
    return [Moment(words, minutes=minutes)]


_Read = Callable[[re.Match[str]], list[Moment]]
_READERS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_IN_WORDS, _in_words),
    (_ISO, _iso),
    (_SLASHED, _slashed),
    (_DAY_MONTH, _day_month),
    (_MONTH_DAY, _month_day),
    (_EVERY_DAY, _every_day),
    (_SPAN, _span),
    (re.compile(rf"\b(?:{_WEEKDAY_NAME})\b"), _weekday),
    (re.compile(rf"\b(?:{_MONTH_NAME})\b"), _month),
    (_CLOCK, _clock),
    (_NOON, _noon),
    (_SPOKEN, _spoken),
)
"""In this order: what is longer is taken out before its parts can be mistaken."""
