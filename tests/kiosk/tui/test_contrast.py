"""Contrast of the text that is really drawn, cell by cell, in every state."""

import pytest
from rich.color import Color
from rich.style import Style

from agents import Finding
from kiosk.events import (
    FirstSound,
    Heard,
    Listening,
    Ready,
    Released,
    Replied,
    Sentence,
    Trouble,
)
from tests.kiosk.tui.test_themes import contrast

PRODUCTS = (
    {"id": 1, "name": "Silla", "price": 20, "currency": "PEN", "available": 1},
    {"id": 2, "name": "Mesa", "price": 30, "currency": "PEN", "available": 0},
)
STATES = [
    Listening(),
    Released(),
    Heard("¿Qué cuesta?", "es"),
    Sentence("Cuesta 20 soles.", "es"),
    FirstSound(),
    Trouble("timeout", "Está tardando."),
    Ready(),
]
DRAWN_ONLY = set(" ─│╭╮╰╯━┃┏┓┗┛█░▀▄")
"""Frames, bars and pictures are no text."""


def colours_of(style: Style):
    ink, paper = (
        (colour or Color.default()).get_truecolor(foreground=is_ink)
        for colour, is_ink in ((style.color, True), (style.bgcolor, False))
    )
    return (paper, ink) if style.reverse else (ink, paper)


def faint_words(kiosk, at_least):
    """What is drawn with less contrast."""
    for strip in kiosk.app.screen._compositor.render_strips(kiosk.app.size):
        for segment in strip:
            if set(segment.text) <= DRAWN_ONLY or segment.style is None:
                continue
            ink, paper = colours_of(segment.style)
            ratio = contrast(ink.hex, paper.hex)
            if ratio < at_least:
                yield segment.text, ink.hex, paper.hex, round(ratio, 1)


@pytest.mark.parametrize(("theme", "at_least"), [("contrast", 7), ("light", 4.5)])
async def test_every_word_of_every_state_and_page_has_its_contrast(
    shop, theme, at_least
):
    kiosk = shop(theme=f"kiosk-{theme}", log_in=lambda who, secret: who)
    faint = {}

    async def look(page):
        await kiosk.pilot.pause()
        faint[page] = list(faint_words(kiosk, at_least))

    async with kiosk.screen((100, 40)):
        await look("welcome")
        await kiosk.press("tab")
        await look("focus")
        for event in STATES:
            kiosk.host.bus.emit(event)
            await look(event)
        kiosk.host.visit.finding = Finding(rows=PRODUCTS)
        kiosk.host.bus.emit(Replied("", "answer"))
        await look("cards")
        await kiosk.press(*"pan")
        await look("typing")
        for page, key in {"log-in": "f6", "help": "f1"}.items():
            await kiosk.press(key)
            await look(page)
            await kiosk.press("escape")
        await kiosk.press("escape", "enter")
        await look("product")
    assert {page: words for page, words in faint.items() if words} == {}
    assert len(faint) == 7 + len(STATES)
