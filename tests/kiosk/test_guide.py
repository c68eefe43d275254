"""The guide: its pages are the kiosk's own, and its commands do what it says."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from catalog import OrderLine, open_ledger, place_order
from kiosk.cli import run
from kiosk.figures.file import Figures
from kiosk.settings import GpioSettings
from tests.doubles.kiosk_inside import record_question
from tests.doubles.papers import make_papers
from tests.guide_pages import GUIDE, HEADER, PAGES

ROOT = Path(__file__).parents[2]
NOT_RUN = ("install-service", "backup")
"""Run by tests of their own: the one takes root's place, the other is restored."""
ENDS_WITH = {"run": {2}, "setup": {2}, "doctor": {0, 1}, "catalog connect": {4}}
"""Where it is not 0: no terminal, a machine without devices, a server that is away."""


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_kiosk_says_of_itself(name):
    assert (GUIDE / name).read_text(encoding="utf-8") == PAGES[name](), "make guide"


def test_the_picture_and_the_guide_wire_the_same_pins():
    picture = (GUIDE / "wiring.svg").read_text(encoding="utf-8")
    for gpio, pin in HEADER.items():
        assert f">{pin} (GPIO {gpio})<" in picture
    for page in ("en.md", "es.md"):
        text = (GUIDE / page).read_text(encoding="utf-8")
        told = {int(g): int(p) for g, p in re.findall(r"GPIO (\d+) \((\d+)\)", text)}
        assert told[GpioSettings().button]
        assert told == {gpio: HEADER[gpio] for gpio in told}
        assert "wiring.svg" in text


@pytest.mark.parametrize("page", ["en.md", "es.md"])
def test_every_command_of_the_guide_does_what_it_says(page, shop, capsys):
    for words in commands_of(GUIDE / page):
        if words[0] in NOT_RUN:
            continue
        done = exit_code([shop(word) for word in words])
        names = (" ".join(words[:2]), words[0])
        expected = next((ENDS_WITH[n] for n in names if n in ENDS_WITH), {0})
        told = capsys.readouterr()
        assert done in expected, f"kiosk {shlex.join(words)}: {told.err}{told.out}"
        assert told.out or told.err


def test_what_is_made_in_the_docs_can_be_made():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for page in (ROOT / "README.md", GUIDE / "en.md", GUIDE / "es.md"):
        made = re.findall(r"\bmake (?:-C \S+ )?([a-z]+)", page.read_text("utf-8"))
        assert set(made) <= targets, page


def exit_code(words):
    try:
        return run(words)
    except SystemExit as stop:  # argparse's way
        return stop.code


def commands_of(page):
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    for line in "\n".join(blocks).splitlines():
        if match := re.match(r" *(?:sudo )?kiosk ([^>]*)", line):
            yield shlex.split(match[1], comments=True)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """An owner's folder with all the guide speaks of; gives a word its place there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("KIOSK_KNOWLEDGE_FOLDER", str(tmp_path / "documents"))
    record_question(tmp_path / "question.wav")
    monkeypatch.setenv("KIOSK_AUDIO_INPUT", str(tmp_path / "question.wav"))
    monkeypatch.setenv("KIOSK_AUDIO_OUTPUT", str(tmp_path / "said.wav"))
    (tmp_path / "usb").mkdir()
    (tmp_path / "documents").mkdir()
    _write_files(tmp_path)
    for number in range(12):
        _order(tmp_path, number)
    for folder in ("state", "usb"):
        Figures(tmp_path / folder / "figures.db", keep_days=400)

    def here(word):
        word = word.replace("/media/usb", str(tmp_path / "usb"))
        return word.replace("192.168.1.10", "127.0.0.1:9")

    return here


def _write_files(folder):
    book = Workbook()
    book.active.append(["id", "nombre", "familia", "precio", "moneda", "stock"])
    book.active.append([1, "Silla Roja", "Hogar", 120.5, "PEN", 4])
    (folder / "papers").mkdir()
    make_papers(folder / "papers")
    paper = next((folder / "papers").glob("*.pdf"))
    for sheet, hours, warranty, debts in (
        ("products.xlsx", "hours.pdf", "warranty.docx", "debts.csv"),
        ("productos.xlsx", "horario.pdf", "garantias.docx", "deudas.csv"),
    ):
        book.save(folder / sheet)
        shutil.copyfile(paper, folder / hours)
        document = Document()
        document.add_paragraph("La garantía dura dos años.")
        document.save(folder / warranty)
        lines = "customer;total;max_months\nana@example.com;900;6\n"
        (folder / debts).write_text(lines, encoding="utf-8")
    for policy in ("terms.toml", "condiciones.toml"):
        (folder / policy).write_text("", encoding="utf-8")


def _order(folder, number):
    ledger = open_ledger(folder / "state" / "ledger.db")
    line = OrderLine(1, "Silla Roja", 1, 12_050, "PEN")
    place_order(ledger, [line], request=f"r{number}")
    ledger.close()
