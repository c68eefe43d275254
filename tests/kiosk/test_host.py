import asyncio
import dataclasses

import numpy as np
import pytest

from agents import Assistant, ModelDone, ModelUnreachable, ToolCall
from audio import Clip, DeviceMissing, ServiceRefused
from kiosk.bus import Bus
from kiosk.events import DeviceLost, Outcome, Spoken, name_of
from kiosk.host import Host, tell_of_losses
from kiosk.line import Line
from kiosk.visit import Visit
from tests.doubles.stations import (
    ScriptedModel,
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
    by_line,
)


class Shop:
    """A host on scripted stations, with an observer that has seen everything."""

    def __init__(self, *, heard=(), passes=(), recorder=None, speaker=None, chime=None):
        self.model = ScriptedModel(*passes)
        self.recorder = recorder or ScriptedRecorder()
        self.speaker = speaker or ScriptedSpeaker()
        self.transcriber = ScriptedTranscriber(*heard)
        self.visit = Visit(
            lambda _: Assistant(
                self.model, [], instructions=lambda: "", split=by_line, step_limit=3
            ),
            language="es",
        )
        line = Line(self.recorder, self.transcriber, self.speaker, chime)
        bus = Bus()
        self.host = Host(line, self.visit, bus, idle_limit_s=60)
        self.observer = bus.observe()
        self.seen = []

    async def until(self, name, **fields):
        async with asyncio.timeout(10):
            while True:
                event = await self.observer.next()
                self.seen.append(event)
                if name_of(event) == name and all(
                    getattr(event, key) == value for key, value in fields.items()
                ):
                    return event

    async def speak(self):
        self.host.switch.press()
        await self.until("listening")
        await asyncio.sleep(0.04)  # longer than a bounce
        self.host.switch.release()

    @property
    def names(self):
        return [name_of(event) for event in self.seen]


@pytest.fixture
def shop():
    return Shop


async def test_a_spoken_question_passes_every_station_in_order(shop):
    kiosk = shop(heard=["¿qué hay?"], passes=[["Hay pan.\n", "Y leche."]])
    await kiosk.speak()
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
    assert kiosk.names == [
        "ready",
        "pressed",
        "listening",
        "released",
        "heard",
        "sentence",
        "sentence",
        "replied",
        "first_sound",
        "spoken",
        "spoken",
        "turn_ended",
    ]


async def test_an_owners_chime_follows_the_question(shop):
    chime = Clip(np.zeros(160, np.int16), 16_000)
    kiosk = shop(heard=["¿qué hay?"], passes=[["Hay pan."]], chime=chime)
    await kiosk.speak()
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
    assert kiosk.speaker.chimes == [chime]


async def test_a_typed_question_needs_no_ears(shop):
    kiosk = shop(passes=[["Hay pan."]])
    kiosk.host.ask("¿qué hay?")
    heard = await kiosk.until("heard")
    assert heard.was_typed
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
    assert kiosk.recorder.starts == 0


async def test_pressing_again_interrupts_the_answer_and_listens(shop):
    speaker = ScriptedSpeaker(holds=True)
    kiosk = shop(passes=[["Uno.\nDos."]], heard=[""], speaker=speaker)
    kiosk.host.ask("cuenta")
    async with asyncio.timeout(10):
        await speaker.speaks.wait()
    kiosk.host.switch.press()
    await kiosk.until("interrupted")
    await kiosk.until("turn_ended", outcome=Outcome.INTERRUPTED)
    assert speaker.silenced >= 2
    assert kiosk.names.index("listening") < kiosk.names.index("interrupted")
    await asyncio.sleep(0.04)  # longer than a bounce
    speaker.go_on()
    kiosk.host.switch.release()
    await kiosk.until("turn_ended", outcome=Outcome.NOTHING_HEARD)


async def test_an_interrupted_reply_is_remembered_as_far_as_it_was_heard(shop):
    speaker = ScriptedSpeaker(holds=True)
    kiosk = shop(passes=[["Uno.\nDos."], ["Tres."]], speaker=speaker)
    kiosk.host.ask("cuenta")
    async with asyncio.timeout(10):
        await speaker.speaks.wait()
    speaker.go_on()
    await kiosk.until("spoken")
    kiosk.host.stop()
    await kiosk.until("turn_ended", outcome=Outcome.INTERRUPTED)
    speaker.go_on()
    kiosk.host.ask("sigue")
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
    assert [message.text for message in kiosk.model.seen[-1]] == [
        "cuenta",
        "Uno.",
        "sigue",
    ]


