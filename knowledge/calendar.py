"""Dates, kinds of days and periods asked about, worked out from today."""

import calendar as month_lengths
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from knowledge.dates import MONTHS, mentions, years_named
from knowledge.days import days_named, is_school_label, weekday_named
from knowledge.holidays import day_of_rule, easter, long_weekend, named_days

_WEEKDAY = (
    r"lunes|martes|miercoles|jueves|viernes|sabado|domingo|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday"
)
_PAST = re.compile(
    r"\b(?:abrio|abrieron|abria|abrian|estuvo|estuvieron|estaba|cerro"
    r"|cerraron|fue|hubo|habia|salia|salian|"
    r"pasado|pasada|did|was|were|last year|ayer|yesterday)\b"
)
_RELATIVE = (
    (r"\bpasado manana\b|\bday after tomorrow\b", 2),
    (r"\banteayer\b|\bday before yesterday\b", -2),
    (
        r"(?<!la )(?<!esta )(?<!una )(?<!cada )(?<!pasado )\bmanana\b(?!"
        r" (?:hasta|siguiente))|\btomorrow\b",
        1,
    ),
    (r"\bayer\b|\byesterday\b", -1),
    (
        r"\bhoy\b|\bahora\b|\besta (?:manana|tarde|noche)\b|\btoday\b"
        r"|\bnow\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b",
        0,
    ),
)
_AHEAD = re.compile(
    r"\b(?:dentro de|en|in|within) (\d{1,3}) (dias?|semanas?|mes(?:es)?"
    r"|days?|weeks?|months?)\b"
)
_NEXT_WEEKDAY = re.compile(
    rf"\b(?P<next>(?:el |este )?proxim[oa] |next )(?P<a>{_WEEKDAY})s?\b"
    r"(?! de apertura| autorizad| habil| (?:en )?(?:el )?que (?:se )?(?:abr|pued|esta))"
    rf"|\b(?:el |los )?(?P<b>{_WEEKDAY})s?\b"
    r"(?P<coming> (?:proximo|que viene|siguiente))"
    rf"|\b(?:este|esta|this|el|on|al|del) (?:mismo )?(?P<c>{_WEEKDAY})\b"
    r"(?! \d| santo| de (?:ramos|pascua|resurr)| festiv| laborable| lectiv| normal)"
)
_NO_FEASTS = frozenset(("12-24", "12-31", "02-14", "10-31", "01-05", "E-46", "E-1"))
"""Days with a name that are no holidays anywhere."""
_ORDINAL = {
    "primer": 1, "primero": 1, "first": 1, "segundo": 2, "second": 2, "tercer": 3,
    "tercero": 3, "third": 3, "cuarto": 4, "fourth": 4, "quinto": 5, "fifth": 5,
    "ultimo": -1, "last": -1,
}  # fmt: skip
_NTH = re.compile(
    rf"\b({'|'.join(_ORDINAL)}) ({_WEEKDAY})s? (?:de|of|in|en)(?: el mes de)?"
    rf" ({'|'.join(sorted(MONTHS, key=len, reverse=True))})\b(?: (?:de|of)"
    r" ((?:19|20)\d\d))?"
)
_MONTH = re.compile(
    rf"\b({'|'.join(name for name in MONTHS if len(name) > 3)})\b(?:(?: de|"
    r" del|,)? ((?:19|20)\d\d))?"
)


@dataclass(slots=True)
class When:
    """What a question says of days. Empty fields were not said."""

    days: list[date] = field(default_factory=list)
    """Single dates, in order."""
    first: date | None = None
    last: date | None = None
    """Ends of the period asked about, such as a month."""
    kinds: int = 0
    """Kinds of days (see `knowledge.days`) meant in general, or within the period."""
    is_school: bool = False
    year: int | None = None
    """Said outright."""
    is_feast: bool = False
    """The day was called by the name of a holiday, perhaps a local one."""
    is_vague: bool = False
    """A period nobody can pin down was meant; the days are a guess."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Where in the text these words stand."""

    @property
    def is_empty(self) -> bool:
        """Nothing was said of days."""
        return not (self.days or self.first or self.kinds or self.year)

    def is_beyond(self, years: Collection[int]) -> bool:
        """Tell whether other years are meant than those a document covers."""
        asked = {day.year for day in self.days}
        if self.first and self.last:
            asked |= {self.first.year, self.last.year}
        if not asked and self.year:
            asked = {self.year}
        return bool(years) and bool(asked) and not asked & set(years)


