"""What stands above a timetable and inside its cells: line, way, kind of day, times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.days import days_named, is_school_label
from knowledge.facts import Service
from knowledge.words import fold

TIME = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])\s?[:.h]\s?([0-5]\d)(?![\d:])\s*(\([^)]*\)"
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
    r"^(?:sentido|direccion|hacia|destino|to|towards)\s*:?\s+(.+)$", re.IGNORECASE
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


@dataclass(slots=True)
class Context:
    """What stands above a table: line, direction and kind of day."""

    line: str = ""
    ends: tuple[str, str] = ("", "")
    label: str = ""
    notes: dict[str, str] = field(default_factory=dict)


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
    text = re.sub(r"(?i)^.*?\bl[ií]nea\s+\w+\s*[:.,-]?\s*", "", text).strip() or text
    for pattern in (_STARTS, _FROM_TO):
        if match := pattern.match(text.strip()):
            return match[1].strip(), (match[2] or "").strip()
    if match := _TOWARDS.match(text.strip()):
        return "", match[1].strip()
    parts = [_KIND.sub("", part) for part in _ARROW.split(text) if part]
    if len(parts) == 2 and all(_is_name(part) for part in parts):
        return parts[0].strip(), parts[1].strip()
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