async def test_interrupting_the_thinking_leaves_calls_answered(shop):
    waits = asyncio.Event()
    call = ModelDone(calls=(ToolCall("1", "unknown", "{}"),))
    kiosk = shop(passes=[[call], [waits], ["Bien."]])
    kiosk.host.ask("uno")
    await kiosk.until("tool_called")
    async with asyncio.timeout(10):
        for _ in range(2):
            await kiosk.model.begun.get()
    kiosk.host.ask("dos")
    await kiosk.until("turn_ended", outcome=Outcome.INTERRUPTED)
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
    kinds = [type(message).__name__ for message in kiosk.model.seen[-1]]
    assert kinds == ["CustomerSaid", "AssistantSaid", "ToolAnswered", "CustomerSaid"]


async def test_what_was_not_understood_is_said_and_never_asked(shop):
    kiosk = shop(heard=[""])
    await kiosk.speak()
    await kiosk.until("turn_ended", outcome=Outcome.NOTHING_HEARD)
    assert "heard" not in kiosk.names
    assert kiosk.model.seen == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DeviceMissing("no input device"), "no_microphone"),
        (ServiceRefused("401", code="bad_key"), "bad_key"),
        (ServiceRefused("429", code="no_quota"), "no_quota"),
        (ValueError("our own bug"), "failed"),
    ],
)
async def test_trouble_with_the_ears_is_said_and_the_next_press_works(
    shop, error, code
):
    kiosk = shop(heard=[error, "hola"], passes=[["Buenas."]])
    await kiosk.speak()
    trouble = await kiosk.until("trouble")
    assert trouble.code == code
    assert str(error) in trouble.detail
    await kiosk.until("turn_ended", outcome=Outcome.FAILED)
    await kiosk.speak()
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)


async def test_trouble_with_the_mind_is_said_after_what_was_made(shop):
    gone = ModelUnreachable("connection reset", code="unreachable")
    kiosk = shop(passes=[["Uno.\n", gone], ["Bien."]])
    kiosk.host.ask("cuenta")
    assert (await kiosk.until("trouble")).code == "unreachable"
    await kiosk.until("turn_ended", outcome=Outcome.FAILED)
    spoken = [event.text for event in kiosk.seen if name_of(event) == "spoken"]
    assert spoken[0] == "Uno."
    assert "conexión" in spoken[1]
    kiosk.host.ask("otra vez")
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)


async def test_without_a_loudspeaker_the_answer_is_written(shop):
    speaker = ScriptedSpeaker(error=DeviceMissing("no output device"))
    kiosk = shop(passes=[["Uno.\nDos."]], speaker=speaker)
    kiosk.host.ask("cuenta")
    assert (await kiosk.until("trouble")).code == "no_loudspeaker"
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
    written = [event.text for event in kiosk.seen if name_of(event) == "sentence"]
    assert written == ["Uno.", "Dos."]


async def test_the_end_of_a_visit_forgets_the_conversation(shop):
    kiosk = shop(passes=[["Hi."], ["Hola."]])
    kiosk.host.ask("what do you have?")
    await kiosk.until("turn_ended")
    assert kiosk.visit.language == "en"
    kiosk.host.end_visit()
    assert kiosk.visit.language == "es"
    kiosk.host.ask("hola")
    await kiosk.until("turn_ended")
    assert len(kiosk.model.seen[-1]) == 1


async def test_a_model_that_never_stops_calling_tools_is_stopped(shop):
    call = ModelDone(calls=(ToolCall("1", "unknown", "{}"),))
    kiosk = shop(passes=[[call], [call], [call]])
    kiosk.host.ask("busca")
    replied = await kiosk.until("replied")
    assert "más concreto" in replied.text


async def test_a_stuck_button_is_told_to_let_go():
    recorder = ScriptedRecorder()
    recorder.reached_limit = True
    shop = Shop(heard=[""], recorder=recorder)
    await shop.speak()
    sentence = await shop.until("sentence")
    assert sentence.text.endswith("Suelte el botón y púlselo otra vez para hablar.")


