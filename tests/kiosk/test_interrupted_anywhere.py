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
KINDS = ("heard", "tool_called", "tool_done", "sentence", "first_sound", "spoken")


@pytest.mark.parametrize("engine", list(PATHS))
async def test_after_any_event_the_next_turn_is_valid_and_the_memory_true(
    openai_server, tmp_path, engine
):
    settings = {"KIOSK_AGENTS_ENGINE": engine}
    record_question(tmp_path / "question.wav")
    question = tmp_path / "question.wav"
    config = config_for(tmp_path, question, openai_server, **settings)
    openai_server.speak = lambda text, voice: bytes(4_800)
    async with kiosk_inside(config) as kiosk:
        for kind in KINDS:
            for number in itertools.count(1):
                if not await _is_true_after(kiosk, openai_server, kind, number):
                    break
            assert number > 1, kind
    refused = [s.status for s in openai_server.seen(PATHS[engine]) if s.status >= 400]
    assert refused == []


async def _is_true_after(kiosk, server, kind, number):
    """Cut a turn short and take another; false when there are not so many events."""
    kiosk.host.end_visit()
    server.forget_scenarios()
    server.says(*TURN)
    happened = await _stopped_after(kiosk, kind, number)
    told = [m.text for m in _memory(kiosk) if isinstance(m, AssistantSaid)]
    said = [event.text for event in happened if name_of(event) == "spoken"]
    assert " ".join(filter(None, told)) == " ".join(said), (kind, number)
    server.forget_scenarios()
    turn = await kiosk.ask("¿Y entonces?")
    assert turn["turn_ended"][0].outcome is Outcome.ANSWERED, (kind, number)
    assert _memory(kiosk)[0] == CustomerSaid(QUESTION)
    return _count(happened, kind) >= number


def _count(happened, kind):
    return sum(name_of(event) == kind for event in happened)


async def _stopped_after(kiosk, kind, number):
    """Ask, and stop after so many events of a kind; give all of the turn's events."""
    observer = kiosk.host.bus.observe()
    await observer.next()  # the present stage
    happened = []
    kiosk.host.ask(QUESTION)
    async with asyncio.timeout(10):
        while not happened or name_of(happened[-1]) != "turn_ended":
            happened.append(event := await observer.next())
            if name_of(event) == kind and _count(happened, kind) == number:
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
