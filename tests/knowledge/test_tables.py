"""Tables of the real PDFs against cells read off the rendered pages by eye."""

import os
from datetime import date
from pathlib import Path

import pytest

from knowledge import KnowledgeSettings
from knowledge.document import Document
from knowledge.reading import FileReader
from knowledge.understanding import understand

SHARED = os.environ.get("KIOSK_SHARED")
pytestmark = pytest.mark.skipif(
    not SHARED, reason="KIOSK_SHARED does not point to the real PDFs"
)
TIMETABLE = "Linea_105_Las_Palmas_Galdar_Horarios.pdf"
REGIONS = "festivos-por-provincias-2023.pdf"
MALL = "festivos-apertura-las-arenas-2022.pdf"


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    folder = Path(SHARED or "") / "documents"
    with FileReader(KnowledgeSettings()) as reader:
        return {
            name: reader.read(folder / name, name)
            for name in (TIMETABLE, REGIONS, MALL)
        }


def _times(document: Document, page: int, column: int) -> list[str]:
    services = [s for s in understand(document).services if s.page == page]
    return [trip.times[0] for trip in services[column].trips]


def _hourly(first: int, last: int) -> list[str]:
    return [f"{hour:02d}:30" for hour in range(first, last + 1)]


def test_every_column_of_the_timetable_has_its_own_times(documents):
    document = documents[TIMETABLE]
    assert _times(document, 1, 0) == ["06:55", "13:15"]
    assert _times(document, 1, 1) == ["00:30", *_hourly(6, 22), "23:00"]
    assert _times(document, 1, 2) == ["00:00", *_hourly(6, 22), "23:00"]
    late = ["21:20", "21:40", "22:20", "22:40", "23:30"]
    assert _times(document, 1, 3) == ["00:00", *_hourly(6, 20), *late]
    assert _times(document, 2, 0) == ["00:00", *_hourly(6, 20), *late]
    assert _times(document, 2, 1) == ["00:30", *_hourly(6, 20), *late]
    assert _times(document, 3, 0) == ["05:00", "05:30", *_hourly(6, 21)]
    assert _times(document, 3, 1) == ["05:00", "05:30", *_hourly(6, 21)]
    early = ["05:00", "05:30", "06:00"]
    assert _times(document, 3, 2) == [*early, *_hourly(6, 21), "23:30"]
    assert _times(document, 3, 3) == [*early, *_hourly(6, 21), "23:30"]
    assert _times(document, 4, 0) == [*early, *_hourly(6, 21), "23:30"]


def test_the_timetable_keeps_direction_days_and_colours(documents):
    services = understand(documents[TIMETABLE]).services
    assert {(s.origin, s.destination) for s in services if s.page < 3} == {
        ("LAS PALMAS DE G.C.", "GÁLDAR")
    }
    assert {(s.origin, s.destination) for s in services if s.page > 2} == {
        ("GÁLDAR", "LAS PALMAS DE G.C.")
    }
    assert [trip.note for trip in services[0].trips] == [
        "Hasta Guia.Express",
        "Hasta Cruce del Pagador",
    ]
    assert services[0].is_school
    assert services[1].days == 0b0000000_0000001
    assert services[4].days == 0b0111111_0000000
    assert services[5].days == 0b1000000_1000000


def test_icons_are_no_text_and_the_stops_are_in_order(documents):
    services = understand(documents[TIMETABLE]).services
    there, back = services[0].route, services[-1].route
    assert (len(there), len(back)) == (35, 37)
    assert there[:3] == ["ESTACIÓN SAN TELMO (ANDÉN 6)", "Juan XXIII", "Juan M. Durán"]
    assert there[-2:] == ["Rojas", "GÁLDAR"]
    assert back[0] == "ESTACIÓN DE GÁLDAR (ANDÉN 1)"
    assert back[-1] == "LAS PALMAS DE G.C. (SAN TELMO)"


REGIONS_BY_EYE = {
    ("ANDALUCÍA",): (1, 16, 16),
    ("ARAGÓN",): (2, 10, 10),
    ("ISLAS BALEARES",): (3, 10, 10),
    ("ISLAS CANARIAS", "EL HIERRO"): (4, 10, 10),
    ("ISLAS CANARIAS", "FUERTEVENTURA"): (4, 10, 10),
    ("ISLAS CANARIAS", "GRAN CANARIA"): (4, 10, 10),
    ("ISLAS CANARIAS", "LA GOMERA"): (4, 10, 10),
    ("ISLAS CANARIAS", "LA PALMA"): (5, 10, 10),
    ("ISLAS CANARIAS", "LANZAROTE"): (5, 10, 10),
    ("ISLAS CANARIAS", "TENERIFE"): (5, 10, 10),
    ("CANTABRIA",): (6, 10, 10),
    ("CASTILLA-LA MANCHA",): (7, 12, 12),
    ("CASTILLA Y LEÓN",): (7, 10, 10),
    ("CATALUÑA",): (8, 8, 10),
    ("COMUNIDAD VALENCIANA",): (9, 11, 11),
    ("EXTREMADURA",): (9, 8, 8),
    ("GALICIA",): (10, 10, 10),
    ("COMUNIDAD DE MADRID",): (11, 0, None),
    ("REGIÓN DE MURCIA",): (11, 16, 16),
    ("COMUNIDAD FORAL DE NAVARRA",): (12, 9, 10),
    ("PRINCIPADO DE ASTURIAS",): (13, 10, 10),
    ("LA RIOJA",): (13, 10, 10),
    ("CIUDAD AUTÓNOMA DE MELILLA",): (14, 16, 16),
    ("CIUDAD AUTÓNOMA DE CEUTA",): (14, 0, None),
    ("PAIS VASCO",): (14, 0, None),
}


def test_every_region_has_its_page_its_dates_and_its_count(documents):
    lists = understand(documents[REGIONS]).lists
    found = {each.place: (each.page, len(each.dates), each.declared) for each in lists}
    assert found == REGIONS_BY_EYE
    assert all(each.meaning == "open" and each.is_complete for each in lists)


def test_dates_of_neighbouring_columns_are_not_mixed(documents):
    by_place = {each.place[-1]: each for each in understand(documents[REGIONS]).lists}
    rioja = by_place["LA RIOJA"].dates
    assert [f"{day:%d-%m}" for day in rioja] == [
        "08-01", "06-04", "09-04", "30-04", "02-07",
        "03-09", "26-11", "10-12", "24-12", "31-12",
    ]  # fmt: skip
    cataluna = by_place["CATALUÑA"]
    assert cataluna.conditional == [date(2023, 12, 3), date(2023, 12, 10)]
    assert by_place["CIUDAD AUTÓNOMA DE CEUTA"].is_every
    assert by_place["COMUNIDAD DE MADRID"].is_free
    assert by_place["PAIS VASCO"].is_unruled


def test_the_mall_has_its_list_and_hours_by_part(documents):
    facts = understand(documents[MALL])
    (listed,) = facts.lists
    assert len(listed.dates) == 10
    assert listed.closes == "22:00"
    hours = {
        (day.isoformat(), each.part.lower(), each.page): each.spans
        for each in facts.openings
        for day in each.dates
    }
    assert len(hours) == 21
    assert hours["2022-05-29", "hipermercado", 1] == [("09:00", "22:00")]
    assert hours["2022-10-12", "comercios", 2] == [("10:00", "21:00")]
    assert hours["2022-09-08", "ocio y restauración", 2] == [("12:00", "01:00")]
