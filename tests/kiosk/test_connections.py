"""Connections are made sure of at the press, not missed at the release."""

import asyncio

import pytest

from audio import ServiceUnreachable, SpeechServiceError
from audio.settings import SttOpenAI
from audio.stt_openai import OpenAITranscriber
from kiosk.bus import Bus
from kiosk.connections import keep_connections
from kiosk.events import Pressed
from kiosk.ladder import Ladder, Rung
from tests.audio.sounds import ESPEAK_RATE_HZ, blocks_of, spoken


class Engine:
    """Counts how often it is made ready, and may not be there."""

    def __init__(self, error=None):
        self.error = error
        self.warmed = asyncio.Queue()

    async def warm(self):
        self.warmed.put_nowait(None)
        if self.error:
            raise self.error


class Pressing:
    """A bus on which somebody presses now and then, by a clock of its own."""

    def __init__(self, *ladders):
        self.bus = Bus()
        self.now = 0.0
        self.task = asyncio.create_task(
            keep_connections(self.bus, ladders, quiet_s=10, clock=lambda: self.now)
        )

    async def press(self, at):
        await asyncio.sleep(0)
        self.now = at
        self.bus.emit(Pressed())
        for _ in range(5):
            await asyncio.sleep(0)


def ladder(*rungs):
    return Ladder("ears", list(rungs), (SpeechServiceError,), lambda step: None)


@pytest.fixture
async def pressing():
    begun = []

    def begin(*ladders):
        begun.append(Pressing(*ladders))
        return begun[0]

    yield begin
    begun[0].task.cancel()
    await asyncio.wait([begun[0].task])


async def test_only_a_press_after_a_quiet_while_asks(pressing):
    engine = Engine()
    shop = pressing(ladder(Rung("openai", engine)))
    for at, count in ((5, 0), (16, 1), (20, 1), (29, 1), (39, 2)):
        await shop.press(at)
        assert engine.warmed.qsize() == count, at


async def test_an_engine_that_has_gone_is_passed_over_before_the_release(pressing):
    gone = ServiceUnreachable("gone", code="unreachable")
    ears = ladder(Rung("openai", Engine(gone)), Rung("phrases", Engine()))
    await pressing(ears).press(60)
    assert [rung.name for rung in ears.usable()] == ["phrases"]


async def test_what_needs_no_server_is_left_alone(pressing):
    engine = Engine()
    await pressing(ladder(Rung("phrases", engine))).press(60)
    assert engine.warmed.empty()


async def test_a_connection_that_the_server_dropped_is_open_again_at_the_release(
    openai_server,
):
    settings = SttOpenAI(base_url=openai_server.base_url, api_key="sk-x")
    ears = OpenAITranscriber(settings)
    await ears.warm()
    openai_server.drop_connections()
    async with asyncio.timeout(10):
        await ladder(Rung("openai", ears)).refresh()
        await ears.transcribe(blocks_of(spoken("hola, buenos días"), ESPEAK_RATE_HZ))
    await ears.close()
    [asked] = openai_server.seen("/audio/transcriptions")
    assert not asked.request.is_first
