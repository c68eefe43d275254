"""A customer's question, taken apart: what is wanted, of which days and times."""

import re
from dataclasses import dataclass, field
from datetime import date, time

from knowledge.calendar import When, when_asked
from knowledge.clock import clock, in_figures, times_in
from knowledge.days import KIND_WORDS
from knowledge.wants import wants_in

_AFTER = re.compile(r"\b(?:a partir de|desde|from|since|pasadas)(?: las?| the)?\s*$")
_STRICTLY_AFTER = re.compile(
    r"\b(?:despues de|siguiente a|after|mas tarde de|later than)"
    r"(?: la de)?(?: las?| the)?\s*$"
)
_BEFORE = re.compile(
    r"\b(?:antes de|anterior a|before|by|como muy tarde a|hasta|no later than)"
    r"(?: la de)?(?: las?| the)?\s*$"
)
_MISSED = re.compile(
    r"\b(?:perdi|perdido|escap\w+|missed|no lleg(?:o|ue)|se me fue|acabo de perder)\b"
)
_BETWEEN = re.compile(r"^[\d:.h]+\s*(?:y|and|a|to|hasta|until|[-–])(?: las?)?\s*$")
_PARTS = (
    (
        r"\b(?:por|de|en|a) la manana\b|\bmorning\b|\besta manana\b|\bmananas\b",
        "04:00",
        "12:00",
    ),
    (r"\bmediodia\b|\bmidday\b|\bnoon\b", "12:00", "15:59"),
    (
        r"\b(?:por|de|en|a) la tarde\b|\bafternoon\b|\besta tarde\b|\btardes\b",
        "12:00",
        "20:59",
    ),
    (
        r"\b(?:por|de|en|a|esta) la noche\b|\besta noche\b|\b(?:at )?night\b"
        r"|\bevening\b|\btonight\b",
        "20:00",
        "23:59",
    ),
    (r"\bmadrugada\b|\bearly hours\b", "00:00", "05:59"),
)
_BESIDES = re.compile(
    r"\b(?:ademas|aparte|a parte|quitando|excepto|menos|salvo|fuera|sin contar|besides"
    r"|apart from|other than|except(?: for)?)\s+(?:de[l]?\s+)?(?:el\s+|the\s+|los\s+)?"
    r"(?:dia\s+)?(\d{1,2}(?:\s*(?:,|y|and)\s*\d{1,2})*)"
)


@dataclass(slots=True)
class Asked:
    """What was asked, in parts that calendars and timetables understand."""

    text: str
    """Folded, with figures and clock times."""
    original: str
    when: When
    today: date
    now: str
    """HH:MM; empty when the time is not known."""
    wants: frozenset[str]
    """Names from the table of wants."""
    at: str = ""
    """A time of day that was said, HH:MM."""
    until: str = ""
    """The second time, when two were said."""
    relation: str = "at"
    """`at`, `after`, `from`, `before` or `between`."""
    part: tuple[str, str] | None = None
    """Ends of a part of the day, such as the morning."""
    besides: list[int] = field(default_factory=list)
    """Days of the month that the customer knows already."""

    def has(self, *names: str) -> bool:
        """Tell whether one of these is wanted."""
        return any(name in self.wants for name in names)


def take_apart(question: str, today: date, now: time | None) -> Asked:
    """Take a question apart, with what is said relative to today and now."""
    text = in_figures(question)
    besides = [
        int(n) for m in _BESIDES.finditer(text) for n in re.findall(r"\d+", m[1])
    ]
    when = when_asked(
        _BESIDES.sub(lambda m: " " * len(m[0]), text) if besides else text, today
    )
    wants = wants_in(text)
    asked = Asked(
        text,
        question,
        when,
        today,
        f"{now:%H:%M}" if now else "",
        wants,
        besides=besides,
    )
    _read_times(asked)
    return asked


