"""The screen in a real browser: a question, the log-in by touch, and an offer."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time

import pytest

from tests.doubles.chromium import WHY_NOT, chromium
from tests.doubles.demo import EMAIL, PIN, demo_config
from tests.kiosk.tui.test_web import accepts, wait_until

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)

SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9]|.)")
TALK = {
    "la deuda 1": "F7 ¿Qué rebaja me dan",
    "que rebaja me dan si pago hoy": "F7 Acepto la oferta",
    "acepto la oferta": "F7 Sí, lo confirmo",
    "si, lo confirmo": "Trato hecho",
}


@pytest.fixture
def address(tmp_path):
    """Where `kiosk web` serves the demonstration shop with one debt."""
    demo_config(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "HOME": str(tmp_path),
        "OPENAI_API_KEY": "",
        "PULSE_SERVER": "/nowhere",
        "KIOSK_SHOP_STATE_DIR": str(tmp_path),
        "KIOSK_BROWSER_PORT": str(port),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "web"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert "the screen is at" in server.stderr.readline()
    wait_until(lambda: accepts(port))
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()
    server.stderr.close()


class Customer:
    """Somebody before the browser."""

    def __init__(self, page):
        self._page = page
        self._read = 0

    async def enter(self, text):
        await self._page.type(text)
        await self._page.press("Enter", 13)

    async def until_drawn(self, words):
        """Wait for words among what was drawn since the last ones."""
        end = time.monotonic() + 25
        while words not in (news := (drawn := await self._drawn())[self._read :]):
            assert time.monotonic() < end, f"no {words!r} in {news[-3000:]}"
            await asyncio.sleep(0.1)
        self._read = len(drawn)

    async def _drawn(self):
        return SEQUENCE.sub("", await self._page.value("window.drawn") or "")


async def test_a_customer_asks_logs_in_and_takes_an_offer(address):
    async with chromium() as page:
        await page.open(address)
        customer = Customer(page)
        await customer.until_drawn("F6 Entrar")
        assert await page.value(
            "document.querySelector('canvas, .xterm-rows') !== null"
        )
        await customer.enter("laptop mas cara")
        await customer.until_drawn("Laptop Ayllu L200")
        await page.click(0.5, -45)  # the third of five buttons at the bottom
        await customer.until_drawn("Correo")
        await customer.enter(EMAIL)
        await customer.enter(PIN)
        await customer.until_drawn("¿Cuánto debo?")
        for said, answered in TALK.items():
            await customer.enter(said)
            await customer.until_drawn(answered)
