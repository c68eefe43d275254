"""What staff can look after on the screen, a page each, over the real rooms."""

from datetime import UTC, datetime

import pytest
from textual_plotext import PlotextPlot

from agents import Finding, Source
from catalog import Wish
from kiosk.back_room import BackRoom
from kiosk.config import load_config
from kiosk.desk import Desk
from kiosk.figures.file import Figures, figures_path
from kiosk.figures.wishes import Wishes, read_wishes
from kiosk.incidents import Incidents
from kiosk.mind import open_mind
from kiosk.trace import Trace
from tests.kiosk.test_back_room import line_on_reserve

SEQUENCE = "\x1b[31m\x1b]0;title\x07"
SHEET = "codigo;nombre;precio;categoria\n1;Tambor;99,50;Música\n2;;3;Música\n"


@pytest.fixture
async def mind(tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "hours.md").write_text("# Horario\n\nLunes a viernes.\n")
    config = load_config(
        environment={
            "KIOSK_SHOP_STATE_DIR": str(tmp_path / "state"),
            "KIOSK_KNOWLEDGE_FOLDER": str(tmp_path / "documents"),
            "KIOSK_BUDGET_DAILY_CAP": "2",
        },
        system_file=tmp_path / "none",
    ).config
    async with open_mind(config) as mind:
        mind.library.refresh()
        yield mind


@pytest.fixture
def path(mind):
    return figures_path(mind.config.state_dir)


@pytest.fixture
def wanted(path):
    """Three visits in which somebody wanted what the shop does not know."""
    figures = Figures(path, keep_days=30)
    for kind in ("unknown", "unknown", "answer"):
        figures.add(
            Trace(datetime.now(UTC), "answered", kind, "catalog", "es", first_sound_s=1)
        )
    wishes = Wishes(figures)
    for said, visits in (("ukelele", 3), (f"{SEQUENCE}dron", 4)):
        for _ in range(visits):
            wishes.hear(Wish(said, said, "es"))
            wishes.end_visit()


@pytest.fixture
def room(mind):
    return BackRoom(
        Desk(mind.ledger, by="screen"), mind, line_on_reserve(), Incidents()
    )


@pytest.fixture
def kiosk(shop, room):
    return shop(open_back_room=lambda _: room, passes=[["Hay pan."]])


async def enter(kiosk, page):
    await kiosk.press("f10", *"123456", "enter")
    await kiosk.until_shown("1 Clientes")
    await kiosk.press(page)


@pytest.mark.usefixtures("wanted")
async def test_what_was_wanted_in_vain_gets_a_synonym_that_answers_at_once(
    kiosk, room, path
):
    question = "¿tienen ukeleles?"
    assert room.mind.questions.answer(question).kind == "unknown"
    async with kiosk.screen():
        await enter(kiosk, "2")
        await kiosk.until_shown("ukelele 3")
        assert "Sin respuesta en 30 días: Productos 2" in kiosk.text
        await kiosk.press("down", "f2", *"zzz", "f2")
        await kiosk.until_shown(
            "✗ No se ha guardado: nothing in the shop goes by 'zzz'"
        )
        await kiosk.press(*["backspace"] * 3, *"laptop", "f2")
        await kiosk.until(lambda: "ukelele" not in kiosk.text)
    assert room.mind.questions.answer(question).kind == "answer"
    words = (room.config.state_dir / "words.txt").read_text()
    assert words == "[es]\nlaptop = ukelele\n"
    assert [wish.said for wish in read_wishes(path)] == [f"{SEQUENCE}dron"]


@pytest.mark.usefixtures("wanted")
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_a_wish_that_was_seen_to_is_taken_away_after_asking(kiosk, path, size):
    async with kiosk.screen(size):
        await enter(kiosk, "2")
        await kiosk.until_shown("dron 4")
        assert not any("\x1b" in line or "]0;" in line for line in kiosk.lines)
        await kiosk.press("f8")
        await kiosk.until_shown("¿Quitar «dron» de la lista?")
        await kiosk.press("enter")
        await kiosk.until_shown("ukelele 3")
        await kiosk.until(lambda: "dron 4" not in kiosk.text)
    assert [wish.said for wish in read_wishes(path)] == ["ukelele"]


async def test_a_document_is_added_from_what_was_not_answered(kiosk, room, tmp_path):
    paper = tmp_path / "papel.md"
    paper.write_text("# Garantía\n\nDos años.\n")
    async with kiosk.screen((100, 30)):
        await enter(kiosk, "2")
        await kiosk.until_shown("Nada se ha buscado en vano")
        await kiosk.press("f3")
        await kiosk.until_shown("hours.md 1 leído")
        await kiosk.press("f2", "f2", *str(paper), "f2")
        await kiosk.until_shown("papel.md está en la carpeta")
        room.mind.library.refresh()
        assert {r.file for r in room.mind.library.files()} == {"hours.md", "papel.md"}


