"""Look-alikes of the papers that shops hang up, made as PDF and Word files."""

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from fpdf import FPDF

ARROW_GAP = 60


def make_papers(folder: Path) -> None:
    """Write every paper into the folder."""
    _leaflet(folder / "el-mirador-aperturas-2025.pdf")
    _holidays(folder / "calendario-laboral-2024.pdf")
    _islands(folder / "aperturas-por-zona-2025.pdf")
    _regions_by_month(folder / "domingos-autorizados-2026.pdf")
    _stops_by_trips(folder / "line-12.pdf")
    _minutes_under_hours(folder / "linea-30.pdf")
    _columns_by_day(folder / "Linea_7_Teror_Tamaraceite.pdf")
    _museum(folder / "museum.docx")


def _paper() -> FPDF:
    paper = FPDF(format="A4")
    paper.set_auto_page_break(auto=True, margin=15)
    paper.add_page()
    paper.set_font("Helvetica", size=11)
    return paper


def _line(paper: FPDF, text: str, *, bold: bool = False, size: float = 11) -> None:
    paper.set_font("Helvetica", style="B" if bold else "", size=size)
    paper.cell(0, size * 0.6, text, new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Helvetica", size=11)


def _table(paper: FPDF, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    with paper.table(col_widths=tuple(widths), line_height=6) as table:
        for row in rows:
            table.row(row)


def _leaflet(path: Path) -> None:
    """The house is named by the file only; hours by part, by date and by week."""
    paper = _paper()
    _line(paper, "Domingos y festivos en los que abriremos durante 2025:", bold=True)
    for text in (
        "5 de enero",
        "13 y 29 de junio",
        "30 de noviembre",
        "7, 14, 21 y 28 de diciembre",
    ):
        _line(paper, f"- {text}")
    _line(paper, "")
    _line(paper, "Horario habitual", bold=True)
    _line(paper, "Tiendas: de lunes a sábado de 10:00 a 22:00 h.")
    _line(paper, "Supermercado: de lunes a sábado de 9:00 a 21:30 h.")
    _line(paper, "Restaurantes y cines: todos los días de 12:00 a 01:00 h.")
    _line(paper, "")
    _line(paper, "Horario especial de Navidad", bold=True)
    _line(paper, "24 y 31 de diciembre: tiendas de 10:00 a 18:00 h.")
    _line(paper, "Cerrado el 25 de diciembre, el 1 de enero y el 6 de enero.")
    paper.add_page()
    _line(paper, "Servicios", bold=True)
    _line(
        paper,
        "Aparcamiento gratuito las tres primeras horas; cada hora más, 1,50 euros.",
    )
    _line(paper, "Se prestan sillas de ruedas y carritos en el punto de información.")
    paper.output(str(path))


def _holidays(path: Path) -> None:
    paper = _paper()
    _line(paper, "CALENDARIO LABORAL 2024 - SANTA BRÍGIDA", bold=True, size=16)
    rows = [
        ("Fecha", "Día", "Festividad", "Ámbito"),
        ("1 de enero", "lunes", "Año Nuevo", "Nacional"),
        ("6 de enero", "sábado", "Epifanía del Señor", "Nacional"),
        ("28 de marzo", "jueves", "Jueves Santo", "Autonómico"),
        ("29 de marzo", "viernes", "Viernes Santo", "Nacional"),
        ("1 de mayo", "miércoles", "Fiesta del Trabajo", "Nacional"),
        ("30 de mayo", "jueves", "Día de Canarias", "Autonómico"),
        ("1 de agosto", "jueves", "Santa Brígida", "Local"),
        ("15 de agosto", "jueves", "Asunción de la Virgen", "Nacional"),
        ("12 de octubre", "sábado", "Fiesta Nacional", "Nacional"),
        ("1 de noviembre", "viernes", "Todos los Santos", "Nacional"),
        ("6 de diciembre", "viernes", "Día de la Constitución", "Nacional"),
        ("25 de diciembre", "miércoles", "Natividad del Señor", "Nacional"),
    ]
    _table(paper, rows, (30, 25, 60, 30))
    paper.output(str(path))


def _islands(path: Path) -> None:
    """Two columns of regions, no rules."""
    paper = _paper()
    _line(
        paper, "Domingos y festivos de apertura autorizada en 2025", bold=True, size=15
    )
    left = {
        "ZONA NORTE": [
            "5 de enero",
            "13 de abril",
            "1 de mayo",
            "30 de noviembre",
            "7 de diciembre",
        ],
        "ZONA SUR": ["5 de enero", "19 de junio", "15 de agosto", "14 de diciembre"],
    }
    right = {
        "ZONA CENTRO": [
            "6 de abril",
            "17 de abril",
            "12 de octubre",
            "8 de diciembre",
            "21 de diciembre",
            "28 de diciembre",
        ],
        "ZONA COSTA": ["2 de febrero", "29 de junio", "6 de julio"],
    }
    for x, side, step in ((20, left, 7.0), (120, right, 7.9)):
        y = 40.0
        for name, dates in side.items():
            paper.set_font("Helvetica", style="B", size=11)
            paper.text(x, y, name)
            paper.set_font("Helvetica", size=11)
            for text in dates:
                y += step
                paper.text(x, y, f"- {text}")
            y += 2 * step
    paper.output(str(path))


def _regions_by_month(path: Path) -> None:
    """A row for each region, a column for each month, numbers of days in the cells."""
    paper = _paper()
    _line(paper, "Domingos y festivos de apertura comercial 2026", bold=True, size=15)
    rows = [
        ("Región", "Enero", "Abril", "Julio", "Diciembre"),
        ("Valle Alto", "4, 11", "2", "5", "6, 13, 20, 27"),
        ("Valle Bajo", "4", "2, 5", "-", "8, 13, 20"),
        ("Sierra", "11", "-", "5, 12", "20, 27"),
    ]
    _table(paper, rows, (40, 25, 25, 25, 45))
    paper.output(str(path))


def _stops_by_trips(path: Path) -> None:
    paper = _paper()
    _line(paper, "Line 12: Harbour - University", bold=True, size=18)
    _line(paper, "Valid from 1 September 2025")
    stops = ("Harbour", "Market Square", "Hospital", "Science Park", "University")
    for label, starts in (
        ("Monday to Friday", (430, 450, 480, 720, 1080, 1320)),
        ("Saturdays", (480, 720, 1080)),
        ("Sundays and public holidays", (600, 960)),
    ):
        _line(paper, label, bold=True, size=13)
        rows = [
            (stop, *(_clock(start + 9 * index) for start in starts))
            for index, stop in enumerate(stops)
        ]
        _table(paper, rows, (50, *[22] * len(starts)))
        _line(paper, "")
    _line(
        paper, "Bicycles are allowed outside rush hour. Dogs travel free with a muzzle."
    )
    _line(paper, "A single ticket costs 2.40 EUR; a day pass costs 6 EUR.")
    paper.output(str(path))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes_under_hours(path: Path) -> None:
    paper = _paper()
    _line(paper, "Línea 30 Plaza Mayor - Hospital", bold=True, size=18)
    _line(paper, "Salidas desde Plaza Mayor", bold=True, size=13)
    rows = [("Hora", "Laborables", "Sábados", "Domingos y festivos")]
    for hour in range(7, 22):
        rows.append((f"{hour:02d}", "00 20 40", "00 30", "15" if hour > 8 else "-"))
    _table(paper, rows, (20, 40, 40, 50))
    paper.output(str(path))


def _columns_by_day(path: Path) -> None:
    """Two directions, a page each; heads in the air above unruled columns of times."""
    paper = FPDF(format="A4")
    pages = (
        (
            "TEROR",
            "TAMARACEITE",
            {
                "LUNES A VIERNES": (6, 22),
                "SÁBADOS": (7, 21),
                "DOMINGOS Y FESTIVOS": (8, 20),
            },
            15,
        ),
        (
            "TAMARACEITE",
            "TEROR",
            {
                "LUNES A VIERNES": (6, 23),
                "SÁBADOS": (7, 22),
                "DOMINGOS Y FESTIVOS": (8, 21),
            },
            45,
        ),
    )
    stops = (
        "Terminal",
        "El Faro",
        "Los Álamos",
        "La Laguneta",
        "Ermita",
        "El Toscón",
        "San Lorenzo",
        "Centro Comercial",
        "Tamaraceite Norte",
    )
    for origin, goal, columns, minute in pages:
        paper.add_page()
        paper.set_font("Helvetica", style="B", size=30)
        paper.text(15, 25, "Línea 7")
        paper.set_font("Helvetica", size=18)
        paper.text(15, 40, origin)
        paper.text(15 + paper.get_string_width(origin) + ARROW_GAP / 2, 40, goal)
        for index, (label, (first, last)) in enumerate(columns.items()):
            x = 15 + 42 * index
            paper.set_font("Helvetica", style="B", size=10)
            paper.text(x, 55, label)
            paper.set_font("Helvetica", size=10)
            for row, hour in enumerate(range(first, last + 1)):
                paper.text(x + 4, 62 + 6 * row, f"{hour:02d}:{minute}")
        paper.set_font("Helvetica", size=8)
        for row, stop in enumerate(stops if origin == "TEROR" else reversed(stops)):
            paper.text(160, 52 + 9.3 * row, stop)
        paper.text(15, 280, "Actualizado el 03/02/2025")
    paper.output(str(path))


def _museum(path: Path) -> None:
    paper = Document()
    paper.core_properties.title = "Maritime Museum visitor guide"
    paper.add_heading("Maritime Museum", level=1)
    paper.add_heading("Opening hours", level=2)
    table = paper.add_table(rows=0, cols=2)
    for day, hours in (
        ("Monday", "Closed"),
        ("Tuesday to Friday", "10:00 – 18:00"),
        ("Saturday", "10:00 – 20:00"),
        ("Sunday", "10:00 – 14:00"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = day, hours
    paper.add_paragraph(
        "The museum is closed on 1 January, 24 December and 25 December."
    )
    paper.add_heading("Tickets", level=2)
    paper.add_paragraph(
        "Adults: 8 €. Students and seniors: 5 €. Children under 12 enter free."
    )
    paper.add_paragraph(
        "Photography without flash is allowed. Food and drinks are not allowed"
        " in the galleries."
    )
    paper.add_paragraph("The cloakroom is on the ground floor, next to the shop.")
    paper.save(str(path))
