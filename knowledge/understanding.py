"""A document → its facts."""

import re

from knowledge.dates import mentions
from knowledge.document import Document
from knowledge.facts import Facts
from knowledge.opening_reader import document_year, read_openings
from knowledge.programme_reader import read_events
from knowledge.timetable_reader import read_services
from knowledge.words import fold

_UPDATED = re.compile(
    r"\b(?:actualizad[oa]|vigente|valido|ultima revision|revisado|updated"
    r"|effective|valid|en vigor)"
    r"(?: (?:el|desde|a partir|from|on|as|of|de|del|al?))*\s*:?\s*"
)


def understand(document: Document) -> Facts:
    """Give the calendars, opening hours and timetables of a document."""
    lists, openings = read_openings(document)
    services = read_services(document)
    year = document_year(document)
    name = document.file.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    headings = [
        block.text
        for page in document.pages[:3]
        for block in page.blocks
        if block.kind == "heading" and len(block.text) < 100
    ]
    years = {year.first, year.second or year.first} if year else set()
    return Facts(
        document.file,
        document.title,
        " ".join([document.title, name, *headings[:12]]),
        sorted(years | {y for each in lists for y in each.years}),
        _updated(document),
        lists,
        openings,
        services,
        read_events(document, year),
    )


def _updated(document: Document) -> str:
    for page in document.pages:
        for block in page.blocks:
            told = fold(block.text)
            if match := _UPDATED.search(told):
                found = mentions(told[match.end() : match.end() + 40])
                if found and found[0].year and found[0].start < 4:
                    day = found[0].in_year(found[0].year)
                    return day.isoformat() if day else ""
    return ""
