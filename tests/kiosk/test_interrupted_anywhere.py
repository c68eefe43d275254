"""A turn is cut short after each of its events; the next one must not suffer for it."""

import asyncio
import itertools

import pytest

from agents import AssistantSaid, CustomerSaid
from kiosk.events import Outcome, name_of
from tests.doubles.kiosk_inside import config_for, kiosk_inside, record_question
from tests.doubles.openai_scenarios import Call, Scenario

PATHS = {"responses": "/responses", "chat": "/chat/completions"}
QUESTION = "oiga, una cosa"
TURN = (
    Scenario(
        "Un momento, por favor.",
        calls=(
            Call("ask_documents", {"question": "¿A qué hora abren los lunes?"}),
            Call("ask_catalog", {"question": "¿Cuál es el producto más caro?"}),
        ),
        piece=9,
    ),
    Scenario("Eso es todo. ¿Desea algo más?", piece=9),
)
CUT_SHORT = {"heard", "tool_called", "tool_done", "sentence", "first_sound", "spoken"}


@pytest.mark.parametrize("engine", list(PATHS))
async def test_after_any_event_the_next_turn_is_valid_and_the_memory_true(
    openai_server, tmp_path, engine
):
    settings = {"KIOSK_AGENTS_ENGINE": engine}
    record_question(tmp_path / "question.wav")
    question = tmp_path / "question.wav"
    config = config_for(tmp_path, question, openai_server, **settings)
    openai_server.speak = lambda text, voice: bytes(4_800)
    kinds = set()
    async with kiosk_inside(config) as kiosk:
        for place in itertools.count(1):
            kiosk.host.end_visit()
            await kiosk.host.forgotten()
            openai_server.forget_scenarios()
            openai_server.says(*TURN)
            happened = await _stopped_after(kiosk, place)
            kinds.add(name_of(happened[place - 1]))
            if happened[-1].outcome is Outcome.ANSWERED:
                break
            said = " ".join(e.text for e in happened if name_of(e) == "spoken")
            told = [m.text for m in _memory(kiosk) if isinstance(m, AssistantSaid)]
            assert " ".join(filter(None, told)) == said
            openai_server.forget_scenarios()
            turn = await kiosk.ask("¿Y entonces?")
            assert turn["turn_ended"][0].outcome is Outcome.ANSWERED, place
            assert _memory(kiosk)[0] == CustomerSaid(QUESTION)
    assert kinds >= CUT_SHORT
    refused = [s.status for s in openai_server.seen(PATHS[engine]) if s.status >= 400]
    assert refused == []


async def _stopped_after(kiosk, place):
    """Ask, and stop after so many events; give all of the turn's events."""
    observer = kiosk.host.bus.observe()
    await observer.next()  # the present stage
    happened = []
    kiosk.host.ask(QUESTION)
    async with asyncio.timeout(10):
        while not happened or name_of(happened[-1]) != "turn_ended":
            happened.append(await observer.next())
            if len(happened) == place:
                kiosk.host.stop()
    kiosk.host.bus.leave(observer)
    await _all_seen(kiosk)
    return happened


async def _all_seen(kiosk):
    """Let the kiosk's own observer catch up with the turn."""
    async with asyncio.timeout(10):
        while name_of(await kiosk._observer.next()) != "turn_ended":
            pass
        while name_of(await kiosk._observer.next()) != "ready":
            pass


def _memory(kiosk):
    return kiosk.host.visit.assistant.conversation.messages
