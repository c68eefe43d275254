"""Documents → lists of dates and opening hours."""

import re
from dataclasses import dataclass, field
from datetime import date

from knowledge.clock import is_closed, spans_in, times_in
from knowledge.dates import (
    EVERY_YEAR,
    Mention,
    YearOf,
    days_of,
    mentions,
    year_of,
)
from knowledge.days import days_named
from knowledge.document import Block, Document
from knowledge.facts import DateList, Meaning, Opening
from knowledge.opening_lines import hours_in, part_name, season_named
from knowledge.opening_tables import CellRow, rows_of
from knowledge.words import fold, stem_set

_OPEN = re.compile(
    r"\b(?:apertura|abr(?:e|en|ir|ira|iran|imos|iremos|io|ieron|ia|ian)"
    r"|abiert[oa]s?|habil(?:es)?|open(?:s|ing)?|autorizad[oa]s?)\b"
)
_NOT_OPEN = re.compile(
    r"\b(?:no (?:se )?(?:abr|esta)|cerrad[oa]s?|cerra(?:mos|remos|ra|ran)"
    r"|cierra[n]?|closed|closures?|sin servicio|permanecer\w* cerrad"
    r"|(?:dias?|fechas) de cierre\b|cierres\b)"
)
_HOLIDAY = re.compile(r"\b(?:festiv|feriad|holiday|fiestas?|no laborables?|inhabil)")
_SUNDAYS = re.compile(r"\b(?:domingos?|sundays?|festivos?|feriados?|holidays?)\b")
_COUNT = re.compile(
    r"\b(\d{1,3})\s+(?:domingos?|festivos?|feriados?|dias?|fechas|sundays?"
    r"|(?:public |bank )?holidays?|days)\b"
)
_EVERY = re.compile(
    r"\b(?:todos los|todos|every|all)\s+(?:los\s+)?(?:domingos"
    r"|sundays?)[^.]{0,20}(?:festivos|feriados|holidays?)"
)
_FREE = re.compile(
    r"\b(?:liberaliz\w+|a eleccion de cada|libertad (?:de|total)|libre(?:mente)?)\b"
)
_UNRULED = re.compile(r"\bno (?:se )?regulan?\b|\bnot regulated\b|\bsin calendario\b")
_FILLER = re.compile(
    r"\b(?:y|e|de|del|el|los|las|la|and|the|of|on|dia|dias|en|lunes|martes"
    r"|miercoles|jueves|viernes|sabados?|"
    r"domingos?|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|[\W_]+"
)


@dataclass(slots=True)
class _Lead:
    """Words that hold for what follows: a heading or a line that ends in a colon."""

    text: str = ""
    days: int = 0
    dates: list[date] = field(default_factory=list)
    season: tuple[int, int, int, int] | None = None
    is_heading: bool = False


