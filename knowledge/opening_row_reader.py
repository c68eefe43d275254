"""Rows of tables → lists of dates and opening hours."""

import re

from knowledge.clock import is_closed, spans_in
from knowledge.dates import (
    EVERY_YEAR,
    FILLER,
    YearOf,
    days_of,
    mentions,
    without,
    year_of,
)
from knowledge.days import days_named
from knowledge.document import Block
from knowledge.facts import Opening
from knowledge.opening_above import Above
from knowledge.opening_hours import is_stretch
from knowledge.opening_lines import part_name
from knowledge.opening_tables import CellRow, rows_of
from knowledge.seasons import season_of, seasons_named
from knowledge.words import fold

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


class RowReader:
    """Reads tables; one may go on from the page before."""

    def __init__(self, above: Above) -> None:
        self.above = above
        self._last: CellRow | None = None

    def forget(self) -> None:
        """A heading stands between: the next table begins anew."""
        self._last = None

    def table(self, block: Block, page: int) -> None:
        """Take in a table."""
        if self.above.current and not self.above.current.names:
            self.above.current = None
        for row in rows_of(block, self._last):
            self._last = row
            self._table_row(row, page)

    def _table_row(self, row: CellRow, page: int) -> None:
        hours = list(row.hour_cells())
        if row.is_dated and not hours and not row.is_marked:
            self._dated_row(row, page)
            return
        if self._takes_regime(row):
            return
        for place, label, lines in row.date_cells():
            self._dated_cell((*self.above.place, *place), label, lines, row, page)
        for head, cell in hours:
            self._hour_cell(row, head, cell, page)

    def _takes_regime(self, row: CellRow) -> bool:
        """Such as "Spring term | 6 January – 11 April | Term-time hours"."""
        names = {fold(cell).strip(" .") for cell in (row.name, *row.cells)}
        ruled = [
            each
            for each in self.above.openings
            if each.place and fold(each.place[-1]).strip(" .") in names
        ]
        told = fold(" ".join(row.cells))
        dates = self.above.dates(mentions(told))
        if not ruled or not is_stretch(dates, 3):
            return False
        for each in ruled:
            each.seasons.append(season_of(dates))
        return True

    def _dated_row(self, row: CellRow, page: int) -> None:
        """A date in the first cell, what it is called in another."""
        meaning = self.above.meaning(" ".join(row.heads)) or self.above.meaning("")
        if meaning is None:
            return
        if self.above.current is None or self.above.current.page != page:
            self.above.current = self.above.new_list(meaning, " ".join(row.heads), page)
            self.above.lists.append(self.above.current)
        dates = self.above.dates(mentions(fold(row.name)))
        self.above.current.dates += dates
        told = [c for c in row.cells if c and not days_named(fold(c))]
        name = told[0] if told else ""
        if len(told) > 1:
            name += f" ({told[1]})"
        self.above.current.names |= {day.isoformat(): name for day in dates}

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
        meaning = self.above.meaning(label) or self.above.meaning(text[:120])
        if meaning is None:
            return
        listed = self.above.new_list(meaning, label or self.above.title, page, place)
        year = year_of(fold(row.name)) or self.above.year
        is_condition = False
        note: list[str] = []
        for line in lines:
            found = mentions(fold(line))
            rest = FILLER.sub(" ", without(fold(line), found)).strip()
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
            self.above.lists.append(listed)

    def _hour_cell(self, row: CellRow, head: str, cell: str, page: int) -> None:
        told = fold(cell)
        label = f"{row.name} {head}"
        found = mentions(fold(label))
        seasons = seasons_named(fold(label), found)
        days = days_named(told) or days_named(fold(label))
        dates = [] if seasons else self.above.dates(found)
        if not dates and not days and not seasons:
            days, dates = self.above.lead.days, self.above.lead.dates
        self.above.openings.append(
            Opening(
                self.above.place,
                part_name(head if row.is_dated else row.name) or part_name(head),
                page,
                f"{row.name}: {cell}" if row.name else cell,
                [(span.start, span.end) for span in spans_in(told)],
                is_closed(told),
                0 if dates else days,
                dates,
                seasons or list(self.above.lead.seasons),
            )
        )


def _paragraph_at(text: str, at: int) -> str:
    end = text.find("\n\n", at)
    return " ".join(text[at : end if end > 0 else len(text)].split())[:200]
