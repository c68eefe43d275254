"""What a footnote means for a trip: on which days it runs, how far it goes."""

import re

from knowledge.days import days_named
from knowledge.words import fold

_NOT_THEN = re.compile(
    r"\b(?:no (?:circula|sale|hay|presta)|excepto|salvo|menos|not|except|does not)\b"
)
_UNTIL = re.compile(r"(?:hasta|to|until|solo hasta|only to)\s+(.+)", re.IGNORECASE)


def runs_on(note: str, kinds: int) -> bool:
    """Tell whether a trip with this note runs on any of the kinds of days; 0 is any."""
    told = fold(note)
    days = days_named(told)
    if not days or not kinds:
        return True
    return bool(kinds & ~days) if _NOT_THEN.search(told) else bool(kinds & days)


def last_stop(note: str) -> str:
    """Give the stop that a note such as "only to Guía" names, perhaps empty."""
    match = _UNTIL.match(note)
    return match[1].split(".")[0] if match else ""