@dataclass(slots=True)
class OpeningReader:
    """Reads one document, block by block, remembering what stands above."""

    title: str
    """Title and file name: what a list means when nothing above it says."""
    year: YearOf | None
    lists: list[DateList] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _lead: _Lead = field(default_factory=_Lead)
    _current: DateList | None = None
    _rows: CellRow | None = None

    def read(self, block: Block, page: int) -> None:
        """Take in the next block."""
        if block.kind == "heading":
            self._enter(block)
        if block.kind == "table":
            self._table(block, page)
            return
        for text in _sentences(block.text):
            self._line(text, page, is_heading=block.kind == "heading")

    def _enter(self, block: Block) -> None:
        while self._headings and self._headings[-1][0] >= block.level:
            self._headings.pop()
        self._headings.append((block.level, block.text.replace("\t", " ")))
        self._rows = None

    @property
    def _place(self) -> tuple[str, ...]:
        """The headings that name a place: not days, dates or years."""
        return tuple(text for _, text in self._headings if _names_place(text))

    def _line(self, text: str, page: int, *, is_heading: bool) -> None:
        before, colon, after = text.partition(": ")
        if colon and mentions(fold(after)) and not mentions(fold(before)):
            rest = _FILLER.sub(" ", _without(fold(after), mentions(fold(after))))
            if not rest.strip():
                self._follow(f"{before}:", fold(before), [], is_heading=False)
                text = after
        told = fold(text)
        found = mentions(told)
        if found and self._takes_dates(told, found, text, page):
            return
        has_hours = bool(spans_in(told)) or (is_closed(told) and not is_heading)
        if has_hours and self._takes_hours(text, told, found, page):
            return
        self._follow(text, told, found, is_heading=is_heading)

    def _follow(
        self, text: str, told: str, found: list[Mention], *, is_heading: bool
    ) -> None:
        """A line that says neither dates nor hours of its own may lead others."""
        self._current = None
        if not is_heading and not text.rstrip().endswith(":"):
            if not (self._lead.is_heading or days_named(told)):
                self._lead = _Lead()
            return
        year = year_of(told)
        if year and not found:
            self.year = year
        self._lead = _Lead(
            text,
            days_named(told),
            self._dates(found),
            season_named(told, found),
            is_heading=is_heading,
        )

    def _dates(self, found: list[Mention]) -> list[date]:
        return days_of(found, self.year or YearOf(EVERY_YEAR))

    def _takes_dates(
        self, told: str, found: list[Mention], text: str, page: int
    ) -> bool:
        """A line of nothing but dates, perhaps with a name, belongs to a list."""
        rest = _without(told, found)
        dates = self._dates(found)
        if not dates or spans_in(rest):
            return False
        if is_closed(rest) and not self._lead.dates:
            return self._takes_sentence(told, dates, text, page)
        name = _FILLER.sub(" ", rest).strip()
        if text.rstrip().endswith(":") and len(found) == 1:
            return False
        if name and not self._is_named(found, rest):
            return self._takes_sentence(told, dates, text, page)
        meaning = self._meaning(self._lead.text)
        if meaning is None:
            return False
        if self._current is None:
            self._current = self._new_list(meaning, self._lead.text, page)
            self.lists.append(self._current)
        self._current.dates += dates
        if name:
            original = text[found[-1].end :].strip(" :–-,.()")
            self._current.names[dates[0].isoformat()] = original or text
        return True

    def _is_named(self, found: list[Mention], rest: str) -> bool:
        return (
            len({f.start for f in found}) == 1
            and len(rest) < 70
            and not re.search(r"\b(?:abr|cerr|open|clos|desde|hasta)", rest)
        )

    def _takes_sentence(
        self, told: str, dates: list[date], text: str, page: int
    ) -> bool:
        """A sentence such as "abrimos los domingos 3 y 10 de diciembre"."""
        if len(told) > 240 or not (_OPEN.search(told) or _NOT_OPEN.search(told)):
            return False
        if times_in(told) or re.search(
            r"\b(?:orden|resolucion|decreto|ley|boletin)\b", told
        ):
            return False
        meaning = self._meaning(text)
        if meaning not in ("open", "closed"):
            return False
        listed = self._new_list(meaning, text, page)
        listed.dates = dates
        listed.notes = [text]
        self.lists.append(listed)
        return True

    def _meaning(self, label: str) -> Meaning | None:
        above = [text for _, text in self._headings]
        for text in (fold(label), *map(fold, reversed(above)), fold(self.title)):
            if _OPEN.search(text) and not re.search(r"\bno (?:se )?abr", text):
                return "open"
            if _NOT_OPEN.search(text):
                return "closed"
            if _HOLIDAY.search(text):
                return "holiday"
        return None

    def _new_list(
        self, meaning: Meaning, label: str, page: int, place: tuple[str, ...] = ()
    ) -> DateList:
        told = fold(" ".join([label, self.title, *(t for _, t in self._headings)]))
        closing = (
            times_in(fold(label))
            if "cierr" in fold(label) or "clos" in fold(label)
            else []
        )
        return DateList(
            meaning,
            place or self._place,
            label,
            page,
            closes=closing[-1][0] if closing else "",
            years=sorted(_years(self.year)),
            is_complete=meaning == "open" and bool(_SUNDAYS.search(told)),
        )

    def _takes_hours(
        self, text: str, told: str, found: list[Mention], page: int
    ) -> bool:
        taken = False
        for part in hours_in(text, told, found):
            if stem_set(part.part) <= stem_set(" ".join((*self._place, self.title))):
                part.part = ""
            dates = self._dates(part.found)
            season = season_named(told, found)
            days = part.days or (0 if dates and not season else self._lead.days)
            if not dates and not part.days:
                dates = self._lead.dates
            if season or self._lead.season:
                dates = []
            if not (
                days
                or dates
                or season
                or self._lead.season
                or self._lead.text
                or part.part
            ):
                continue
            self.openings.append(
                Opening(
                    self._place,
                    part.part,
                    page,
                    text,
                    part.spans,
                    part.is_closed,
                    0 if dates else days,
                    dates,
                    season or self._lead.season,
                )
            )
            taken = True
        return taken

    def _table(self, block: Block, page: int) -> None:
        if self._current and not self._current.names:
            self._current = None
        for row in rows_of(block, self._rows):
            self._rows = row
            self._table_row(row, page)

    def _table_row(self, row: CellRow, page: int) -> None:
        hours = list(row.hour_cells())
        if row.is_dated and not hours and not row.is_marked:
            self._dated_row(row, page)
            return
        for place, label, lines in row.date_cells():
            self._dated_cell((*self._place, *place), label, lines, row, page)
        for head, cell in hours:
            self._hour_cell(row, head, cell, page)

    def _dated_row(self, row: CellRow, page: int) -> None:
        """A date in the first cell, what it is called in another."""
        meaning = self._meaning(" ".join(row.heads)) or self._meaning("")
        if meaning is None:
            return
        if self._current is None or self._current.page != page:
            self._current = self._new_list(meaning, " ".join(row.heads), page)
            self.lists.append(self._current)
        dates = self._dates(mentions(fold(row.name)))
        self._current.dates += dates
        told = [c for c in row.cells if c and not days_named(fold(c))]
        name = told[0] if told else ""
        if len(told) > 1:
            name += f" ({told[1]})"
        self._current.names |= {day.isoformat(): name for day in dates}

    def _dated_cell(
        self,
        place: tuple[str, ...],
        label: str,
        lines: list[str],
        row: CellRow,
        page: int,
    ) -> None:
        text = " ".join(lines)
        whole = fold(f"{row.about} {text}")
        meaning = self._meaning(label) or self._meaning(text[:120])
        if meaning is None:
            return
        listed = self._new_list(meaning, label or self.title, page, place)
        year = year_of(fold(row.name)) or self.year
        is_condition = False
        note: list[str] = []
        for line in lines:
            found = mentions(fold(line))
            rest = _FILLER.sub(" ", _without(fold(line), found)).strip()
            if found and not rest:
                dates = days_of(found, year or YearOf(EVERY_YEAR))
                (listed.conditional if is_condition else listed.dates).extend(dates)
            elif rest:
                note.append(line)
                is_condition = bool(listed.dates)
        if note:
            listed.notes.append(" ".join(note))
        counted = _COUNT.search(fold(row.about))
        if counted:
            listed.declared = int(counted[1])
            listed.declared_text = _paragraph_at(row.about, counted.start())
        listed.is_every = bool(_EVERY.search(whole))
        listed.is_free = bool(_FREE.search(fold(text)))
        listed.is_unruled = bool(_UNRULED.search(fold(text)))
        if listed.dates or listed.is_every or listed.is_free or listed.is_unruled:
            self.lists.append(listed)

    def _hour_cell(self, row: CellRow, head: str, cell: str, page: int) -> None:
        told = fold(cell)
        label = f"{row.name} {head}"
        found = mentions(fold(label))
        self.openings.append(
            Opening(
                self._place,
                part_name(row.name) or part_name(head),
                page,
                f"{row.name}: {cell}" if row.name else cell,
                [(span.start, span.end) for span in spans_in(told)],
                is_closed(told),
                0 if found else days_named(fold(label)) or self._lead.days,
                self._dates(found)
                or ([] if days_named(fold(label)) else self._lead.dates),
                self._lead.season,
            )
        )


