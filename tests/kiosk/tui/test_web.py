"""`kiosk web`: the screen in a browser, spoken to as the browser's page does."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest

SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9]|.)")


class Page:
    """What the page's script does: keys out, drawing in."""

    def __init__(self, socket_):
        self._socket = socket_
        self.drawn = ""

    async def type(self, text):
        for sign in text:
            await self._socket.send_json(["stdin", sign])

    async def until_drawn(self, words):
        async with asyncio.timeout(30):
            while words not in self.drawn:
                message = await self._socket.receive()
                assert message.type in (
                    aiohttp.WSMsgType.BINARY,
                    aiohttp.WSMsgType.TEXT,
                )
                if message.type is aiohttp.WSMsgType.BINARY:
                    self.drawn += SEQUENCE.sub("", message.data.decode())


@pytest.fixture
def server(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "HOME": str(tmp_path),
        "OPENAI_API_KEY": "",
        "PULSE_SERVER": "/nowhere",
        "KIOSK_BROWSER_PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "web"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    process.url = f"http://127.0.0.1:{port}"
    assert b"the screen is at" in process.stderr.readline()
    wait_until(lambda: accepts(port))
    yield process
    process.kill()
    process.wait()
    process.stderr.close()


def screens_of(pid):
    """The screens' processes that a server has started."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


async def test_a_question_typed_in_a_browser_is_answered(server):
    async with aiohttp.ClientSession() as browser:
        async with browser.get(server.url) as answer:
            page = await answer.text()
        assert "Tienda de demostración" in page
        assert not re.search(r"https?://", page)
        async with browser.ws_connect(f"{server.url}/ws?width=100&height=30") as ws:
            screen = Page(ws)
            await screen.until_drawn("F6 Entrar")
            await screen.type("laptop mas cara\r")
            await screen.until_drawn("Laptop Ayllu L200")


async def test_a_screen_ends_when_its_server_is_killed(server):
    async with (
        aiohttp.ClientSession() as browser,
        browser.ws_connect(f"{server.url}/ws?width=100&height=30") as ws,
    ):
        await Page(ws).until_drawn("F6 Entrar")
        screens = screens_of(server.pid)
        server.kill()
    assert screens
    wait_until(lambda: not any(_is_running(pid) for pid in screens))


def wait_until(is_so, limit_s=15):
    """Wait for what happens in other processes."""
    end = time.monotonic() + limit_s
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
