"""Lines of text → lists of dates and opening hours."""

import re
from datetime import date

from knowledge.clock import is_closed, spans_in, times_in
from knowledge.dates import Mention, mentions, year_of
from knowledge.days import days_named
from knowledge.facts import Opening
from knowledge.opening_above import FILLER, NOT_OPEN, OPEN, Above, Lead, without
from knowledge.opening_lines import hours_in
from knowledge.seasons import seasons_named
from knowledge.words import fold, stem_set


class LineReader:
    """Reads sentences and items, one after the other."""

    def __init__(self, above: Above) -> None:
        self.above = above

    def line(self, text: str, page: int, *, is_heading: bool) -> None:
        """Take in a sentence or item."""
        before, colon, after = text.partition(": ")
        if colon and mentions(fold(after)) and not mentions(fold(before)):
            rest = FILLER.sub(" ", without(fold(after), mentions(fold(after))))
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
        self.above.current = None
        if not is_heading and not text.rstrip().endswith(":"):
            if not (self.above.lead.is_heading or days_named(told)):
                self.above.lead = Lead()
            return
        year = year_of(told)
        if year and not found:
            self.above.year = year
        self.above.lead = Lead(
            text,
            days_named(told),
            self.above.dates(found),
            seasons_named(told, found),
            is_heading=is_heading,
        )

    def _takes_dates(
        self, told: str, found: list[Mention], text: str, page: int
    ) -> bool:
        """A line of nothing but dates, perhaps with a name, belongs to a list."""
        rest = without(told, found)
        dates = self.above.dates(found)
        if not dates or spans_in(rest):
            return False
        if is_closed(rest) and not self.above.lead.dates:
            return self._takes_sentence(told, dates, text, page)
        name = FILLER.sub(" ", rest).strip()
        if text.rstrip().endswith(":") and len(found) == 1:
            return False
        if name and not self._is_named(found, rest):
            return self._takes_sentence(told, dates, text, page)
        meaning = self.above.meaning(self.above.lead.text)
        if meaning is None:
            return False
        if self.above.current is None:
            self.above.current = self.above.new_list(
                meaning, self.above.lead.text, page
            )
            self.above.lists.append(self.above.current)
        self.above.current.dates += dates
        if name:
            original = text[found[-1].end :].strip(" :–-,.()")
            self.above.current.names[dates[0].isoformat()] = original or text
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
        if len(told) > 240 or not (OPEN.search(told) or NOT_OPEN.search(told)):
            return False
        if times_in(told) or re.search(
            r"\b(?:orden|resolucion|decreto|ley|boletin)\b", told
        ):
            return False
        meaning = self.above.meaning(text)
        if meaning not in ("open", "closed"):
            return False
        listed = self.above.new_list(meaning, text, page)
        listed.dates = dates
        listed.notes = [text]
        self.above.lists.append(listed)
        return True

    def _takes_hours(
        self, text: str, told: str, found: list[Mention], page: int
    ) -> bool:
        taken = False
        for part in hours_in(text, told, found):
            if stem_set(part.part) <= stem_set(
                " ".join((*self.above.place, self.above.title))
            ):
                part.part = ""
            dates = self.above.dates(part.found)
            seasons = seasons_named(told, found)
            days = part.days or (0 if dates and not seasons else self.above.lead.days)
            if not dates and not part.days:
                dates = self.above.lead.dates
            if seasons or self.above.lead.seasons:
                dates = []
            if not (
                days
                or dates
                or seasons
                or self.above.lead.seasons
                or self.above.lead.text
                or part.part
            ):
                continue
            self.above.openings.append(
                Opening(
                    self.above.place,
                    part.part,
                    page,
                    text,
                    part.spans,
                    part.is_closed,
                    0 if dates else days,
                    dates,
                    seasons or self.above.lead.seasons,
                )
            )
            taken = True
        return taken
