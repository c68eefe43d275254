"""Lines of text → lists of dates and opening hours."""

import re
from collections.abc import Sequence
from datetime import date

from knowledge.clock import ends_in, is_closed, spans_in, times_in
from knowledge.dates import FILLER, Mention, mentions, without, year_of
from knowledge.days import days_named
from knowledge.facts import Opening
from knowledge.opening_above import NOT_OPEN, OPEN, Above, Lead
from knowledge.opening_exceptions import (
    Exceptions,
    dated,
    rest_of_year,
    without_exceptions,
)
from knowledge.opening_hours import is_stretch
from knowledge.opening_lines import hours_in, part_name
from knowledge.seasons import season_by_name, season_of, seasons_named
from knowledge.words import fold, stem_set


class LineReader:
    """Reads sentences and items, one after the other."""

    def __init__(self, above: Above) -> None:
        self.above = above
        self._part = ""

    def block(self, texts: Sequence[str], page: int, *, is_heading: bool) -> None:
        """Take in the sentences of a paragraph; its first may name the part."""
        self._part = ""
        for text in texts:
            self.line(text, page, is_heading=is_heading)

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
        if NOT_OPEN.search(told) and not spans_in(told):
            found = dated(told, self.above.known_year)
        if found and self._takes_dates(told, found, text, page):
            return
        has_hours = bool(spans_in(told)) or (is_closed(told) and not is_heading)
        if not is_heading and not text.rstrip().endswith(":"):
            ends = ends_in(told)
            is_last = bool(ends) and not part_name(text[ends[-1].until :])
            has_hours |= is_last and bool(found or days_named(told))
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
            seasons_named(told, found) or season_by_name(told),
            is_heading=is_heading,
        )

    def _takes_dates(
        self, told: str, found: list[Mention], text: str, page: int
    ) -> bool:
        """A line of nothing but dates, perhaps with a name, belongs to a list."""
        rest = without(told, found)
        dates = self.above.dates(found)
        is_lead = text.rstrip().endswith(":")
        if not dates or spans_in(rest) or (ends_in(rest) and not is_lead):
            return False
        if is_stretch(dates) and not FILLER.sub(" ", rest).strip("( )"):
            self.above.lead = Lead(seasons=[season_of(dates)], is_heading=True)
            return True
        if is_closed(rest) and not self.above.lead.dates:
            return self._takes_sentence(told, dates, text, page)
        name = FILLER.sub(" ", rest).strip()
        if is_lead and len(found) == 1:
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
        if meaning == "open" and is_stretch(dates):
            self.above.lead = Lead(seasons=[season_of(dates)], is_heading=True)
        listed.dates = dates
        listed.notes = [text]
        self.above.lists.append(listed)
        return True

    def _takes_hours(
        self, text: str, told: str, found: list[Mention], page: int
    ) -> bool:
        taken = False
        told, excluded = without_exceptions(told, self.above.known_year)
        found = [each for each in found if told[each.start : each.end].strip()]
        kept = "".join(c if t.strip() else " " for c, t in zip(text, told, strict=True))
        for part in hours_in(kept, told, found):
            if stem_set(part.part) <= stem_set(
                " ".join((*self.above.place, self.above.title))
            ):
                part.part = ""
            self._part = part.part = part.part or self._part
            dates = self.above.dates(part.found)
            seasons = seasons_named(told, found) or rest_of_year(excluded.seasons)
            days = part.days or (0 if dates and not seasons else self.above.lead.days)
            if not dates and not part.days:
                dates = self.above.lead.dates
            if seasons or (self.above.lead.seasons and not part.found):
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
                    0 if dates else days & ~excluded.days,
                    dates,
                    seasons or list(self.above.lead.seasons),
                )
            )
            taken = True
        if taken and excluded.found:
            self._takes_exceptions(excluded, text, page)
        return taken

    def _takes_exceptions(self, excluded: Exceptions, text: str, page: int) -> None:
        """The days that a sentence excludes from its hours are closed."""
        self.above.openings.append(
            Opening(
                self.above.place,
                self._part,
                page,
                text,
                is_closed=True,
                dates=self.above.dates(excluded.found),
            )
        )