def when_asked(text: str, today: date) -> When:
    """Work out the days in a folded question with figures."""
    years = years_named(text)
    when = When(year=years[0] if years else None, is_school=is_school_label(text))
    is_past = bool(_PAST.search(text))
    _written_dates(text, today, when, is_past=is_past)
    _named(text, today, when, is_past=is_past)
    if not when.days and not when.first:
        _relative(text, today, when)
    if not when.days and not when.first:
        _nth(text, today, when)
        _weeks(text, today, when)
    if not when.days and not when.first:
        _weekday(text, today, when)
    if not when.days and not when.first:
        _months(text, today, when, is_past=is_past)
    rest = _blanked(text, when.spans)
    when.kinds = days_named(rest)
    if not when.days and not when.first and when.year:
        when.first, when.last = date(when.year, 1, 1), date(when.year, 12, 31)
    return when


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _year_for(month: int, day: int, today: date, when: When, *, is_past: bool) -> int:
    """The year meant when none was said: the coming one, or the last if it is past."""
    if when.year:
        return when.year
    try:
        this = date(today.year, month, day)
    except ValueError:
        this = date(today.year, month, 28)
    if is_past and this > today:
        return today.year - 1
    return today.year if is_past or this >= today else today.year + 1


def _written_dates(text: str, today: date, when: When, *, is_past: bool) -> None:
    found = mentions(text)
    for mention in found:
        year = mention.year or _year_for(
            mention.month, mention.day, today, when, is_past=is_past
        )
        day = mention.in_year(year)
        if day is None:
            continue
        if mention.is_range_end and when.days:
            when.first, when.last = when.days.pop(), day
        else:
            when.days.append(day)
        when.spans.append((mention.start, mention.end))
    if found:
        _spend_weekday_before(text, found[0].start, when)
        _move_on(text, found[0].start, when)


def _spend_weekday_before(text: str, at: int, when: When) -> None:
    match = re.search(rf"(?:{_WEEKDAY}),?\s*(?:dia\s+|the\s+)?$", text[:at])
    if match:
        when.spans.append(match.span())


def _move_on(text: str, at: int, when: When) -> None:
    """Read days counted from a date, such as the Sunday after 18 December."""
    match = re.search(
        rf"({_WEEKDAY}|dia|day) (?:siguiente|posterior|despues|after|following)"
        r"(?: de| a)?l? ?(?:the )?$",
        text[:at],
    )
    if not match or not when.days:
        return
    day = when.days[0] + timedelta(days=1)
    weekday = weekday_named(match[1])
    while weekday is not None and day.weekday() != weekday:
        day += timedelta(days=1)
    when.days[0] = day
    when.spans.append(match.span())


def _named(text: str, today: date, when: When, *, is_past: bool) -> None:
    if bridge := re.search(
        r"\bpuente\b(?: (?:de|del) (?:la |el )?(\w+))?|\blong weekend\b"
        r"|\bbank holiday weekend\b",
        text,
    ):
        start = today
        rule = next((rule for _, rule in named_days(text)), None)
        month = MONTHS.get(bridge[1] or "", 0)
        if rule:
            start = _named_date(rule, today, when, is_past=is_past)
        elif month:
            start = date(_year_for(month, 28, today, when, is_past=is_past), month, 1)
        days = long_weekend(start)
        when.first, when.last = days[0], days[-1]
        when.spans.append(bridge.span())
        when.spans += [match.span() for match, _ in named_days(text)]
        return
    if week := re.search(r"\bsemana santa\b|\bholy week\b|\beaster week\b", text):
        year = when.year or _year_of_easter(today)
        when.first = easter(year) - timedelta(days=7)
        when.last = easter(year) + timedelta(days=1)
        when.spans.append(week.span())
        return
    for match, rule in named_days(text):
        when.is_feast = rule not in _NO_FEASTS
        when.days.append(_named_date(rule, today, when, is_past=is_past))
        when.spans.append(match.span())
    when.days.sort()


def _year_of_easter(today: date) -> int:
    passed = today > easter(today.year) + timedelta(days=1)
    return today.year + 1 if passed else today.year


def _named_date(rule: str, today: date, when: When, *, is_past: bool) -> date:
    year = when.year or today.year
    day = day_of_rule(rule, year)
    if when.year is None and not is_past and day < today:
        return day_of_rule(rule, year + 1)
    if when.year is None and is_past and day > today:
        return day_of_rule(rule, year - 1)
    return day


def _relative(text: str, today: date, when: When) -> None:
    for pattern, offset in _RELATIVE:
        if match := re.search(pattern, text):
            when.days.append(today + timedelta(days=offset))
            when.spans.append(match.span())
            return
    if match := _AHEAD.search(text):
        count, unit = int(match[1]), match[2]
        if unit.startswith(("sem", "week")):
            count *= 7
        elif unit.startswith(("mes", "month")):
            count *= 30
        when.days.append(today + timedelta(days=count))
        when.spans.append(match.span())