def _names_place(text: str) -> bool:
    told = fold(text)
    if mentions(told) or days_named(told) or year_of(told):
        return False
    return len(text) < 80 and bool(part_name(text))


def _paragraph_at(text: str, at: int) -> str:
    end = text.find("\n\n", at)
    return " ".join(text[at : end if end > 0 else len(text)].split())[:200]


def _without(told: str, found: list[Mention]) -> str:
    for each in reversed(found):
        told = told[: each.start] + " " + told[each.end :]
    return told


def _years(year: YearOf | None) -> set[int]:
    if year is None:
        return set()
    return {year.first} if year.second is None else {year.first, year.second}


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.;])\s+(?=[A-ZÁÉÍÓÚÑ])", text.replace("\t", " "))
    return [part for part in parts if part.strip()]


def read_openings(document: Document) -> tuple[list[DateList], list[Opening]]:
    """Give the lists of dates and the opening hours of a document."""
    name = f"{document.title} {document.file}"
    reader = OpeningReader(name, document_year(document))
    for page in document.pages:
        for block in page.blocks:
            reader.read(block, page.number)
    return reader.lists, reader.openings


def document_year(document: Document) -> YearOf | None:
    """Give the year that a document is about: its name's, or its headings'."""
    name = fold(
        f"{document.title} {document.file}".replace("_", " ").replace("-", " - ")
    )
    headings = [
        fold(block.text)
        for page in document.pages[:2]
        for block in page.blocks
        if block.kind == "heading" or block.text.rstrip().endswith(":")
    ]
    for text in (name, *headings):
        if found := year_of(text):
            return found
    body = [
        year
        for page in document.pages
        for block in page.blocks
        for mention in mentions(fold(block.words))
        if (year := mention.year)
    ]
    return (
        YearOf(max(set(body), key=body.count))
        if len(body) > 2 and len(set(body)) == 1
        else None
    )
