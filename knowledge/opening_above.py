"""What was read of a document so far, and what the headings above mean for the rest."""

import re
from dataclasses import dataclass, field
from datetime import date

from knowledge.clock import times_in
from knowledge.dates import EVERY_YEAR, Mention, YearOf, days_of, mentions, year_of
from knowledge.days import days_named
from knowledge.document import Block
from knowledge.facts import DateList, Meaning, Opening
from knowledge.opening_lines import part_name
from knowledge.seasons import Season, season_by_name, seasons_named
from knowledge.words import fold

OPEN = re.compile(
    r"\b(?:apertura|abr(?:e|en|ir|ira|iran|imos|iremos|io|ieron|ia|ian)"
    r"|abiert[oa]s?|habil(?:es)?|open(?:s|ing)?|autorizad[oa]s?)\b"
)
NOT_OPEN = re.compile(
    r"\b(?:no (?:se )?(?:abr|esta)|cerrad[oa]s?|cerra(?:mos|remos|ra|ran)"
    r"|cierra[n]?|closed|closures?|sin servicio|no service|fuera de servicio"
    r"|no (?:hay|habra|presta\w*) servicio|no circula\w*|permanecer\w* cerrad"
    r"|(?:dias?|fechas) de cierre\b|cierres\b)"
)
_HOLIDAY = re.compile(
    r"\b(?:festiv(?!al)|feriad|holiday|dias? de fiesta|no laborables?|inhabil"
    r"|fiestas? (?:local|laboral|nacional|autonomic|oficial)"
    r"|calendario (?:laboral|de fiestas))"
)
_SUNDAYS = re.compile(r"\b(?:domingos?|sundays?|festivos?|feriados?|holidays?)\b")


@dataclass(slots=True)
class Lead:
    """Words that hold for what follows: a heading or a line that ends in a colon."""

    text: str = ""
    days: int = 0
    dates: list[date] = field(default_factory=list)
    seasons: list[Season] = field(default_factory=list)
    is_heading: bool = False


@dataclass(slots=True)
class Above:
    """What holds for the next line or table, and the lists and hours read so far."""

    title: str
    """Title and file name: what a list means when nothing above it says."""
    year: YearOf | None
    lists: list[DateList] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    """Level and text, the widest first."""
    lead: Lead = field(default_factory=Lead)
    current: DateList | None = None
    """The list that the next date may still belong to."""

    @property
    def known_year(self) -> YearOf:
        """The year in force, or that of dates that come every year."""
        return self.year or YearOf(EVERY_YEAR)

    def enter(self, block: Block) -> None:
        """Take in a heading."""
        while self.headings and self.headings[-1][0] >= block.level:
            self.headings.pop()
        self.headings.append((block.level, block.text.replace("\t", " ")))

    @property
    def place(self) -> tuple[str, ...]:
        """The headings that name a place: not days, dates or years."""
        return tuple(text for _, text in self.headings if _names_place(text))

    def dates(self, found: list[Mention]) -> list[date]:
        """Give the days that mentions name, in the year in force."""
        return days_of(found, self.known_year)

    def meaning(self, label: str) -> Meaning | None:
        """Tell what dates under a label mean: its own words first, then those above."""
        above = [text for _, text in self.headings]
        for text in (fold(label), *map(fold, reversed(above)), fold(self.title)):
            if OPEN.search(text) and not re.search(r"\bno (?:se )?abr", text):
                return "open"
            if NOT_OPEN.search(text):
                return "closed"
            if _HOLIDAY.search(text):
                return "holiday"
        return None

    def new_list(
        self, meaning: Meaning, label: str, page: int, place: tuple[str, ...] = ()
    ) -> DateList:
        """Begin a list of dates under a label."""
        told = fold(" ".join([label, self.title, *(t for _, t in self.headings)]))
        closing = (
            times_in(fold(label))
            if "cierr" in fold(label) or "clos" in fold(label)
            else []
        )
        return DateList(
            meaning,
            place or self.place,
            label,
            page,
            closes=closing[-1][0] if closing else "",
            years=sorted(_years(self.year)),
            is_complete=meaning == "open" and bool(_SUNDAYS.search(told)),
        )


def _names_place(text: str) -> bool:
    told = fold(text)
    if mentions(told) or days_named(told):
        return False
    if OPEN.search(told) or NOT_OPEN.search(told) or _HOLIDAY.search(told):
        return False
    if season_by_name(told):
        return len(text) < 80 and not seasons_named(told, [])
    if year_of(told):
        return False
    return len(text) < 80 and bool(part_name(text))


def _years(year: YearOf | None) -> set[int]:
    if year is None:
        return set()
    return {year.first} if year.second is None else {year.first, year.second}
