"""How the screen holds: sizes, hostile text, a start that is slow or fails."""

import asyncio
import re

import pytest
from textual import events

from kiosk.events import (
    FirstSound,
    Forgotten,
    Heard,
    Listening,
    Ready,
    Released,
    Sentence,
    ShopBack,
    ShopLost,
    Trouble,
    VisitEnded,
)
from kiosk.tui.app import KioskApp

SIZES = [(80, 24), (100, 30), (40, 20), (200, 60)]
FIXED_GLYPHS = re.compile(r"[\w\s¿?¡!.,:;€()…«»“”/+\-–'\"─│╭╮╰╯━┃┏┓┗┛█░●·✗←↑→↓]*")
"""What the console fonts of Debian can draw."""


@pytest.mark.parametrize("size", SIZES)
async def test_a_glance_tells_what_to_do_at_every_size(shop, size):
    async with shop().screen(size) as kiosk:
        assert "Casa Pepa" in kiosk.text
        assert "inteligencia artificial" in kiosk.text
        assert "1 ¿Cuál es el producto más caro?" in kiosk.text
        assert "● Pregunte" in kiosk.text
        assert "Pulse ESPACIO o toque aquí" in kiosk.text
        for key in ("Esc", "F3", "F4", "F1"):
            assert key in kiosk.lines[-3] + kiosk.lines[-2] + kiosk.lines[-1]


@pytest.mark.parametrize("size", SIZES)
async def test_only_signs_that_console_fonts_have_are_drawn(shop, size):
    long_answer = "\n".join(f"Línea {n}." for n in range(80))
    async with shop(passes=[[long_answer]], holds=True).screen(size) as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown("Le respondo")
        for line in kiosk.lines:
            assert FIXED_GLYPHS.fullmatch(line), line


async def test_touch_targets_are_three_rows_high(shop):
    async with shop().screen((40, 20)) as kiosk:
        found = kiosk.app.screen.query("KeyBar Target, #example-1, StateBand")
        targets = [target for target in found if target.display]
        assert len(targets) == 6
        assert all(target.outer_size.height >= 3 for target in targets)


@pytest.mark.parametrize("size", [(20, 8), (1, 1), (40, 3)])
async def test_a_tiny_terminal_does_not_break_the_screen(shop, size):
    async with shop(passes=[["Hay pan."]]).screen(size, ready=False) as kiosk:
        await kiosk.until(lambda: kiosk.app.screen.state == "ready")
        await kiosk.press(*"pan", "enter")
        await kiosk.pilot.resize_terminal(80, 24)
        await kiosk.until_shown("Hay pan.")


async def test_resizing_while_it_answers_keeps_the_words(shop):
    answer = "El producto más caro de la tienda es el Titan 17."
    async with shop(passes=[[answer]], holds=True).screen() as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown(answer)
        for size in ((40, 20), (200, 60), (30, 12), (80, 24)):
            await kiosk.pilot.resize_terminal(*size)
            await kiosk.until_shown("Titan 17.")


async def test_control_sequences_and_markup_are_never_drawn(shop):
    hostile = "\x1b[2J\x1b]0;pwn\x07[red]pan[/red]\x9b31m\u202e\x00 [@click=quit]x[/]"
    async with shop().screen() as kiosk:
        kiosk.host.bus.emit(Heard(hostile, "es"))
        kiosk.host.bus.emit(Sentence(hostile, "es"))
        await kiosk.until(lambda: kiosk.text.count("[red]pan[/red] [@click=quit]x") > 1)
        drawn = "".join(kiosk.lines)
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", drawn)
        assert "pwn" not in drawn


async def test_pasted_megabytes_are_cut(shop):
    async with shop().screen() as kiosk:
        kiosk.prompt.post_message(events.Paste("\n" + "pan y\nleche " * 300_000))
        await kiosk.until(lambda: kiosk.prompt.value != "")
        assert len(kiosk.prompt.value) <= 500
        assert kiosk.prompt.value.startswith("pan y leche pan")


