"""What is understood of a document beyond its words: calendars, hours, timetables."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from knowledge.seasons import Season

Meaning = Literal["open", "closed", "holiday"]


@dataclass(slots=True)
class DateList:
    """Dates that a document lists with one meaning, for one place."""

    meaning: Meaning
    place: tuple[str, ...]
    """Region, island, house … the widest first; empty for the whole document."""
    label: str
    """The words above the list."""
    page: int
    dates: list[date] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """ISO date → what the document calls it."""
    conditional: list[date] = field(default_factory=list)
    """Dates that hold only under the condition said in `notes`."""
    notes: list[str] = field(default_factory=list)
    declared: int | None = None
    """How many there are, as the document says."""
    declared_text: str = ""
    """The words that say it."""
    closes: str = ""
    """Closing time on these days, HH:MM."""
    years: list[int] = field(default_factory=list)
    is_complete: bool = False
    """Sundays and holidays that are not listed have the opposite meaning."""
    is_every: bool = False
    """All Sundays and holidays are meant."""
    is_free: bool = False
    """Nothing is prescribed: everyone opens when they like."""
    is_unruled: bool = False
    """The document says that it gives no dates for this place."""


@dataclass(slots=True)
class Opening:
    """Opening hours of a part of a house on certain days."""

    place: tuple[str, ...]
    """Headings above, the widest first."""
    part: str
    page: int
    text: str
    spans: list[tuple[str, str]] = field(default_factory=list)
    is_closed: bool = False
    days: int = 0
    """Kinds of days (see `knowledge.days`); 0 when dates are given instead."""
    dates: list[date] = field(default_factory=list)
    seasons: list[Season] = field(default_factory=list)
    """When in the year the hours hold; empty for always."""


@dataclass(slots=True)
class Trip:
    """One departure: a time for each timed stop, empty where it does not stop."""

    times: list[str]
    note: str = ""
    """What the document adds, such as "only to Guía"."""


@dataclass(slots=True)
class Service:
    """The trips of a line in one direction on one kind of day."""

    line: str
    origin: str
    destination: str
    label: str
    """The kind of day as the document writes it."""
    page: int
    days: int = 0
    """Kinds of days; 0 when the document does not say."""
    is_school: bool = False
    """Only on school days."""
    seasons: list[Season] = field(default_factory=list)
    """When in the year it runs; empty for always."""
    stops: list[str] = field(default_factory=list)
    """The stops that have times, one for each place in a trip's times."""
    trips: list[Trip] = field(default_factory=list)
    route: list[str] = field(default_factory=list)
    """All stops in order, when the document lists them."""
    route_page: int = 0


@dataclass(slots=True)
class Event:
    """Something that takes place on a date."""

    day: date
    text: str
    """With its time and place, as the document writes it."""
    page: int


@dataclass(slots=True)
class Facts:
    """Everything understood of one document."""

    file: str = ""
    title: str = ""
    names: str = ""
    """Title, file name and main headings: what the document may be called by."""
    years: list[int] = field(default_factory=list)
    """The years it says it is about."""
    updated: str = ""
    """ISO date of its last change, when printed."""
    lists: list[DateList] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lists or self.openings or self.services or self.events)


def facts_to_json(facts: Facts) -> str:
    """Give the facts as they are kept in the index."""
    return json.dumps(asdict(facts), default=_iso, ensure_ascii=False)


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot keep {value!r}")


def facts_from_json(text: str) -> Facts:
    """Rebuild facts from the index."""
    data: dict[str, Any] = json.loads(text)
    lists = [_date_list(each) for each in data.pop("lists")]
    openings = [_opening(each) for each in data.pop("openings")]
    services = [_service(each) for each in data.pop("services")]
    events = [
        Event(date.fromisoformat(each["day"]), each["text"], each["page"])
        for each in data.pop("events")
    ]
    return Facts(
        **data, lists=lists, openings=openings, services=services, events=events
    )


def _dates(data: dict[str, Any], name: str) -> None:
    data[name] = [date.fromisoformat(day) for day in data[name]]


def _date_list(data: dict[str, Any]) -> DateList:
    _dates(data, "dates")
    _dates(data, "conditional")
    data["place"] = tuple(data["place"])
    return DateList(**data)


def _opening(data: dict[str, Any]) -> Opening:
    _dates(data, "dates")
    data["place"] = tuple(data["place"])
    data["spans"] = [(start, end) for start, end in data["spans"]]
    data["seasons"] = _seasons(data)
    return Opening(**data)


def _seasons(data: dict[str, Any]) -> list[Season]:
    return [(a, b, c, d) for a, b, c, d in data["seasons"]]


def _service(data: dict[str, Any]) -> Service:
    data["seasons"] = _seasons(data)
    data["trips"] = [Trip(**trip) for trip in data["trips"]]
    return Service(**data)
