"""Opening hours on a date or kind of day, out of what a document prints."""

from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.answer import Hours
from knowledge.dates import EVERY_YEAR
from knowledge.days import HOLIDAYS, ORDINARY
from knowledge.facts import Opening
from knowledge.question import minutes
from knowledge.seasons import is_in


def falls_on(listed: Iterable[date], day: date) -> bool:
    """Tell whether a date is among those listed; some come every year."""
    return any(
        each == day
        or (each.year == EVERY_YEAR and (each.month, each.day) == (day.month, day.day))
        for each in listed
    )


def on_date(openings: Sequence[Opening], day: date) -> list[Opening]:
    """Give what is printed for this very date."""
    return [each for each in openings if falls_on(each.dates, day)]


def in_week(openings: Sequence[Opening], kind: int, day: date | None) -> list[Opening]:
    """Give what holds for a kind of day: for each part the most particular line."""
    weekly = [each for each in openings if not each.dates]
    if day:
        weekly = _of_season(weekly, day)
    fitting = [each for each in weekly if each.days & kind]
    if kind & HOLIDAYS:
        fitting = [each for each in fitting if _tells_holidays(each)]
    best: dict[tuple[tuple[str, ...], str], list[Opening]] = {}
    for each in fitting:
        key = (each.place, each.part)
        known = best.get(key, [])
        if not known or each.days.bit_count() < known[0].days.bit_count():
            best[key] = [each]
        elif each.days.bit_count() == known[0].days.bit_count():
            known.append(each)
    return [each for chosen in best.values() for each in chosen]


def _of_season(weekly: Sequence[Opening], day: date) -> list[Opening]:
    """The hours that hold on a day; for each part those of a season come first."""
    seasonal = [each for each in weekly if is_in(each.seasons, day)]
    parts = {(each.place, each.part) for each in seasonal}
    return seasonal + [
        each
        for each in weekly
        if not each.seasons and (each.place, each.part) not in parts
    ]


def is_stretch(dates: Sequence[date], longer_than: int = 14) -> bool:
    """Tell whether dates are many days on end, such as a season, not single days."""
    return len(dates) > longer_than and (dates[-1] - dates[0]).days + 1 == len(dates)


def tells_weekdays(openings: Iterable[Opening]) -> bool:
    """Tell whether the document gives hours by the week at all."""
    return any(each.days for each in openings)


def tells_holidays(openings: Iterable[Opening]) -> bool:
    """Tell whether the document says anything of public holidays."""
    return any(each.days and _tells_holidays(each) for each in openings)


def _tells_holidays(opening: Opening) -> bool:
    """Holidays are meant outright: alone, with others, or by "every day"."""
    days = opening.days
    return (days & HOLIDAYS) >> 7 != days & ORDINARY or days == HOLIDAYS | ORDINARY


def hours_of(openings: Iterable[Opening], *, many_places: bool) -> tuple[Hours, ...]:
    """Give hours by part; the place goes along when there are several."""
    told: dict[str, Hours] = {}
    for each in openings:
        place = each.place[-1] if each.place and many_places else ""
        name = " – ".join(dict.fromkeys(x for x in (place, each.part) if x))
        known = told.get(name)
        spans = tuple(each.spans)
        if known:
            spans = tuple(dict.fromkeys((*known.spans, *spans)))
        told[name] = Hours(name, spans, is_closed=each.is_closed and not spans)
    return tuple(told.values())


def is_open_during(hours: Iterable[Hours], part: tuple[str, str]) -> bool:
    """Tell whether any part is open around the middle of a part of the day."""
    first, last = minutes(part[0]), minutes(part[1])
    middle = (first + last) // 2
    times = (middle - 60, middle, middle + 60)
    hours = list(hours)
    return any(is_open_at(hours, f"{at // 60:02d}:{at % 60:02d}") for at in times)


def is_open_late(hours: Iterable[Hours], at: str) -> bool:
    """Tell whether hours of a day still run at a time after its midnight."""
    return any(
        start and end and end <= start and at < end
        for each in hours
        for start, end in each.spans
    )


def is_open_early(hours: Iterable[Hours], at: str) -> bool:
    """Tell whether hours of a day began by a time soon after midnight."""
    return any(
        start <= at and (at < end or end <= start)
        for each in hours
        for start, end in each.spans
        if start
    )


def is_open_at(hours: Iterable[Hours], at: str) -> bool:
    """Tell whether any part is open at a time; hours may run past midnight."""
    now = minutes(at)
    for each in hours:
        for start, end in each.spans:
            first = minutes(start) if start else 0
            last = minutes(end) if end else 24 * 60
            if last <= first:
                last += 24 * 60
            if first <= now < last or first <= now + 24 * 60 < last:
                return True
    return False