def _read_times(asked: Asked) -> None:
    text = asked.text
    for start, end in asked.when.spans:
        text = text[:start] + " " * (end - start) + text[end:]
    found = times_in(text)
    told = [at for at, _ in found]
    if told:
        asked.at = _nearest(told[0], asked)
        asked.until = told[1] if len(told) > 1 else ""
        asked.relation = _relation(text, asked, [at for _, at in found])
        if asked.relation == "between":
            if asked.at != told[0] and asked.until < asked.at:
                asked.until = clock(int(asked.until[:2]) + 12, int(asked.until[3:]))
            asked.at = _same_half(asked.at, asked.until)
    for pattern, first, last in _PARTS:
        if re.search(pattern, text) and not (
            told and re.search(r"de la|p\.?m|a\.?m", text)
        ):
            asked.part = (first, last)
            break


def _relation(text: str, asked: Asked, places: list[int]) -> str:
    """What the words before the first time, or between two, make of it."""
    before = text[max(0, places[0] - 30) : places[0]]
    between = text[places[0] : places[1]] if asked.until else ""
    if asked.until and _BETWEEN.search(between):
        return "between"
    if _BEFORE.search(before) or "arrival" in asked.wants:
        return "before"
    if _STRICTLY_AFTER.search(before) or _MISSED.search(text):
        return "after"
    return "from" if _AFTER.search(before) else "at"


def _same_half(first: str, last: str) -> str:
    """Read "between nine and eleven at night" as at night for both."""
    is_later = last >= "13:00" and minutes(first) + 720 < minutes(last)
    return clock(int(first[:2]) + 12, int(first[3:])) if is_later else first


def _nearest(told: str, asked: Asked) -> str:
    """A bare hour up to 12 said in the afternoon may mean the afternoon."""
    hour = int(told[:2])
    if (
        not asked.now
        or asked.when.kinds
        or (re.search(rf"\b{told}\b", asked.text) and told[0] == "0")
        or not 1 <= hour <= 12
        or re.search(r"\bde la\b|\b[ap]\.?\s?m\b", asked.text)
    ):
        return told
    later = clock((hour + 12) % 24, int(told[3:]))
    now = minutes(asked.now)
    if minutes(told) >= now or asked.when.days not in ([], [asked.today]):
        return told
    if asked.has("next") and abs(minutes(told) - now) <= 120:
        return told
    return later if abs(minutes(later) - now) < abs(minutes(told) - now) else told


def minutes(at: str) -> int:
    """Give the minutes since midnight of a time HH:MM."""
    return int(at[:2]) * 60 + int(at[3:])


_LEANS = re.compile(
    r"^\W*(?:y|e|pero|entonces|and|what about|how about|ok|vale)\b"
    r"|^\W*(?:a|de|por|para|el|los|en|on|at|to|from)\b"
)
_BACK = re.compile(r"\b(?:vuelta|regreso|volver|al reves|contrario|way back|return)\b")


def joined_with(question: str, before: str, today: date) -> str:
    """Give a short question filled up with the one before, or "" if it stands alone.

    Days and times of the one before go when the new one has its own.
    """
    text = in_figures(question)
    if len(text.split()) > 8 or not _LEANS.search(text):
        return ""
    earlier = in_figures(before)
    if not when_asked(text, today).is_empty:
        spans = when_asked(earlier, today).spans
        for start, end in spans:
            earlier = earlier[:start] + " " * (end - start) + earlier[end:]
        earlier = re.sub(rf"\b(?:los|el|un|un dia)?\s*{KIND_WORDS}", " ", earlier)
    if times_in(text):
        earlier = re.sub(r"\d{1,2}:\d{2}", " ", earlier)
    if _BACK.search(text):
        earlier = re.sub(
            r"\b(?:de|desde) (.+?) (?:a|hacia|para|hasta) ([\w ]+?)(?=[?,.]|$)",
            r"de \2 a \1",
            earlier,
        )
    return f"{text} {earlier}"
