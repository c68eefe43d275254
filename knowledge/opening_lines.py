"""A line of text → opening hours with their days, parts and seasons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.clock import Span, ends_in, spans_in
from knowledge.dates import Mention
from knowledge.days import days_named
from knowledge.words import fold

_NOT_A_PART = re.compile(
    r"\b(?:horarios?|horas?|hours?|servicio|termina|opening|open|abierto|abrimos|abre[n]?"
    r"|apertura|cerrado|de|del|desde|from|los|las|el|la|"
    r"y|and|en|a|al|to|no|ano|year|hasta|until|dias?|days?|on|at|the|atencion|publico|nuestro|our"
    r"|son|es|is|are|se|estamos|we|cada|todos|"
    r"lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|festivos?"
    r"|feriados?|laborables?|visperas?|"
    r"mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?"
    r"|(?:public |bank )?holidays?|weekdays?|"
    r"weekends?|fin|fines|semana|entre|through|enero|febrero|marzo|abril"
    r"|mayo|junio|julio|agosto|septiembre|octubre|"
    r"noviembre|diciembre|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|"
    r"excepciones|exceptions?|notas?|notes?|observaciones|avisos?|importante|closures?"
    r"|cierres?|calendarios?|calendars?|holidays?|atienden?|atendemos|funcionan?|operan?|todo|toda|todas|que|permanece\w*|estara\w*|estamos|estaremos|abrimos|cerramos"
    r"|especial(?:es)?|habitual(?:es)?|general|normal|navidad|navidades"
    r"|servicios?|regular|"
    r"special|usual|times?|manana|tarde|noche|mananas|tardes|solo|only"
    r"|verano|invierno|summer"
    r"|winter|lun|mar|mie|jue|vie|sab|dom|mon|tue|wed|thu|fri|sat|sun|"
    r"l|m|x|j|v|s|d)\b|\d+|[^\w\s]|_"
)


@dataclass(slots=True)
class HoursLine:
    """Hours of one part on one group of days, as a line gives them."""

    part: str
    days: int
    found: list[Mention]
    spans: list[tuple[str, str]]
    is_closed: bool


def hours_in(text: str, told: str, found: list[Mention]) -> Iterator[HoursLine]:
    """Yield each group of days with its hours out of a line.

    What stands between two spans belongs to the second, unless days only follow the
    hours ("de 9:00 a 14:00 de lunes a viernes").
    """
    marks: list[tuple[int, int, tuple[str, str] | None]] = [
        (s.at, s.until, (s.start, s.end)) for s in _spans_and_ends(told)
    ]
    marks += [
        (m.start(), m.end(), None)
        for m in re.finditer(r"\b(?:cerrad[oa]s?|closed)\b", told)
    ]
    marks.sort(key=lambda mark: mark[0])
    group: HoursLine | None = None
    end = 0
    follows = bool(marks) and not _tells_days(
        told[: marks[0][0]], found, 0, marks[0][0]
    )
    for index, (at, until, span) in enumerate(marks):
        before = (end, at)
        after = (until, marks[index + 1][0] if index + 1 < len(marks) else len(told))
        low, high = (
            after
            if follows and _tells_days(told[slice(*after)], found, *after)
            else before
        )
        label = told[low:high]
        days = days_named(label)
        inside = [each for each in found if low <= each.start < high]
        part = part_name(text[slice(*before)])
        kept = group
        if group is None or days or inside or part:
            if group:
                yield group
            same = group if group and not days and not inside else None
            group = HoursLine(
                part or (group.part if group else ""),
                same.days if same else days,
                same.found if same else inside,
                [],
                is_closed=False,
            )
        if span and not span[0] and kept and kept.spans:
            group.spans.append((kept.spans[0][0], span[1]))
        elif span:
            group.spans.append(span)
        else:
            group.is_closed = True
        end = until
    if group:
        yield group


def _spans_and_ends(told: str) -> list[Span]:
    """Spans, and ends said alone: "de 10:00 a 21:00 y los viernes hasta las 22:00"."""
    spans = spans_in(told)
    alone = [
        end
        for end in ends_in(told)
        if not any(s.at <= end.until and end.at <= s.until for s in spans)
    ]
    return sorted([*spans, *alone], key=lambda span: span.at)


def _tells_days(label: str, found: list[Mention], low: int, high: int) -> bool:
    return bool(days_named(label)) or any(low <= each.start < high for each in found)


def part_name(label: str) -> str:
    """Give the part of a house that a label names, days and fillers left out."""
    told = fold(label)
    kept = [
        m.span()
        for m in re.finditer(
            r"[^\W\d_]{2,}", _NOT_A_PART.sub(lambda m: " " * len(m[0]), told)
        )
    ]
    if not kept:
        return ""
    name = label[kept[0][0] : kept[-1][1]].strip()
    if "(" in name and ")" not in name:
        name = name.partition("(")[0].strip()
    return name if len(name) <= 60 and len(kept) <= 6 else ""