def _nth(text: str, today: date, when: When) -> None:
    for match in _NTH.finditer(text):
        month, weekday = MONTHS[match[3]], weekday_named(match[2]) or 0
        year = (
            int(match[4])
            if match[4]
            else _year_for(month, 28, today, when, is_past=False)
        )
        length = month_lengths.monthrange(year, month)[1]
        days = [date(year, month, n) for n in range(1, length + 1)]
        fitting = [day for day in days if day.weekday() == weekday]
        order = _ORDINAL[match[1]]
        index = order - 1 if order > 0 else -1
        if index < len(fitting):
            when.days.append(fitting[index])
            when.spans.append(match.span())


def _weeks(text: str, today: date, when: When) -> None:
    monday = today - timedelta(days=today.weekday())
    if match := re.search(
        rf"\b(?:el )?({_WEEKDAY})s? de la (?:semana que viene|proxima"
        rf" semana)\b|\b({_WEEKDAY}) (?:of )?next week\b",
        text,
    ):
        weekday = weekday_named(match[1] or match[2]) or 0
        when.days.append(monday + timedelta(days=7 + weekday))
        when.spans.append(match.span())
    elif match := re.search(
        r"\b(?:la )?(?:semana que viene|proxima semana|semana proxima)\b"
        r"|\bnext week\b(?!end)",
        text,
    ):
        when.first, when.last = monday + timedelta(days=7), monday + timedelta(days=13)
        when.spans.append(match.span())
    elif match := re.search(r"\besta semana\b|\bthis week\b(?!end)", text):
        when.first, when.last = today, monday + timedelta(days=6)
        when.spans.append(match.span())
    elif match := re.search(
        r"\b(?:este|el|el proximo) (?:fin de semana|finde)(?: que viene)?\b"
        r"|\b(?:this|the|next) weekend\b",
        text,
    ):
        later = 7 if re.search("proximo|next", match[0]) and today.weekday() >= 5 else 0
        saturday = monday + timedelta(days=5 + later)
        when.days += [d for d in (saturday, saturday + timedelta(days=1)) if d >= today]
        when.spans.append(match.span())


def _weekday(text: str, today: date, when: When) -> None:
    for match in _NEXT_WEEKDAY.finditer(text):
        name = match["a"] or match["b"] or match["c"]
        offset = ((weekday_named(name) or 0) - today.weekday()) % 7
        if offset == 0 and (match["next"] or match["coming"]):
            offset = 7
        when.days.append(today + timedelta(days=offset))
        when.spans.append(match.span())


def _months(text: str, today: date, when: When, *, is_past: bool) -> None:
    found = [
        m
        for m in _MONTH.finditer(text)
        if not (m[1] == "may" or (m[1] == "march" and "on march" in text))
    ]
    if match := re.search(
        r"\b(?:el )?(?:mes que viene|proximo mes)\b|\bnext month\b", text
    ):
        month = today.month % 12 + 1
        _whole_month(when, today.year + (month == 1), month)
        when.spans.append(match.span())
    elif match := re.search(r"\beste mes\b|\bthis month\b", text):
        _whole_month(when, today.year, today.month)
        when.spans.append(match.span())
    elif match := re.search(r"\b(?:ano que viene|proximo ano|next year)\b", text):
        when.year = today.year + 1
        when.spans.append(match.span())
    elif match := re.search(r"\b(?:este ano|this year)\b", text):
        when.year = today.year
        when.spans.append(match.span())
    elif found:
        month = MONTHS[found[0][1]]
        year = (
            int(found[0][2])
            if found[0][2]
            else _year_of_month(month, today, when, is_past=is_past)
        )
        _whole_month(when, year, month)
        if len(found) > 1:
            last = MONTHS[found[-1][1]]
            length = month_lengths.monthrange(year, last)[1]
            if last > month:
                when.last = date(year, last, length)
        when.spans += [match.span() for match in found]
    elif match := re.search(
        r"\b(?:en |este |las )?navidades\b|\bchristmas (?:time|season|holidays)\b", text
    ):
        year = when.year or today.year
        when.first, when.last = date(year, 12, 24), date(year + 1, 1, 6)
        when.spans.append(match.span())
    elif match := re.search(r"\ben (?:el )?verano\b|\bin (?:the )?summer\b", text):
        year = when.year or today.year
        when.first, when.last, when.is_vague = date(year, 7, 1), date(year, 8, 31), True
        when.spans.append(match.span())


def _year_of_month(month: int, today: date, when: When, *, is_past: bool) -> int:
    if when.year:
        return when.year
    if is_past:
        return today.year if month <= today.month else today.year - 1
    return today.year if month >= today.month else today.year + 1


def _whole_month(when: When, year: int, month: int) -> None:
    length = month_lengths.monthrange(year, month)[1]
    when.first, when.last = date(year, month, 1), date(year, month, length)
