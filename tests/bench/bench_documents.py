"""How long the bookshelf takes: `python -m tests.bench.bench_documents [PASSAGES …]`.

Without sizes: 10,000 passages. 1,000,000 are made in some minutes; their file of about
a gigabyte is deleted at the end. Processor time is told beside the time that passed, as
a busy machine stretches only the latter.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fpdf import FPDF

from knowledge import KnowledgeSettings, Library, open_library
from tests.bench.large_shelf import make_large_shelf, questions
from tests.bench.table import row

QUESTIONS = 200
FILES = 1_000
PAGES = 15


def main() -> None:
    """Print a table of medians and 95th percentiles."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [10_000]
    with tempfile.TemporaryDirectory() as directory:
        for size in sizes:
            _search(Path(directory) / f"{size}.db", size)
        _start(Path(directory) / "many")
        _add(Path(directory) / "one")


def _search(path: Path, size: int) -> None:
    index = make_large_shelf(path, size)
    row(f"index of {size:,} passages, MB", [path.stat().st_size / 1e6])
    library = Library(path.parent, index, KnowledgeSettings())
    passed, worked = [], []
    for question in questions(QUESTIONS):
        began, idle = time.perf_counter(), time.thread_time()
        library.search(question)
        passed.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.thread_time() - idle))
    row(f"search over {size:,} passages, ms", passed)
    row("  of this the processor's time", worked)
    library.close()
    path.unlink()


def _start(folder: Path) -> None:
    folder.mkdir()
    for number in range(FILES):
        text = f"# Norma {number}\n\nDispone de {number} días.\n"
        (folder / f"norma-{number}.md").write_text(text, encoding="utf-8")
    index = folder.with_suffix(".db")
    began = time.perf_counter()
    open_library(folder, index, KnowledgeSettings(settle_s=0)).refresh()
    row(f"first reading of {FILES:,} small files, s", [time.perf_counter() - began])

    def start() -> None:
        library = open_library(folder, index, KnowledgeSettings())
        assert library.refresh().unchanged == FILES
        library.facts()
        library.close()

    row(f"start with {FILES:,} unchanged files, ms", _times(start))


def _add(folder: Path) -> None:
    folder.mkdir()
    library = open_library(
        folder, folder.with_suffix(".db"), KnowledgeSettings(settle_s=0)
    )
    taken = []
    for number in range(3):
        _paper(folder / f"{number}.pdf")
        began = time.perf_counter()
        assert library.refresh().added
        taken.append(time.perf_counter() - began)
    row(f"adding a PDF of {PAGES} pages, s", taken)
    row("  pages a minute", [60 * PAGES / seconds for seconds in taken])
    library.close()


def _paper(path: Path) -> None:
    """Pages with a heading, text and a table each."""
    paper = FPDF()
    for page in range(PAGES):
        paper.add_page()
        paper.set_font("Helvetica", style="B", size=14)
        paper.cell(0, 10, f"Zona {page}", new_x="LMARGIN", new_y="NEXT")
        paper.set_font("Helvetica", size=11)
        paper.multi_cell(0, 6, f"Las tiendas de la zona {page} abren así. " * 20)
        with paper.table() as table:
            table.row(("Día", "Abre", "Cierra"))
            for day in range(1, 16):
                table.row((f"{day} de marzo", f"{day % 3 + 8}:00", "21:30"))
    paper.output(str(path))


def _times(act: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - began))
    return times


if __name__ == "__main__":
    main()
