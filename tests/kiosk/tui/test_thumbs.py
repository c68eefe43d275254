"""Whether an answer helped, said by key or by touch, and never asked twice."""

import pytest

from kiosk.events import Rated


@pytest.fixture
def kiosk(shop):
    return shop(passes=[["Hay pan."], ["Hay leche."]])


async def ask(kiosk, question):
    await kiosk.press(*question, "enter")
    await kiosk.until_shown("¿Le ayudó?")


def thumbs(observer):
    return [e.has_helped for e in observer._events if isinstance(e, Rated)]


@pytest.mark.parametrize(("key", "has_helped"), [("+", True), ("-", False)])
async def test_a_key_says_it_once(kiosk, key, has_helped):
    async with kiosk.screen():
        observer = kiosk.host.bus.observe()
        await ask(kiosk, "pan")
        await kiosk.press(key)
        await kiosk.until_shown("Gracias")
        assert "¿Le ayudó?" not in kiosk.text
        await kiosk.press(key)
        assert kiosk.prompt.value == key  # now it is only a sign that is typed
        assert thumbs(observer) == [has_helped]


async def test_a_touch_says_it(kiosk):
    async with kiosk.screen((40, 20)):
        observer = kiosk.host.bus.observe()
        await ask(kiosk, "pan")
        await kiosk.pilot.click("Thumbs Target:last-of-type")
        await kiosk.until_shown("Gracias")
        assert thumbs(observer) == [False]


async def test_the_next_question_takes_the_row_away_and_brings_it_anew(kiosk):
    async with kiosk.screen():
        await ask(kiosk, "pan")
        await ask(kiosk, "leche")
        await kiosk.until_shown("Hay leche.")
        assert kiosk.text.count("¿Le ayudó?") == 1


async def test_nobody_is_asked_where_nothing_was_answered(shop):
    kiosk = shop(passes=[RuntimeError("broken")])
    async with kiosk.screen():
        await kiosk.press(*"pan", "enter")
        await kiosk.until_shown("Algo ha fallado")
        await kiosk.pilot.pause()
        assert "¿Le ayudó?" not in kiosk.text
        await kiosk.press("+")
        assert kiosk.prompt.value == "+"
