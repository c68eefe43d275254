from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest

from knowledge import KnowledgeSettings, Library, open_library

POLICY = """# Política de devoluciones

## Plazo
Dispone de 30 días naturales para devolver un producto con su comprobante.

## Excepciones
No se admiten devoluciones de auriculares abiertos.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "devoluciones.md").write_text(POLICY, encoding="utf-8")
    return folder


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Library:
    library = open_library(folder, tmp_path / "index.db", KnowledgeSettings())
    library.refresh()
    return library


def test_an_answer_names_its_file_and_page(library):
    answer = library.answer("¿cuántos días tengo para devolver?", date(2026, 11, 21))
    assert answer.kind == "answer"
    assert "30 días" in answer.notes[0]
    assert answer.sources == (("devoluciones.md", 1),)


def test_what_no_document_says_is_unknown(library):
    answer = library.answer("¿se pueden llevar bicicletas?", date(2026, 11, 21))
    assert answer.kind == "unknown"
    assert answer.gap


def test_unchanged_files_are_left_alone_and_changed_ones_read_again(library, folder):
    assert library.refresh().unchanged == 1
    text = POLICY.replace("30 días", "45 días")
    (folder / "devoluciones.md").write_text(text + "\n", encoding="utf-8")
    report = library.refresh()
    assert report.changed == ["devoluciones.md"]
    assert "45 días" in library.search("plazo para devolver")[0].text


def test_a_folder_that_disappears_leaves_the_old_index_answering(library, folder):
    (folder / "devoluciones.md").unlink()
    folder.rmdir()
    assert library.refresh().is_folder_missing
    assert library.search("devoluciones")


def test_forgetting_a_search_leaves_a_thread_that_reads_documents_alone(
    library, folder
):
    (folder / "más.md").write_text("# Más\n\nAbrimos a las 9:00.\n", encoding="utf-8")
    begun, go_on = Event(), Event()
    reports = []

    def tell(*_):
        begun.set()
        go_on.wait(10)

    reading = Thread(target=lambda: reports.append(library.refresh(tell)))
    reading.start()
    assert begun.wait(10)
    assert library.search("plazo para devolver")
    library.forget()
    go_on.set()
    reading.join()
    assert reports[0].added == ["más.md"]
    assert library.search("plazo para devolver")
    library.forget()
    library.forget()