async def test_a_muted_microphone_is_told_and_drops_what_is_being_said(shop):
    kiosk = shop(heard=["¿qué hay?", "¿qué hay?"], passes=[["Hay pan."]])
    kiosk.host.switch.press()
    await kiosk.until("listening")
    await asyncio.sleep(0)
    kiosk.host.mute.toggle()
    await kiosk.until("muted")
    await kiosk.until("turn_ended", outcome=Outcome.INTERRUPTED)
    await kiosk.speak()
    trouble = await kiosk.until("trouble", code="muted")
    assert "apagado" in trouble.said
    await kiosk.until("turn_ended", outcome=Outcome.FAILED)
    assert kiosk.host.is_well
    kiosk.host.mute.toggle()
    await kiosk.until("unmuted")
    await kiosk.speak()
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)


async def test_muting_lets_the_voice_go_on(shop):
    kiosk = shop(passes=[["Hay pan."]], speaker=ScriptedSpeaker(holds=True))
    kiosk.host.ask("¿qué hay?")
    await kiosk.until("first_sound")
    kiosk.host.mute.on()
    kiosk.host.mute.on()
    kiosk.speaker.go_on()
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
    assert kiosk.names.count("muted") == 1


async def test_a_microphone_lost_while_nobody_is_answered_is_told_aloud(shop):
    kiosk = shop(passes=[["Hay pan."]], speaker=ScriptedSpeaker(holds=True))
    telling = asyncio.create_task(tell_of_losses(kiosk.host))
    await asyncio.sleep(0)
    kiosk.host.bus.emit(DeviceLost("microphone"))
    assert "desconectado" in (await kiosk.until("sentence")).text
    kiosk.speaker.go_on()
    await kiosk.until("turn_ended")
    kiosk.host.ask("¿qué hay?")
    await kiosk.until("first_sound")
    kiosk.host.bus.emit(DeviceLost("microphone"))
    kiosk.speaker.go_on()
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
    telling.cancel()


async def test_a_turn_that_is_stopped_before_it_begins_leaves_a_ready_kiosk(shop):
    kiosk = shop(passes=[["Hay pan."]])
    await kiosk.until("ready")
    kiosk.host.ask("¿qué hay?")
    kiosk.host.stop()
    await kiosk.until("ready")
    assert not kiosk.host.is_busy
    assert kiosk.host.idle_left_s is not None


@pytest.mark.parametrize("has_screen", [True, False])
async def test_a_touched_button_takes_no_turn(shop, has_screen):
    kiosk = shop(heard=[""])
    kiosk.recorder.was_touched = True
    kiosk.host._line = dataclasses.replace(kiosk.host._line, has_screen=has_screen)
    await kiosk.speak()
    await kiosk.until("turn_ended", outcome=Outcome.NOTHING_HEARD)
    said = [event.text for event in kiosk.seen if isinstance(event, Spoken)]
    assert said == ([] if has_screen else ["Mantenga pulsado el botón mientras habla."])
    assert kiosk.model.seen == []


class SlowToClose(ScriptedSpeaker):
    """Takes its time to give the device back after it was cut short."""

    def __init__(self):
        super().__init__(holds=True)
        self.may_close = asyncio.Event()

    async def say(self, sentences, language, **told):
        try:
            await super().say(sentences, language, **told)
        finally:
            await self.may_close.wait()


async def test_a_turn_waits_for_every_one_before_it_not_only_the_last(shop):
    speaker = SlowToClose()
    kiosk = shop(passes=[["Uno.\nDos."], ["Tres."]], speaker=speaker)
    kiosk.host.ask("cuenta")
    await kiosk.until("first_sound")
    kiosk.host.switch.press()
    await kiosk.until("listening")
    kiosk.seen.clear()
    kiosk.host.ask("otra cosa")  # while the first one is still closing
    asyncio.get_running_loop().call_later(0.05, speaker.may_close.set)
    await kiosk.until("heard", was_typed=True)
    assert "turn_ended" in kiosk.names
    speaker.go_on()
    await kiosk.until("turn_ended", outcome=Outcome.ANSWERED)
