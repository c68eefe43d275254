"""Logging in by keys and by touch."""

import asyncio

import pytest
from textual import events

from catalog import LedgerUnavailable, LoginLocked, LoginRefused


def ledger(login, secret):
    """A ledger with one customer."""
    match login, secret:
        case "7", "2468":
            return "ana@ejemplo.pe"
        case "locked", _:
            raise LoginLocked(30)
        case "broken", _:
            raise LedgerUnavailable("disk")
        case _:
            raise LoginRefused("no")


@pytest.fixture
def kiosk(shop):
    return shop(passes=[["Debe 12.00 €."]], log_in=ledger)


async def test_a_customer_logs_in_by_keys_and_asks_by_a_number(kiosk):
    async with kiosk.screen():
        await kiosk.press("f6", "7", "enter", *"2468", "enter")
        await kiosk.until_shown("1 ¿Cuánto debo?")
        assert kiosk.host.visit.customer == "ana@ejemplo.pe"
        assert "F6 Salir" in kiosk.text
        await kiosk.press("1")
        await kiosk.until_shown("Usted ¿Cuánto debo?")


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_a_customer_logs_in_by_touch_alone(kiosk, size):
    async with kiosk.screen(size):
        await kiosk.pilot.click("#key-log_in")
        for key in ("7", "enter", "2", "1", "erase", "4", "6", "8", "enter"):
            await kiosk.until(lambda key=key: kiosk.app.screen.query(f"#pad-{key}"))
            async with asyncio.timeout(10):
                while not await kiosk.pilot.click(f"#pad-{key}"):
                    await kiosk.pilot.pause()  # it is there, but not yet in its place
        await kiosk.until_shown("¿Cuánto debo?")


@pytest.mark.parametrize(
    ("login", "complaint"),
    [
        ("8", "✗ Los datos no coinciden."),
        ("locked", "✗ Demasiados intentos."),
        ("broken", "✗ Ahora no puedo comprobarlo."),
    ],
)
async def test_a_wrong_try_says_what_to_do_and_keeps_no_secret(kiosk, login, complaint):
    async with kiosk.screen():
        await kiosk.press("f6", *login, "enter", *"9753", "enter")
        await kiosk.until_shown(complaint)
        assert "9753" not in kiosk.text
        assert kiosk.app.screen.query_one("#secret").value == ""
        assert kiosk.host.visit.customer is None


async def test_a_secret_is_never_drawn(kiosk):
    async with kiosk.screen():
        await kiosk.press("f6", "7", "enter", *"2468")
        assert "2468" not in kiosk.text


async def test_leaving_erases_everything(kiosk):
    async with kiosk.screen():
        await kiosk.press("f6", "7", "enter", *"2468", "enter")
        await kiosk.until_shown("1 ¿Cuánto debo?")
        await kiosk.press("1")
        await kiosk.until_shown("Debe 12.00 €.")
        await kiosk.press("f6")
        await kiosk.until_shown("F6 Entrar")
        assert "12.00" not in kiosk.text
        assert kiosk.host.visit.customer is None


async def test_the_form_closes_without_logging_in(kiosk):
    async with kiosk.screen():
        await kiosk.press("f6", "7", "escape")
        await kiosk.until_shown("1 ¿Cuál es el producto más caro?")


async def test_a_form_left_alone_is_closed_when_the_visit_ends(shop):
    kiosk = shop(log_in=ledger, idle_s=3)
    async with kiosk.screen():
        await kiosk.press("f6", *"ana")
        await kiosk.until_shown("1 ¿Cuál es el producto más caro?")
        assert "ana" not in kiosk.text


async def test_a_shop_without_a_ledger_offers_no_log_in(shop):
    async with shop().screen() as kiosk:
        await kiosk.press("f6")
        assert "F6" not in kiosk.text
        assert kiosk.app.screen.query("#prompt")


async def test_who_is_logged_in_is_warned_before_the_visit_ends(shop):
    async with shop(log_in=ledger, idle_s=20.6).screen() as kiosk:
        await kiosk.press("f6", "7", "enter", *"2468", "enter")
        await kiosk.until_shown("1 ¿Cuánto debo?")
        await kiosk.until_shown("¿Sigue ahí?")


async def test_who_logged_in_by_a_card_is_known_on_the_screen(kiosk):
    async with kiosk.screen():
        await kiosk.host.log_in("7", "2468")
        kiosk.host.tell("Le he reconocido.")
        await kiosk.until_shown("Le he reconocido.")
        await kiosk.until_shown("F6 Salir")


async def test_what_a_card_reader_types_at_once_goes_into_its_fields(shop):
    tried = []
    kiosk = shop(log_in=lambda who, secret: tried.append((who, secret)) or who)
    async with kiosk.screen():
        await kiosk.press("f6")
        for sign in (*"ana7", "enter", *"80421357", "enter"):
            character = "\r" if sign == "enter" else sign
            kiosk.app.post_message(events.Key(sign, character))
        await kiosk.until(lambda: tried)
    assert tried == [("ana7", "80421357")]
