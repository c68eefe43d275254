"""Dates as they are written, in Spanish and English, found in folded text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

_SPANISH = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre"
    " noviembre diciembre"
).split()
_ENGLISH = (
    "january february march april may june july august september october"
    " november december"
).split()
MONTHS: dict[str, int] = {
    **{name: number for number, name in enumerate(_SPANISH, 1)},
    **{name: number for number, name in enumerate(_ENGLISH, 1)},
    **{name[:3]: number for number, name in enumerate(_ENGLISH, 1)},
    **{name[:3]: number for number, name in enumerate(_SPANISH, 1)},
    "setiembre": 9,
    "sept": 9,
    "set": 9,
}
"""Folded names of the months and their usual shortenings."""
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|º|o\b|ª|\.º)?"
_JOIN = (
    r"\s*(?:,\s*(?:y|and|&)?|\by\b|\be\b|\band\b|&|[-–—]|\bal\b|\ba\b|\bto\b"
    r"|\bhasta(?: el)?\b)\s*"
)
_DAYS = rf"{_DAY}(?:{_JOIN}(?:(?:el|the)\s+)?{_DAY})*"
_YEAR = r"(?:(?:\s*,\s*|\s+de\s+|\s+del\s+|\s+of\s+|\s+|[-/.])((?:19|20)\d\d))?"
_DAYS_FIRST = re.compile(
    rf"(?<![\w:/.,-])(?P<days>{_DAYS})\s*(?:de\s+|del mes de\s+|of\s+|[-/.]\s*)?"
    rf"(?P<month>{_MONTH})\b\.?{_YEAR}(?!\w)"
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{'|'.join([*_ENGLISH, *(m[:3] for m in _ENGLISH), 'sept'])})\b\.?\s+"
    rf"(?:the\s+)?(?P<days>{_DAYS})(?:(?:\s*,\s*|\s+)((?:19|20)\d\d))?(?![\w:])"
)
_NUMERIC = re.compile(
    r"(?<![\w:/.-])(?P<day>0?[1-9]|[12]\d"
    r"|3[01])(?P<sign>[-/.])(?P<month>0?[1-9]|1[0-2])"
    r"(?:(?P=sign)(?P<year>(?:19|20)\d\d|\d\d))?(?![\w:/-]|\.\d)"
)
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
FILLER = re.compile(
    r"\b(?:y|e|de|del|el|los|las|la|and|the|of|on|dia|dias|en|lunes|martes"
    r"|miercoles|jueves|viernes|sabados?|"
    r"domingos?|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|[\W_]+"
)
"""What stands between dates without meaning anything: articles, weekdays, signs."""
_IS_RANGE = re.compile(r"[-–—]|\bal\b|\ba\b|\bto\b|\bhasta\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A day of a month, perhaps of a year, somewhere in a text."""

    month: int
    day: int
    year: int | None
    start: int
    end: int
    is_range_end: bool = False
    """The days since the mention before are meant as well."""

    def in_year(self, year: int) -> date | None:
        """Give the date, in this year unless another was written."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


def mentions(text: str) -> list[Mention]:
    """Give the dates in a folded text, in order; ranges as their two ends."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for match, told in _matches(text):
        if any(match.start() < end and match.end() > start for start, end in taken):
            continue
        taken.append(match.span())
        found += told
    found.sort(key=lambda mention: (mention.start, mention.end))
    return _with_ranges(text, found)


def _matches(text: str) -> Iterator[tuple[re.Match[str], list[Mention]]]:
    for match in _ISO.finditer(text):
        yield match, _numeric(match)
    for match in _DAYS_FIRST.finditer(text):
        yield match, _days_of_month(match)
    for match in _MONTH_FIRST.finditer(text):
        yield match, _days_of_month(match)
    for match in _NUMERIC.finditer(text):
        if match["sign"] != "." or match["year"]:
            yield match, _numeric(match)


def _numeric(match: re.Match[str]) -> list[Mention]:
    year = int(match["year"]) if match["year"] else None
    if year is not None and year < 100:
        year += 2000
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        return []
    return [Mention(month, day, year, match.start(), match.end())]


def _days_of_month(match: re.Match[str]) -> list[Mention]:
    month = MONTHS[match["month"]]
    year = int(match[3]) if match[3] else None
    offset = match.start("days")
    found: list[Mention] = []
    end = 0
    for number in re.finditer(r"\d+", match["days"]):
        between = match["days"][end : number.start()]
        is_range = bool(found) and bool(_IS_RANGE.search(between))
        end = number.end()
        at = offset + number.start()
        day = int(number[0])
        found.append(Mention(month, day, year, at, match.end(), is_range))
    return found


def _with_ranges(text: str, found: list[Mention]) -> list[Mention]:
    """Join "del 24 de diciembre al 6 de enero" and fill in its missing year."""
    joined: list[Mention] = []
    for mention in found:
        before = joined[-1] if joined else None
        between = text[before.end : mention.start] if before else ""
        if before and re.fullmatch(
            r"\s*(?:,\s*)?(?:al?|hasta(?: el)?|to|until|through|[-–—])"
            r"\s*(?:el )?(?:dia )?(?:the )?(?:[a-z]+(?:day|es|do|go),?\s+)?",
            between,
        ):
            joined.append(replace(mention, is_range_end=True))
        else:
            joined.append(mention)
    return joined


def days_of(found: list[Mention], year_of_month: "YearOf") -> list[date]:
    """Give every day that the mentions name, ranges filled in."""
    days: list[date] = []
    for mention in found:
        day = mention.in_year(year_of_month(mention.month))
        if day is None:
            continue
        if mention.is_range_end and days:
            last = days[-1]
            if day < last and mention.year is None:
                day = mention.in_year(last.year + 1) or day
            span = (day - last).days
            if 0 < span <= 400:
                days += [last + timedelta(days=n) for n in range(1, span)]
        days.append(day)
    return days


@dataclass(frozen=True, slots=True)
class YearOf:
    """Which year a month without one belongs to: one year, or a school year's two."""

    first: int
    second: int | None = None
    """Set for "2024-2025": months before August belong to it."""

    def __call__(self, month: int) -> int:
        """Give the year of this month."""
        return self.first if self.second is None or month >= 8 else self.second


EVERY_YEAR = 4
"""The year of dates that come every year; a leap year, so that it has all days."""
_SCHOOL_YEAR = re.compile(r"\b(20\d\d)\s*[-–/]\s*(?:20)?(\d\d)\b(?![-/.\d])")
_ANY_YEAR = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)(?![\d/-]|\.\d)")


def years_named(text: str) -> list[int]:
    """Give the years written in a text, in order."""
    return [int(year) for year in _ANY_YEAR.findall(text)]


def year_of(text: str) -> YearOf | None:
    """Give the year or school year that a title or heading names."""
    for match in _SCHOOL_YEAR.finditer(text):
        first, second = int(match[1]), 2000 + int(match[2])
        if second == first + 1:
            return YearOf(first, second)
    years = years_named(text)
    return YearOf(years[0]) if years else None


def without(told: str, found: list[Mention]) -> str:
    """Give a folded text without the dates in it."""
    for each in reversed(found):
        told = told[: each.start] + " " + told[each.end :]
    return told
