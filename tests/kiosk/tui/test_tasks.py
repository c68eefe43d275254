"""What customers come for, done by keys alone on the real kiosk, every press counted.

The README names these figures.
"""

import asyncio
from contextlib import asynccontextmanager

import pytest

from catalog import open_ledger
from kiosk.config import KioskConfig
from kiosk.mind import open_mind
from kiosk.tui.app import KioskApp
from kiosk.wiring import open_kiosk
from tests.doubles.demo import EMAIL, PIN, demo_config


class Customer:
    """Somebody before the kiosk who has only a keyboard."""

    def __init__(self, app, pilot):
        self._app = app
        self._pilot = pilot
        self.presses = 0

    async def press(self, *keys):
        self.presses += len(keys)
        await self._pilot.press(*keys)

    async def type(self, text):
        await self.press(*("space" if sign == " " else sign for sign in text), "enter")

    async def until_shown(self, words):
        async with asyncio.timeout(10):
            while words not in self._text:
                await self._pilot.pause(0.02)

    @property
    def _text(self):
        strips = self._app.screen._compositor.render_strips(self._app.size)
        return " ".join(" ".join(strip.text for strip in strips).split())


@pytest.fixture
def kiosk(tmp_path):
    config = demo_config(tmp_path)

    @asynccontextmanager
    async def open_screen():
        app = KioskApp(lambda: open_kiosk(config), shop="Casa Pepa", language="es")
        async with app.run_test(size=(100, 40)) as pilot:
            customer = Customer(app, pilot)
            await customer.until_shown("Pulse ESPACIO")
            await customer.until_shown("F6 Entrar")
            yield customer

    return open_screen


async def test_the_dearest_laptop_takes_one_press(kiosk):
    async with kiosk() as customer:
        await customer.press("5")
        await customer.until_shown("Laptop Ayllu L200")
        assert customer.presses == 1


async def test_opening_hours_take_one_press(kiosk, tmp_path):
    async with open_mind(KioskConfig(shop={"state_dir": str(tmp_path)})) as mind:
        await mind.read_documents()
    async with kiosk() as customer:
        await customer.press("6")
        await customer.until_shown("Lunes a viernes: 9:00 - 21:00")
        assert customer.presses == 1


async def test_changing_the_language_takes_one_press(kiosk):
    async with kiosk() as customer:
        await customer.press("f3")
        await customer.until_shown("Press SPACE")
        assert customer.presses == 1


async def test_interrupting_takes_one_press(kiosk):
    async with kiosk() as customer:
        await customer.press("4")
        await customer.until_shown("Usted Dame laptops")
        await customer.press("escape")
        await customer.until_shown("● Pregunte")
        assert customer.presses == 1 + 1


async def test_ordering_two_things_takes_five_presses_besides_typing(kiosk):
    second = "agrega el segundo"
    async with kiosk() as customer:
        await customer.press("4")
        await customer.until_shown("F7 Al carrito")
        await customer.press("f7")
        await customer.until_shown("F12 Carrito 1")
        await customer.type(second)
        await customer.until_shown("F12 Carrito 2")
        await customer.press("f7")
        await customer.until_shown("F7 Sí, lo confirmo")
        await customer.press("f7")
        await customer.until_shown("Pedido hecho")
        assert customer.presses - len(second) == 5


async def test_logging_in_and_accepting_an_offer_takes_eight_presses_besides_typing(
    kiosk, tmp_path
):
    async with kiosk() as customer:
        await customer.press("f6")
        await customer.type(EMAIL)
        await customer.type(PIN)
        await customer.until_shown("1 ¿Cuánto debo?")
        await customer.press("1")
        await customer.until_shown("F7 Quiero hablar de la deuda 1")
        await customer.press("f7")
        await customer.until_shown("F7 ¿Qué rebaja me dan si pago hoy?")
        await customer.press("f7")
        await customer.until_shown("F7 Acepto la oferta")
        await customer.press("f7")
        await customer.until_shown("F7 Sí, lo confirmo")
        await customer.press("f7")
        await customer.until_shown("Trato hecho")
        assert customer.presses - len(EMAIL + PIN) == 8
    ledger = open_ledger(tmp_path / "ledger.db")
    (agreement,) = ledger.agreements()
    ledger.close()
    assert agreement.terms.total_cents == 285_000
