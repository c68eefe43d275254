"""When an answer is begun on words that may go on."""

import asyncio

import pytest

from agents import Assistant, Finding, OfflineModel, Rules, ToolResult
from agents.lookahead import Looked
from kiosk.bus import Bus
from kiosk.events import name_of
from kiosk.foresight import Foresight
from kiosk.host import Host
from kiosk.turn import Line
from kiosk.visit import Visit
from tests.doubles.stations import (
    ScriptedModel,
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
    by_line,
)


class Begun:
    """An assistant that only notes what it is to foresee."""

    def __init__(self):
        self.words = []
        self.news = asyncio.Event()

    async def foresee(self, question):
        self.words.append(question)
        self.news.set()

    async def next(self):
        async with asyncio.timeout(5):
            await self.news.wait()
        self.news.clear()


async def test_words_that_stand_still_are_begun_on_and_growing_ones_are_not():
    begun = Begun()
    async with Foresight(begun, still_s=0.01) as foresight:
        foresight.note("cuál")
        foresight.note("cuál es el más caro")
        await begun.next()
        foresight.note("cuál es el más caro")
        foresight.note("cuál es el más caro de las sillas")
        await begun.next()
    assert begun.words == ["cuál es el más caro", "cuál es el más caro de las sillas"]


async def test_who_thinks_aloud_makes_two_beginnings_at_most():
    begun = Begun()
    async with Foresight(begun, still_s=0.001) as foresight:
        for words in ("a", "b"):
            foresight.note(words)
            await begun.next()
        foresight.note("c")
        await asyncio.wait_for(foresight._watching, 5)
    assert begun.words == ["a", "b"]


@pytest.mark.parametrize("wish", ["repite por favor", "más alto"])
async def test_what_steers_the_voice_is_no_question(wish):
    begun = Begun()
    async with Foresight(begun, still_s=0.001) as foresight:
        foresight.note(wish)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await begun.news.wait()
        foresight.note("cuánto cuesta la silla")
        await begun.next()
    assert begun.words == ["cuánto cuesta la silla"]


async def test_the_end_of_the_recording_ends_the_waiting():
    begun = Begun()
    async with Foresight(begun, still_s=30) as foresight:
        foresight.note("cuál es el más caro")
    assert foresight._watching.cancelled()
    assert begun.words == []


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
    line = Line(ScriptedRecorder(), ears, ScriptedSpeaker())
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
