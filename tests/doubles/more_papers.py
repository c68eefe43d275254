"""More look-alikes: rules in two columns, fares, a programme, branches, a ferry."""

from pathlib import Path

from fpdf import FPDF

LEFT = (
    "Horario. El gimnasio abre de lunes a viernes de 7:00 a 22:30 y los sábados de "
    "9:00 a 14:00. Los domingos y festivos permanece cerrado.\n\n"
    "Acceso. Es obligatorio presentar el carné en la entrada. Los menores de 16 años "
    "deben ir acompañados por un adulto. Se permite invitar a una persona al mes."
)
RIGHT = (
    "Taquillas. Las taquillas funcionan con una moneda de un euro. La dirección no se "
    "hace responsable de los objetos perdidos.\n\n"
    "Cuotas. La cuota mensual es de 28 euros y la trimestral de 75 euros. La baja debe "
    "comunicarse antes del día 25 de cada mes. La matrícula cuesta 15 euros y no se "
    "devuelve."
)
FARES = (
    ("Billete", "Zona 1", "Zona 2", "Zona 3"),
    ("Sencillo", "1,40 EUR", "2,10 EUR", "3,05 EUR"),
    ("Bono de 10 viajes", "8,50 EUR", "14,00 EUR", "21,00 EUR"),
    ("Mensual joven", "20,00 EUR", "28,00 EUR", "35,00 EUR"),
    ("Mensual general", "35,00 EUR", "47,00 EUR", "60,00 EUR"),
)
PROGRAMME = {
    "Viernes 14 de agosto": (
        "20:00 Pregón en la plaza",
        "22:30 Concierto de la banda municipal",
    ),
    "Sábado 15 de agosto": (
        "11:00 Taller infantil de cometas",
        "13:00 Paella popular",
        "23:00 Verbena con orquesta Tropical",
    ),
    "Domingo 16 de agosto": (
        "12:00 Procesión de San Roque",
        "21:30 Fuegos artificiales",
    ),
}
BRANCHES = {
    "Riverside North": (
        "Mon-Fri 8:30 am - 9 pm",
        "Sat 9 am - 2 pm",
        "Sun closed",
        "Phone: 020 555 0101",
    ),
    "Riverside South": (
        "Mon-Sat 9 am - 8 pm",
        "Sun and bank holidays 10 am - 1 pm",
        "Phone: 020 555 0199",
    ),
}
FERRY = (
    ("Días", "Salidas de Puerto Chico", "Salidas de Isla Blanca"),
    ("Lunes a viernes", "08:00 12:00 17:30", "09:00 13:00 18:30"),
    ("Sábados", "09:00 13:00 19:00", "10:00 14:00 20:00"),
    ("Domingos y festivos", "10:00 18:00", "11:00 19:00"),
)


def make_more_papers(folder: Path) -> None:
    """Write every paper into the folder."""
    _rules(folder / "normas-gimnasio.pdf")
    _fares(folder / "tarifas.pdf")
    _sections(
        folder / "programa-fiestas.pdf",
        "Programa de fiestas de San Roque 2026",
        PROGRAMME,
        mark="- ",
    )
    _sections(folder / "pharmacy.pdf", "Riverside Pharmacy - branches", BRANCHES)
    _ferry(folder / "ferry.pdf")


def _titled(title: str) -> FPDF:
    paper = FPDF(format="A4")
    paper.add_page()
    _line(paper, title, bold=True, size=17)
    return paper


def _line(paper: FPDF, text: str, *, bold: bool = False, size: float = 11) -> None:
    paper.set_font("Helvetica", style="B" if bold else "", size=size)
    paper.cell(0, size * 0.6, text, new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Helvetica", size=11)


def _rules(path: Path) -> None:
    paper = _titled("Normas de uso del gimnasio municipal")
    top = paper.get_y() + 4
    for x, text in ((10, LEFT), (110, RIGHT)):
        paper.set_left_margin(x)
        paper.set_xy(x, top)
        paper.multi_cell(85, 6, text)
    paper.output(str(path))


def _fares(path: Path) -> None:
    paper = _titled("Tarifas de transporte 2026")
    with paper.table(col_widths=(50, 30, 30, 30)) as table:
        for row in FARES:
            table.row(row)
    _line(paper, "Los menores de 4 años viajan gratis.")
    _line(paper, "El bono caduca a los 12 meses de su compra.")
    _line(paper, "No se admiten billetes de más de 20 euros.")
    paper.output(str(path))


def _sections(
    path: Path, title: str, sections: dict[str, tuple[str, ...]], mark: str = ""
) -> None:
    paper = _titled(title)
    for name, lines in sections.items():
        _line(paper, name, bold=True, size=13)
        for text in lines:
            _line(paper, mark + text)
        paper.ln(3)
    paper.output(str(path))


def _ferry(path: Path) -> None:
    paper = _titled("Ferry Puerto Chico - Isla Blanca")
    _line(paper, "Temporada 2026. Duración del trayecto: 35 minutos.")
    with paper.table(col_widths=(50, 60, 60)) as table:
        for row in FERRY:
            table.row(row)
    _line(paper, "Las bicicletas pagan 3 euros.")
    _line(paper, "Las mascotas viajan gratis en su transportín.")
    _line(paper, "Los billetes se compran en la taquilla o a bordo.")
    paper.output(str(path))
