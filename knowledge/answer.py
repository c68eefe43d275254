"""What the shelf answers: a record that programs judge and the mind puts into words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.passages import Passage

Topic = Literal[
    "prose",
    "open",
    "hours",
    "dates",
    "count",
    "places",
    "holiday",
    "departures",
    "next",
    "first",
    "last",
    "runs_at",
    "often",
    "journey",
    "stops",
    "stops_at",
    "terminal",
    "programme",
]
Gap = Literal["", "nothing", "other_years", "not_said"]
"""Why nothing is known: no document is about it; it covers other years; it is about it
but does not say."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of a part of the house."""

    part: str
    """As the document writes it; empty for the whole house."""
    spans: tuple[tuple[str, str], ...]
    """From and to as HH:MM; either is empty when not said."""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """An answer resting on documents, or the reason why there is none."""

    kind: Literal["answer", "unknown", "refuse"] = "unknown"
    confidence: float = 0.0
    """From 0 (not about our documents) to 1 (surely about them)."""
    topic: Topic = "prose"
    gap: Gap = ""
    """Set exactly when `kind` is `unknown`."""
    yes_no: bool | None = None
    """The answer to the question as it was put: True to "is it closed?" when it is."""
    is_open: bool | None = None
    """Whether it is open, however that was asked."""
    day: date | None = None
    """The date asked about."""
    days: str = ""
    """The kind of day asked about, as the document writes it."""
    place: str = ""
    """Region, part or line, as the document writes it."""
    origin: str = ""
    destination: str = ""
    dates: tuple[date, ...] = ()
    times: tuple[str, ...] = ()
    """HH:MM, in the document's order."""
    hours: tuple[Hours, ...] = ()
    values: tuple[int | float | str, ...] = ()
    """A count, minutes, names of places or stops."""
    notes: tuple[str, ...] = ()
    """Sentences of the document that belong to the answer."""
    passages: tuple[Passage, ...] = ()
    sources: tuple[tuple[str, int], ...] = ()
    """File and physical page."""
    title: str = ""
    """Of the document that answers, or that comes nearest."""
    years: tuple[int, ...] = ()
    """The years it covers; empty when it names none."""
    question: str = ""
    """As it was understood, so that a later one can lean on it."""
    others: tuple["DocumentAnswer", ...] = ()
    """The same for the other directions or kinds of days, when none was chosen."""
