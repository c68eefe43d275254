"""When an answer is begun on words that may go on."""

import asyncio

import numpy as np
import pytest

from agents import Assistant, Finding, OfflineModel, Rules, ToolResult
from agents.lookahead import Looked
from audio import Block
from kiosk.bus import Bus
from kiosk.events import name_of
from kiosk.foresight import Foresight
from kiosk.host import Host
from kiosk.line import Line
from kiosk.visit import Visit
from tests.audio.sounds import ESPEAK_RATE_HZ, spoken
from tests.doubles.stations import (
    ScriptedModel,
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
    by_line,
)

SPOKEN = spoken("¿Cuál es el más caro?", "es")
SPEECH = SPOKEN[: np.flatnonzero(np.abs(SPOKEN) > 100)[-1]]
SILENCE = np.zeros(ESPEAK_RATE_HZ // 2, np.int16)


class Begun:
    """An assistant that only notes what it is to foresee."""

    def __init__(self, *, is_sure=True):
        self.is_sure = is_sure
        self.words = []

    async def foresee(self, question):
        self.words.append(question)
        return self.is_sure


async def heard(assistant, *parts):
    """Listen to sounds and, between them, to the words understood so far."""
    foresight = Foresight(assistant)

    async def blocks():
        for part in parts:
            if isinstance(part, str):
                foresight.note(part)
                continue
            for at in range(0, len(part), 441):
                await asyncio.sleep(0)
                yield Block(part[at : at + 441], ESPEAK_RATE_HZ)

    passed = [block.samples async for block in foresight.listening(blocks())]
    sounds = [part for part in parts if not isinstance(part, str)]
    assert np.array_equal(np.concatenate(passed), np.concatenate(sounds))
    return assistant.words


async def test_words_are_begun_on_in_a_pause():
    assert await heard(Begun(), SPEECH, "cuál es el más caro", SILENCE) == [
        "cuál es el más caro"
    ]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("cuál es", SPEECH, "cuál es el más caro"), id="still speaking"),
        pytest.param((SPEECH, SILENCE), id="no words are told"),
        pytest.param((SILENCE, "cuál es", SILENCE), id="nobody has spoken"),
        pytest.param((SPEECH, SILENCE, "repite", SILENCE), id="a wish of the voice"),
    ],
)
async def test_nothing_is_begun_on(parts):
    assert await heard(Begun(), *parts) == []


async def test_words_that_still_come_in_the_pause_are_waited_for():
    growing = [
        part
        for count in range(1, 6)
        for part in (" ".join(["más"] * count), SILENCE[:2205])
    ]
    words = await heard(Begun(), SPEECH, SILENCE[:4410], *growing, SILENCE)
    assert words == ["más más más más más"]


async def test_the_same_words_are_begun_on_once_and_others_after_them_again():
    assert await heard(
        Begun(),
        *(SPEECH, "cuál", SILENCE, SILENCE, "cuál", SILENCE),
        *(SPEECH, "cuál es el más caro", SILENCE),
    ) == ["cuál", "cuál es el más caro"]


@pytest.mark.parametrize(("is_sure", "count"), [(True, 2), (False, 3)])
async def test_who_thinks_aloud_makes_two_beginnings_at_most(is_sure, count):
    words = await heard(
        Begun(is_sure=is_sure),
        *(SPEECH, "a", SILENCE),
        *(SPEECH, "a b", SILENCE),
        *(SPEECH, "a b c", SILENCE),
    )
    assert words == ["a", "a b", "a b c"][:count]


class Paused(ScriptedRecorder):
    """Hears a question and the silence behind it until the button is let go."""

    async def blocks(self):
        while not self.stopped.is_set():
            for samples in (SPEECH, SILENCE):
                for at in range(0, len(samples), 441):
                    await asyncio.sleep(0)
                    yield Block(samples[at : at + 441], ESPEAK_RATE_HZ)


def look(question):
    result = ToolResult({}, Finding(value=1))
    return Looked("ask", question, result, lambda: None)


async def test_the_model_has_begun_before_the_button_is_let_go():
    model = ScriptedModel(["Una laptop."])
    visit = Visit(
        lambda _: Assistant(
            model,
            [],
            instructions=lambda: "",
            split=by_line,
            rules=Rules(OfflineModel(), look=look),
            starts_early=True,
        ),
        language="es",
    )
    ears = ScriptedTranscriber("¿Cuál es?", partly=["cuál", "cuál es"])
    bus = Bus()
    line = Line(Paused(), ears, ScriptedSpeaker())
    host = Host(line, visit, bus, idle_limit_s=60)
    observer = bus.observe()
    async with asyncio.timeout(10):
        host.switch.press()
        await model.begun.get()
        host.switch.release()
        while name_of(event := await observer.next()) != "turn_ended":
            pass
    assert event.outcome == "answered"
    assert len(model.seen) == 1
    assert [m.text for m in visit.assistant.conversation.messages[::3]] == [
        "¿Cuál es?",
        "Una laptop.",
    ]
    await host.close()
