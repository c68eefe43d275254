"""Times of day as they are written and said, in folded text."""

import re
from dataclasses import dataclass
from functools import partial

from knowledge.figures import with_figures

_PART = (
    r"(?:de|por|en) la (?:manana|madrugada|tarde|noche)|del mediodia|a\.?"
    r" ?m\.?\b|p\.? ?m\.?\b|in the (?:morning|afternoon|evening)|at night"
)
_CLOCK = (
    r"(?<![\d:.,/])(?P<{n}h>[01]?\d|2[0-4])"
    r"(?:\s?[:.]\s?(?P<{n}m>[0-5]\d)(?!\d)|\s?h(?:\s?(?P<{n}hm>[0-5]\d))?\b)?"
    r"(?!\s?[%€$]|[\d/:])\s*(?:horas?|hrs?\.?|hs\.?|h\b|o'?clock)?\s*(?P<{n}part>"
    + _PART
    + r")?"
)
_SPAN = re.compile(
    r"(?:(?:de|desde|from|entre|between)\s+)?(?:las?\s+)?"
    + _CLOCK.format(n="a")
    + r"\s*(?:a|hasta|[-–—]|to|y|and|until|till)\s*(?:las?\s+)?"
    + _CLOCK.format(n="b")
)
_LISTED = re.compile(r"^(?!entre|between)[^a-z]*(?:las? )?[\d:.h ]+(?: y | and )")
"""Two times of a list: only with "between" do they make a span."""
_ONE_END = re.compile(
    r"\b(?:(?P<until>hasta|cierran?|cierre|cerrara\w*|cerramos|terminan?|acaban?|closes?"
    r"|closing|until|till|ends?)|(?:abren?|abrira\w*|abrimos|apertura|opens?|opening))"
    r"(?: at| a| early)*(?: las?)?\s*" + _CLOCK.format(n="a")
)
_EXACT = re.compile(_CLOCK.format(n="a"))
_ALL_DAY = re.compile(
    r"(?<!hasta )(?<!en )(?<!de )(?<!within )(?<!antes de )\b24\s*(?:h\b|horas|hours)"
    r"(?! (?:antes|despues|habiles|de (?:antelacion|anticipacion)|before|after|notice))"
)
_CLOSED = re.compile(r"\b(?:cerrad[oa]s?|cierra|closed|no abre)\b")


@dataclass(frozen=True, slots=True)
class Span:
    """From one time to another, as HH:MM; an end may be missing."""

    start: str
    end: str
    at: int = 0
    """Where in the text it begins."""
    until: int = 0
    """Where in the text it ends."""


def clock(hour: int, minute: int) -> str:
    """Give a time as HH:MM; 24:00 is 00:00."""
    return f"{hour % 24:02d}:{minute:02d}"


def spans_in(text: str) -> list[Span]:
    """Give the opening hours in a folded text, such as "de 10:00 a 21:00"."""
    found = [
        span
        for match in _SPAN.finditer(text)
        if not _LISTED.search(match[0]) and (span := _span(match))
    ]
    if not found and _ALL_DAY.search(text):
        match = _ALL_DAY.search(text)
        at, until = match.span() if match else (0, 0)
        return [Span("00:00", "00:00", at, until)]
    return found


def ends_in(text: str) -> list[Span]:
    """Give the hours of which only one end is said: "cierra a las 21:00"."""
    return [
        Span("", at, match.start(), match.end())
        if match["until"]
        else Span(at, "", match.start(), match.end())
        for match in _ONE_END.finditer(text)
        if (match["am"] or match["ahm"] or match["apart"] or _has_unit(match))
        and (at := _read(match, "a"))
    ]


def times_in(text: str) -> list[tuple[str, int]]:
    """Give the times of day written with minutes, an `h` or a part of the day."""
    found = []
    for match in _EXACT.finditer(text):
        if match["am"] or match["ahm"] or match["apart"] or _has_unit(match):
            found.append((_read(match, "a"), match.start()))
    return found


def is_closed(text: str) -> bool:
    """Tell whether a folded text says that something is closed."""
    return bool(_CLOSED.search(text))


def _has_unit(match: re.Match[str]) -> bool:
    return bool(re.search(r"\d\s?h", match[0]))


def _span(match: re.Match[str]) -> Span | None:
    """Two bare numbers are hours only with a unit, a part of the day or `las`."""
    exact = any(match[name] for name in ("am", "ahm", "bm", "bhm", "apart", "bpart"))
    named = re.search(r"\b(?:las?|h|horas?|hrs?|hs)\b|\dh", match[0])
    if not exact and not named:
        return None
    start, end = _read(match, "a"), _read(match, "b")
    if match["bpart"] and not match["apart"] and _is_afternoon(match["bpart"]):
        hour = int(match["ah"])
        if hour < 12 and int(match["bh"]) < 12 and hour < int(match["bh"]):
            start = clock(hour + 12, int(start[3:])) if hour < 7 else start
    return Span(start, end, match.start(), match.end())


def _read(match: re.Match[str], name: str) -> str:
    hour = int(match[f"{name}h"])
    minute = int(match[f"{name}m"] or match[f"{name}hm"] or 0)
    part = match[f"{name}part"] or ""
    if part and hour <= 12:
        if _is_afternoon(part) and hour < 12 and not (hour < 4 and "noche" in part):
            hour += 12
        elif hour == 12 and (
            part.startswith("a") or "madrugada" in part or "noche" in part
        ):
            hour = 0
    return clock(hour, minute)


