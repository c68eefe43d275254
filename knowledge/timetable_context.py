"""What stands above a timetable and inside its cells: line, way, kind of day, times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.dates import mentions
from knowledge.days import days_named, is_school_label
from knowledge.document import Block
from knowledge.facts import Service
from knowledge.seasons import Season, season_by_name, seasons_named
from knowledge.words import fold

TIME = re.compile(
    r"(?<![\d:.,£$€])([01]?\d|2[0-4])\s?[:.h]\s?([0-5]\d)(?![\d:]|\s?[€$£%])\s*(\([^)]*\)"
    r"|\*+|\[[^\]]*\]|[a-zA-Z]\b)?"
)
_LINE = re.compile(
    r"\b(?:linea|line|ruta|route|bus)\s+(?:n[ºo.]*\s*)?([a-z]?\d{1,4}[a-z]?)\b"
)
_ARROW = re.compile(r"\s*(?:→|➔|➜|►|⇒|>|\t|\s[-–—]\s|\s+/\s+)\s*")
_KIND = re.compile(
    r"^(?:horarios? (?:de )?)?(?:ferry|tren|bus|autob[uú]s|guagua|metro"
    r"|tranv[ií]a|barco"
    r"|lanzadera|train|coach|tram|shuttle)\s+",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"^(?:sentido|direcci[oó]n|hacia|destino|to|towards)\s*:?\s+(.+)$", re.IGNORECASE
)
_FROM_TO = re.compile(
    r"^(?:horarios?\s+)?(?:de|desde|from)\s+(.+?)\s+(?:a|hasta|hacia|to)\s+(.+)$",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"^(?:salidas?|departures?)\s+(?:de|desde|from)\s+(.+?)(?:\s+(?:a|hacia"
    r"|to)\s+(.+))?$",
    re.IGNORECASE,
)


_LINE_LEAD = re.compile(
    r"^.*?\b(?:l[ií]nea|line|ruta|route)\s+\w+\s*[:.,·|-]*\s*", re.IGNORECASE
)
_BACK = re.compile(r"^(?:vuelta|regreso|retorno|inbound|return)\b(?! ticket)")
_FORTH = re.compile(r"^(?:ida|outbound)\b(?! y vuelta)")
_AT_STOP = re.compile(r"^(?:parada|stop)\s*:?\s+(.+)$", re.IGNORECASE)
_NO_STOP = re.compile(
    r"\b(?:horarios?|tarifas?|precios?|notas?|servicios?|temporada|salidas?|invierno"
    r"|verano|curso|timetables?|fares?|notes?|services?|season|winter|summer)\b"
)


@dataclass(slots=True)
class Context:
    """What stands above a table: line, direction, stop, kind of day and season."""

    line: str = ""
    ends: tuple[str, str] = ("", "")
    label: str = ""
    stop: str = ""
    """Where the times hold, when headings name the stops one by one."""
    seasons: list[Season] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    _whole: tuple[str, str] = ("", "")
    """The first ends named: "ida" goes this way, "vuelta" back."""
    _way_level: int = 0
    """Of the heading that says the direction outright; 0 when none did."""

    def take(self, block: Block) -> None:
        """Take in a heading or line that stands above times."""
        told = fold(block.text)
        self.line = line_named(told) or self.line
        is_heading = block.kind == "heading"
        if not is_heading and len(block.text) >= 70:
            return
        if days_named(told) or is_school_label(told):
            self.label = block.text
        elif is_heading and not ends_named(block.text):
            self.label = ""
        is_stop = self._is_stop(block, told)
        if is_stop:
            self.stop = _stop_named(block.text)
        else:
            self._take_way(block, told)
        seasons = seasons_named(told, mentions(told)) or season_by_name(told)
        if seasons or is_stop or (is_heading and not days_named(told)):
            self.seasons = seasons

    def _is_stop(self, block: Block, told: str) -> bool:
        if _AT_STOP.match(block.text):
            return True
        return (
            block.kind == "heading"
            and 0 < self._way_level < block.level
            and not is_direction(block.text)
            and not days_named(told)
            and not _NO_STOP.search(told)
        )

    def _take_way(self, block: Block, told: str) -> None:
        ends = ends_named(block.text)
        if all(self._whole) and _BACK.search(told):
            ends = (self._whole[1], self._whole[0])
        elif all(self._whole) and _FORTH.search(told):
            ends = self._whole
        if not ends:
            return
        self.ends = completed(ends, self.ends)
        self.stop = ""
        if not all(self._whole):
            self._whole = self.ends
        if block.kind == "heading":
            says_way = (
                is_direction(block.text) or _BACK.search(told) or _FORTH.search(told)
            )
            self._way_level = block.level if says_way else 0


def is_direction(text: str) -> bool:
    """Tell whether a heading says a direction outright, not by two names alone."""
    text = _LINE_LEAD.sub("", text).strip()
    return bool(
        any(p.match(text) for p in (_STARTS, _FROM_TO, _TOWARDS))
        or re.search(r"[→➔➜►⇒>]", text)
    )


def _stop_named(text: str) -> str:
    match = _AT_STOP.match(text)
    return match[1].strip() if match else text.strip()


def completed(ends: tuple[str, str], before: tuple[str, str]) -> tuple[str, str]:
    """Fill in a missing end from the heading above: the same way, or back."""
    names = [fold(name) for name in before]
    origin, goal = ends
    if (origin and goal) or not all(before):
        return ends
    known = fold(origin or goal)
    fitting = [i for i, name in enumerate(names) if known in name or name in known]
    if len(fitting) != 1:
        return ends
    other = before[1 - fitting[0]]
    return (origin, other) if origin else (other, goal)


def line_named(told: str) -> str:
    """Give the number of a line in a folded text, perhaps empty."""
    match = _LINE.search(told)
    return match[1] if match else ""


def ends_named(text: str) -> tuple[str, str] | None:
    """Give origin and destination of a heading such as "A → B"; either may be empty."""
    text = _LINE_LEAD.sub("", text).strip() or text
    if days_named(fold(text)):
        return None
    for pattern in (_STARTS, _FROM_TO):
        if match := pattern.match(text.strip()):
            return match[1].strip(), (match[2] or "").strip()
    if match := _TOWARDS.match(text.strip()):
        return _two_names(match[1]) or ("", match[1].strip())
    parts = [_KIND.sub("", part) for part in _ARROW.split(text) if part]
    if len(parts) == 2 and all(_is_name(part) for part in parts):
        return parts[0].strip(), parts[1].strip()
    return None


def _two_names(text: str) -> tuple[str, str] | None:
    """Both ends out of "El Algar a Cartagena"."""
    parts = re.split(r"\s+(?:a|hasta|hacia|to|[-–—→])\s+", text.strip(), maxsplit=1)
    if len(parts) == 2 and all(_is_name(part) for part in parts):
        return parts[0], parts[1]
    return None


def _is_name(text: str) -> bool:
    return (
        2 < len(text) < 50
        and not re.search(r"\d{2}", text)
        and not days_named(fold(text))
        and text[:1].isupper()
    )


def service_of(
    label: str, context: Context, page: int, ends: tuple[str, str]
) -> Service:
    """Give a service without trips, of a kind of day in a direction."""
    told = fold(label)
    return Service(
        context.line,
        ends[0] or (context.ends[0] if context.ends[1] == ends[1] else ""),
        ends[1],
        label,
        page,
        days=days_named(told),
        is_school=is_school_label(told),
        seasons=list(context.seasons),
    )


def times_of(text: str, context: Context) -> Iterator[tuple[str, str]]:
    """Yield each time in a text as HH:MM, with what its footnote says."""
    for match in TIME.finditer(text):
        mark = (match[3] or "").strip()
        note = (
            mark[1:-1]
            if mark.startswith("[")
            else context.notes.get(mark.strip("()"), "")
        )
        yield f"{int(match[1]) % 24:02d}:{match[2]}", note
