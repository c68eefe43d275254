"""A real headless Chromium, worked through its DevTools port."""

import asyncio
import contextlib
import itertools
import shutil
import subprocess
import tempfile
from pathlib import Path

import aiohttp

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome")
WHY_NOT = "" if PROGRAM else "no Chromium is installed"

FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
--disable-background-networking --disable-component-update --disable-sync
--window-size=1280,800 --remote-debugging-port=0""".split()

LISTEN = """
const Plain = window.WebSocket;
window.drawn = "";
window.WebSocket = class extends Plain {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", async ({ data }) => {
      if (data instanceof Blob) window.drawn += await data.text();
      if (data instanceof ArrayBuffer)
        window.drawn += new TextDecoder().decode(data);
    });
  }
};
"""
"""What the terminal in the page is told to draw, kept to be read."""


class Page:
    """One page: keys in, what its terminal draws out."""

    def __init__(self, socket):
        self._socket = socket
        self._numbers = itertools.count(1)

    async def call(self, method, **parameters):
        number = next(self._numbers)
        await self._socket.send_json(
            {"id": number, "method": method, "params": parameters}
        )
        while True:
            answer = await self._socket.receive_json()
            if answer.get("id") == number:
                return answer["result"]

    async def value(self, expression):
        found = await self.call("Runtime.evaluate", expression=expression)
        return found["result"].get("value")

    async def open(self, url):
        await self.call("Page.enable")
        await self.call("Page.addScriptToEvaluateOnNewDocument", source=LISTEN)
        await self.call("Page.navigate", url=url)

    async def type(self, text):
        for sign in text:
            await self._key(sign, text=sign)

    async def press(self, key, code):
        text = {"text": "\r"} if key == "Enter" else {}
        await self._key(key, code=key, windowsVirtualKeyCode=code, **text)

    async def click(self, share, below):
        """Click at a share of the width, pixels from the top or (below 0) bottom."""
        x = share * await self.value("innerWidth")
        y = below % await self.value("innerHeight")
        for kind in ("mousePressed", "mouseReleased"):
            about = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
            await self.call("Input.dispatchMouseEvent", **about)

    async def _key(self, key, **about):
        for kind in ("keyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, **about)


@contextlib.asynccontextmanager
async def chromium():
    """Start a browser with one empty page; it ends with the context."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        process = subprocess.Popen(  # noqa: ASYNC220 # returns at once
            [PROGRAM, *FLAGS, f"--user-data-dir={home}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            port = await _port(Path(home) / "DevToolsActivePort")
            async with aiohttp.ClientSession() as client:
                async with client.get(f"http://127.0.0.1:{port}/json") as answer:
                    pages = await answer.json()
                url = next(
                    p["webSocketDebuggerUrl"] for p in pages if p["type"] == "page"
                )
                async with client.ws_connect(url, max_msg_size=0) as socket:
                    yield Page(socket)
        finally:
            process.kill()
            process.wait()


async def _port(file):
    async with asyncio.timeout(60):
        while not (file.exists() and file.read_text()):  # noqa: ASYNC110 # another process writes it
            await asyncio.sleep(0.05)
    return file.read_text().splitlines()[0]