async def test_a_document_is_deleted_after_asking(kiosk, room):
    async with kiosk.screen():
        await enter(kiosk, "5")
        await kiosk.until_shown("hours.md 1 leído")
        await kiosk.press("f8")
        await kiosk.until_shown("¿Borrar hours.md de la carpeta?")
        await kiosk.press("enter")
        await kiosk.until_shown("Quitado")
    assert not (room.config.knowledge.folder / "hours.md").exists()


async def test_a_sheet_is_tried_then_taken(kiosk, room, tmp_path):
    sheet = tmp_path / "lista.csv"
    sheet.write_text(SHEET)

    def count():
        """What a customer is told."""
        return room.mind.questions.answer("¿cuántos productos hay?").value

    assert count() > 400
    async with kiosk.screen((100, 30)):
        await enter(kiosk, "4")
        await kiosk.until_shown("Elija un archivo")
        await kiosk.press("f2", *"/nowhere.csv", "f2")
        await kiosk.until_shown("no hay ningún archivo /nowhere.csv")
        kiosk.app.screen.query_one("#path").value = str(sheet)
        await kiosk.press("f2")
        await kiosk.until_shown("lista.csv: 0 nuevos, 1 cambian, 499 salen")
        assert "3 " in kiosk.text  # the line that is left out
        await kiosk.press("f2")
        await kiosk.until_shown("¿Cambiar el catálogo? 0 nuevos")
        assert count() > 400
        await kiosk.press("enter")
        await kiosk.until_shown("Hecho. El catálogo de antes queda en")
    assert count() == 1


async def test_the_microphone_is_measured_and_a_tone_played(kiosk):
    async with kiosk.screen():
        await enter(kiosk, "6")
        await kiosk.until_shown("Se oye ahora")
        await kiosk.until_shown("altavoz")
        kiosk.recorder.level = 0.9
        await kiosk.until_shown("████████")
        await kiosk.press("f2")
        await kiosk.until_shown("Debe oírse un tono")
        assert len(kiosk.speaker.chimes) == 1


async def test_engines_and_what_was_spent_are_told(kiosk):
    async with kiosk.screen():
        await enter(kiosk, "7")
        await kiosk.until_shown("Las respuestas offline en uso")
        assert "La voz openai descansa 60 s (no_quota)" in kiosk.text
        assert "La voz espeak en uso" in kiosk.text
        assert "Gastado hoy: 0.00 de 2.00" in kiosk.text


async def test_the_query_behind_the_last_answer_is_for_staff_alone(kiosk):
    async with kiosk.screen():
        await enter(kiosk, "8")
        await kiosk.until_shown("aún no se ha respondido nada")
        await kiosk.press("escape", "escape", *"pan", "enter")
        await kiosk.until_shown("Hay pan.")
        kiosk.host.visit.finding = Finding(
            sql=f"SELECT name{SEQUENCE}, price",
            total=7,
            sources=(Source("hours.md", 2),),
        )
        assert "SELECT" not in kiosk.text
        await enter(kiosk, "8")
        await kiosk.until_shown("SELECT name, price")
        assert "Filas 7 Documentos y páginas hours.md, 2" in kiosk.text
        kiosk.host.end_visit()
        await kiosk.until_shown("Pregunte")
        assert "SELECT" not in kiosk.text


async def test_incidents_and_the_log_are_read_without_their_control_signs(kiosk, room):
    room.incidents.add(f"trouble busy: {SEQUENCE}the server")
    log = room.config.state_dir / "screen.log"
    log.write_text(f"older\n{SEQUENCE}newest of all\n")
    async with kiosk.screen():
        await enter(kiosk, "9")
        await kiosk.until_shown("trouble busy: the server")
        await kiosk.press("escape", "0")
        await kiosk.until_shown("newest of all older")
        assert not any("]0;" in line for line in kiosk.lines)


@pytest.mark.usefixtures("wanted")
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_figures_are_drawn_chart_after_chart(kiosk, size):
    async with kiosk.screen(size):
        await enter(kiosk, "3")
        await kiosk.until_shown("30 días: Preguntas por día 1/")
        assert "Preguntas: 3" in kiosk.text
        drawn = str(kiosk.app.screen.query_one(PlotextPlot).render())
        assert set("█▐▌") & set(drawn)
        await kiosk.press("right")
        await kiosk.until_shown("Preguntas por hora del día 2/")
        await kiosk.press("left", "left", "f3")
        await kiosk.until_shown("365 días: Idiomas")


async def test_the_menu_is_walked_by_arrows_and_touch(kiosk):
    async with kiosk.screen((40, 20)):
        await enter(kiosk, "down")
        await kiosk.press("enter")
        await kiosk.until_shown("Nada se ha buscado")
        await kiosk.press("escape")
        await kiosk.pilot.click("#page-0")
        await kiosk.until_shown("Registro")
