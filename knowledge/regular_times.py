"""Departures at regular intervals: "cada 30 minutos, de 7:00 a 22:30"."""

import re

from knowledge.clock import clock, spans_in

_EVERY = re.compile(
    r"\b(?:cada|every) (?:(\d{1,3}) ?(?:minutos|min\b|minutes|mins\b|')"
    r"|(?:una )?(?:hora|hour)\b)"
)
_MOST = 200


def regular_times(told: str) -> list[str]:
    """Give the departures, HH:MM, that a folded line tells by interval and span."""
    every, spans = _EVERY.search(told), spans_in(told)
    if not every or len(spans) != 1 or len(told) > 120:
        return []
    step = int(every[1]) if every[1] else 60
    first, last = (
        int(at[:2]) * 60 + int(at[3:]) for at in (spans[0].start, spans[0].end)
    )
    last += 1440 if last <= first else 0
    if not step or (last - first) // step > _MOST:
        return []
    departures = [clock(at // 60, at % 60) for at in range(first, last + 1, step)]
    return list(dict.fromkeys([*departures, spans[0].end]))