def _is_afternoon(part: str) -> bool:
    return part.startswith("p") or (
        any(
            word in part
            for word in ("tarde", "noche", "mediodia", "afternoon", "evening", "night")
        )
        and not part.startswith("por la manana")
    )


_HALVES = (
    (re.compile(r"\bhalf past (\d{1,2})\b"), False, 30),
    (re.compile(r"(?<=\bat )half (\d{1,2})\b"), False, 30),
    (re.compile(r"\bquarter (?:past|after) (\d{1,2})\b"), False, 15),
    (re.compile(r"\bquarter (?:to|of|till?|before) (\d{1,2})\b"), True, 45),
    (re.compile(r"\b(?:las? )?(?:un )?cuarto para las? (\d{1,2})\b"), True, 45),
    (re.compile(r"\b(\d{1,2}) y media\b"), False, 30),
    (re.compile(r"\b(\d{1,2}) y cuarto\b"), False, 15),
    (re.compile(r"\b(\d{1,2}) menos cuarto\b"), True, 45),
)
_TWO = re.compile(
    r"\b(entre|between) (?:las? )?(\d{1,2}) (y|and) (?:las?"
    r" )?(\d{1,2})\b(?![:.]\d| de [a-z])"
)
_LESS = re.compile(r"\b(las?|a las?) (\d{1,2}) menos (\d{1,2})\b")
_MINUTES = r"(5|10|20|25)"
_MINUTES_TO = re.compile(
    rf"(?<!para )\b{_MINUTES}(?: minutos)? para las? (\d{{1,2}})\b"
    rf"|(?<=\bat ){_MINUTES} (?:to|till?|before) (\d{{1,2}})\b"
    rf"|\b{_MINUTES} minutes (?:to|till?|before) (\d{{1,2}})\b"
)
_MINUTES_PAST = re.compile(
    rf"\b{_MINUTES}(?: minutes)? past (\d{{1,2}})\b"
    rf"|(?<=\bat ){_MINUTES}(?: minutes)? after (\d{{1,2}})\b"
)
_BOTH_ENDS = re.compile(
    r"\b(de|from) (\d{1,2}) (a|to) (\d{1,2})(?= (?:de la (?:manana|tarde|noche)"
    r"|at night|in the (?:morning|afternoon|evening)))"
)
_PLUS = re.compile(
    r"\b(las?|at|around|about|between|(?<=\d \d{2} )and) (\d{1,2})(?: y | )"
    r"(\d{1,2})\b(?!\s*(?:de|of|[a-z]+ de)"
    r" (?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic))"
)


def in_figures(text: str) -> str:
    """Give a text folded, with the days and times it says in words as figures."""
    return with_clock_times(with_figures(text))


def with_clock_times(text: str) -> str:
    """Give a question, figures already in place, with said times as H:MM."""
    told = re.sub(
        r"\b(?:las? 12 (?:del mediodia|de mediodia)|al? mediodia|noon|midday)\b",
        "las 12:00",
        text,
    )
    told = re.sub(r"\b(?:las? 12 de la noche|medianoche|midnight)\b", "las 0:00", told)
    told = _TWO.sub(r"\1 \2:00 \3 \4:00", told)
    for pattern, is_before, minutes in _HALVES:
        told = pattern.sub(
            partial(_shifted, is_before=is_before, minutes=minutes), told
        )
    told = _BOTH_ENDS.sub(r"\1 \2:00 \3 \4:00", told)
    told = _MINUTES_TO.sub(_minutes_to, told)
    told = _MINUTES_PAST.sub(_minutes_past, told)
    told = _LESS.sub(_less, told)
    told = _PLUS.sub(_plus, told)
    return re.sub(
        r"\b(a las?|las|at|since|after|before|until|by) (\d{1,2})\b(?![:.]\d"
        r"|\s*(?:de|of) [a-z]{4,} ?\d*$|/)",
        _whole,
        told,
    )


def _shifted(match: re.Match[str], *, is_before: bool, minutes: int) -> str:
    hour = int(match[1])
    return f"{_hour_before(hour) if is_before else hour % 24}:{minutes:02d}"


def _minutes_to(match: re.Match[str]) -> str:
    minutes, hour = (int(part) for part in match.groups() if part)
    return f"{_hour_before(hour)}:{60 - minutes:02d}"


def _minutes_past(match: re.Match[str]) -> str:
    minutes, hour = (int(part) for part in match.groups() if part)
    return f"{hour}:{minutes:02d}"


def _less(match: re.Match[str]) -> str:
    return f"{match[1]} {_hour_before(int(match[2]))}:{60 - int(match[3]):02d}"


def _hour_before(hour: int) -> int:
    """Give the hour that a quarter to it belongs to: before one it is twelve."""
    return 12 if hour == 1 else (hour - 1) % 24


def _plus(match: re.Match[str]) -> str:
    hour, minute = int(match[2]), int(match[3])
    return f"{match[1]} {hour}:{minute:02d}" if hour < 25 and minute < 60 else match[0]


def _whole(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2]}:00" if int(match[2]) <= 24 else match[0]