async def test_what_can_be_scrolled_back_to_is_bounded(shop, monkeypatch):
    monkeypatch.setattr("kiosk.tui.conversation.PARTS_KEPT", 10)
    async with shop().screen() as kiosk:
        for number in range(20):
            kiosk.host.bus.emit(Heard(f"pregunta {number}", "es"))
            kiosk.host.bus.emit(Sentence("Sí.", "es"))
        await kiosk.until_shown("pregunta 19")
        assert len(kiosk.app.screen.query("Conversation > *")) <= 11


async def test_the_screen_is_drawn_before_the_kiosk_is_open(shop):
    gate = asyncio.Event()
    async with shop(opens=gate, passes=[["Hay pan."]]).screen(ready=False) as kiosk:
        await kiosk.until_shown("El asistente está arrancando.")
        await kiosk.press(*"pan", "enter", "escape", *"pan", "enter", "f4", "f3", "f2")
        assert kiosk.prompt.value == "pan"
        gate.set()
        await kiosk.until_shown("Ask me")


async def test_a_failing_start_says_one_clear_sentence(shop):
    broken = OSError(28, "No space left on device")
    async with shop(opens=broken).screen(ready=False) as kiosk:
        await kiosk.until_shown("El asistente no puede arrancar.")
        assert "No space left on device" in kiosk.text


async def test_leaving_closes_the_kiosk(shop):
    kiosk = shop()
    async with kiosk.screen():
        await kiosk.press("ctrl+q")
    assert kiosk.closed.is_set()


async def test_the_owners_own_examples_are_offered(shop):
    kiosk = shop()
    kiosk.app = KioskApp(
        kiosk.open_host, shop="Casa Pepa", language="es", examples={"es": ["¿Hay pan?"]}
    )
    async with kiosk.screen():
        assert "1 ¿Hay pan?" in kiosk.text
        assert "2 " not in kiosk.text
        await kiosk.press("2")
        assert kiosk.app.screen.state == "ready"


STATES = [
    (Listening(), "«", "Le escucho", "Hable ahora."),
    (Released(), "●", "Lo estoy buscando", "Pulse Esc para dejarlo."),
    (FirstSound(), "»", "Le respondo", "Esc para callarme"),
    (Trouble("timeout", "Está tardando."), "✗", "Hay un problema", "Está tardando."),
    (Ready(), "●", "Pregunte", "Pulse ESPACIO"),
]


@pytest.mark.parametrize("size", [(80, 24), (40, 20), (200, 60)])
async def test_every_state_is_told_by_sign_word_and_hint(shop, size):
    async with shop().screen(size) as kiosk:
        band = kiosk.app.screen.query_one("StateBand")
        for event, sign, word, hint in STATES:
            kiosk.host.bus.emit(event)
            await kiosk.until_shown(word)
            top, bottom = band.region.y, band.region.bottom
            drawn = " ".join(" ".join(kiosk.lines[top:bottom]).split())
            assert sign in drawn
            assert hint in drawn


@pytest.mark.parametrize("size", SIZES)
async def test_the_top_line_says_of_when_the_data_are_while_the_shop_is_away(
    shop, size
):
    async with shop().screen(size) as kiosk:
        kiosk.host.bus.emit(ShopLost("2026-11-21 14:05"))
        await kiosk.until_shown("Datos de 2026-11-21 14:05")
        kiosk.host.bus.emit(ShopBack())
        await kiosk.until(lambda: "Datos de" not in kiosk.text)


async def test_who_asks_while_the_visit_before_is_forgotten_keeps_what_is_drawn(shop):
    async with shop().screen() as kiosk:
        kiosk.host.bus.emit(Heard("¿Qué debo?", "es"))
        await kiosk.until_shown("¿Qué debo?")
        next_asks = VisitEnded("new"), Heard("¿Hay pan?", "es"), Sentence("Sí.", "es")
        for event in (*next_asks, Forgotten(0.1), Sentence("Del día.", "es")):
            kiosk.host.bus.emit(event)
        await kiosk.until_shown("Del día.")
        assert "¿Hay pan? Sí. Del día." in kiosk.text
        assert "¿Qué debo?" not in kiosk.text
