"""Callers at the chat door wait for whoever stands at the kiosk."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from kiosk.bus import Bus
from kiosk.events import FirstSound, Heard, Outcome, Released, TurnEnded
from kiosk.web import Precedence


@asynccontextmanager
async def kept():
    """A bus, and the precedence that follows it."""
    bus = Bus()
    precedence = Precedence(bus)
    watching = asyncio.create_task(precedence.watch())
    await asyncio.sleep(0)
    yield bus, precedence
    bus.close()
    await watching


async def settled():
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize("question", [Released(), Heard("¿qué hay?", "es")])
@pytest.mark.parametrize("end", [FirstSound(), TurnEnded(Outcome.INTERRUPTED)])
async def test_no_answer_is_begun_while_a_turn_is_awaited(question, end):
    async with kept() as (bus, precedence):
        begun = asyncio.Event()

        async def answer():
            async with precedence.granted():
                begun.set()

        bus.emit(question)
        await settled()
        answering = asyncio.create_task(answer())
        await settled()
        assert not begun.is_set()
        bus.emit(end)
        async with asyncio.timeout(0.5):
            await answering
        assert begun.is_set()


async def test_a_turn_that_waits_for_a_server_holds_nobody_up_for_long(monkeypatch):
    monkeypatch.setattr("kiosk.web.precedence.PATIENCE_S", 0.01)
    async with kept() as (bus, precedence):
        bus.emit(Released())
        await settled()
        was_granted = False
        async with asyncio.timeout(5), precedence.granted():
            was_granted = True
        assert was_granted


async def test_one_answer_is_made_at_a_time():
    async with kept() as (_, precedence):
        at_once, most = 0, 0

        async def answer():
            nonlocal at_once, most
            async with precedence.granted():
                at_once += 1
                most = max(most, at_once)
                await asyncio.sleep(0)
                at_once -= 1

        await asyncio.gather(*(answer() for _ in range(5)))
        assert most == 1
