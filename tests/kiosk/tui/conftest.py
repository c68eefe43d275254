"""A screen on scripted stations, and its text as a customer reads it."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from kiosk.tui.app import KioskApp
from tests.doubles.hosts import host_on
from tests.doubles.stations import (
    ScriptedModel,
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)


class Shop:
    """A kiosk on scripted stations behind a screen of a given size."""

    def __init__(
        self,
        *,
        passes=(),
        heard=(),
        holds=False,
        opens=True,
        theme="kiosk-dark",
        idle_s=60,
        log_in=None,
        open_back_room=None,
    ):
        self.log_in = log_in
        self.open_back_room = open_back_room
        self.idle_s = idle_s
        self.model = ScriptedModel(*passes)
        self.recorder = ScriptedRecorder()
        self.speaker = ScriptedSpeaker(holds=holds)
        self.transcriber = ScriptedTranscriber(*heard)
        self.opens = opens
        self.closed = asyncio.Event()
        self.host = None
        self.app = KioskApp(
            self.open_host, shop="Casa Pepa", language="es", theme=theme
        )

    @asynccontextmanager
    async def open_host(self):
        if isinstance(self.opens, Exception):
            raise self.opens
        if isinstance(self.opens, asyncio.Event):
            await self.opens.wait()
        self.host = host_on(
            self.recorder,
            self.transcriber,
            self.speaker,
            self.model,
            idle_s=self.idle_s,
            log_in=self.log_in,
            open_back_room=self.open_back_room,
        )
        try:
            yield self.host
        finally:
            await self.host.close()
            self.closed.set()

    @asynccontextmanager
    async def screen(self, size=(80, 24), *, ready=True):
        async with self.app.run_test(size=size) as self.pilot:
            if ready:
                await self.until_shown("Pregunte")
                await self.pilot.pause()
            yield self

    @property
    def prompt(self):
        return self.app.screen.query_one("#prompt")

    @property
    def text(self):
        """Everything on the screen, as one line of words."""
        return " ".join(" ".join(self.lines).split())

    @property
    def lines(self):
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return [strip.text for strip in strips]

    async def press(self, *keys):
        await self.pilot.press(*keys)

    async def until(self, is_so):
        """Wait for the screen; the pilot lets it work meanwhile."""
        async with asyncio.timeout(10):
            while not is_so():
                await self.pilot.pause(0.01)

    async def until_shown(self, words):
        try:
            await self.until(lambda: words in self.text)
        except TimeoutError:
            raise AssertionError(f"{words!r} is not shown in {self.text!r}") from None


@pytest.fixture
def shop():
    return Shop
