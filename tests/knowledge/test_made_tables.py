"""Tables and lists as read from papers made for the tests, cell by cell."""

from pathlib import Path

import pytest

from knowledge.formats import Limits, read_document
from knowledge.understanding import understand

HERE = Path(__file__).parent


def facts_of(path: str):
    limits = Limits(pages=50, until_s=float("inf"), ocr_language="spa")
    return understand(read_document(HERE / path, Path(path).name, limits))


def service(facts, destination, label, season=False):
    return next(
        each
        for each in facts.services
        if each.destination == destination
        and each.label.startswith(label)
        and bool(each.seasons) is season
    )


def test_times_told_stop_by_stop_become_trips_with_all_stops():
    facts = facts_of("town/linea-42-cartagena-el-algar.pdf")
    sunday = service(facts, "Cartagena", "Domingos")
    assert sunday.stops == [
        "El Algar – Plaza",
        "La Unión – Calle Real",
        "El Garbanzal",
        "Cartagena – Estación",
    ]
    assert sunday.trips[0].times == ["09:30", "09:42", "09:45", "10:10"]
    summer = service(facts, "El Algar", "Sábados, Domingos", season=True)
    assert summer.seasons == [(7, 1, 9, 1)]
    assert summer.trips[-1].times == ["22:15", "22:40", "22:43", "22:55"]


def test_a_timetable_broken_between_pages_is_one_and_notes_reach_their_trips():
    facts = facts_of("town/route-7-harbour-airport.pdf")
    sunday = service(facts, "Airport, Terminal 1", "Sundays")
    assert sunday.trips[0].times == [
        "08:00", "08:06", "08:11", "08:19", "08:27", "08:38",
    ]  # fmt: skip
    weekday = service(facts, "Airport, Terminal 1", "Mondays")
    notes = {trip.times[0]: trip.note for trip in weekday.trips if trip.note}
    assert notes == {"06:10": "school days only", "17:05": "Fridays only"}
    assert weekday.trips[0].times[4] == ""


def test_stops_as_columns_and_the_way_back():
    facts = facts_of("city/horarios-linea-44.pdf")
    back = service(facts, "Tamaraceite", "Lunes a viernes")
    assert back.trips[-1].times == ["22:10", "22:17", "22:25", "22:32", "22:40"]


@pytest.mark.parametrize(
    ("part", "day", "spans"),
    [
        ("Tiendas", "2025-12-31", [("10:00", "18:00")]),
        ("Supermercado", "2025-04-18", [("09:00", "15:00")]),
        ("Restauración", "2025-12-25", [("17:00", "00:30")]),
        ("Tiendas", "2025-01-06", []),
        ("Gimnasio", "2025-12-25", []),
    ],
)
def test_hours_on_special_days_are_those_of_the_cell(part, day, spans):
    facts = facts_of("town/alameda-park-horarios.pdf")
    told = [
        each
        for each in facts.openings
        if each.part == part and day in [d.isoformat() for d in each.dates]
    ]
    assert [each.spans for each in told] == [spans]
    assert told[0].is_closed is not bool(spans)


def test_crosses_under_regions_are_dates_of_each():
    facts = facts_of("town/calendario-apertura-2024.pdf")
    told = [d for each in facts.lists if each.place == ("Galicia",) for d in each.dates]
    assert [f"{d:%d-%m}" for d in told] == [
        "07-01", "28-03", "05-05", "30-06", "24-11", "08-12", "15-12", "22-12", "29-12",
    ]  # fmt: skip


def test_acts_stand_under_their_day():
    facts = facts_of("city/summer-festival-2026.pdf")
    saturday = [e.text for e in facts.events if e.day.isoformat() == "2026-07-04"]
    assert [text[:5] for text in saturday] == ["11:00", "15:00", "22:00"]
