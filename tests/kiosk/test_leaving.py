"""How a visit ends: a held button, silence, leaving; and what is told of it."""

import asyncio

import numpy as np
import pytest

from audio import Block
from kiosk.events import Outcome, name_of
from tests.doubles.hosts import host_on
from tests.doubles.stations import (
    ScriptedModel,
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)

RATE_HZ = 16_000
HELD_S = 0.08
QUIET = np.random.default_rng(1).normal(0, 20, 3 * RATE_HZ).astype(np.int16)


def speech(seconds):
    """Something that rises and falls as syllables do."""
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    loudness = 0.5 + 0.5 * np.sin(2 * np.pi * 4 * at)
    return (8_000 * loudness * np.sin(2 * np.pi * 300 * at)).astype(np.int16)


class HearingRecorder(ScriptedRecorder):
    """Hears one sound at every press."""

    def __init__(self, samples):
        super().__init__()
        self.samples = samples

    async def blocks(self):
        for part in np.array_split(self.samples, 20):
            yield Block(part, RATE_HZ)
        await self.stopped.wait()


class Kiosk:
    def __init__(self, *, sound=QUIET, heard=(), idle_s=60, **host):
        self.speaker = ScriptedSpeaker()
        self.recorder = HearingRecorder(sound)
        ears = ScriptedTranscriber(*heard)
        model = ScriptedModel(*[["Hay pan."]] * 3)
        self.host = host_on(
            self.recorder, ears, self.speaker, model, idle_s=idle_s, **host
        )
        self.observer = self.host.bus.observe()
        self.seen = []

    async def until(self, name):
        async with asyncio.timeout(10):
            while True:
                event = await self.observer.next()
                self.seen.append(event)
                if name_of(event) == name:
                    return event

    async def ask(self, question="¿qué hay?"):
        self.host.ask(question)
        await self.until("turn_ended")
        await self.until("ready")

    @property
    def names(self):
        return [name_of(event) for event in self.seen]


@pytest.fixture(autouse=True)
def _a_short_hold(monkeypatch):
    monkeypatch.setattr("kiosk.hold.HOLD_S", HELD_S)


async def test_a_button_held_in_silence_ends_the_visit_and_says_so():
    kiosk = Kiosk()
    await kiosk.ask("what do you have?")
    kiosk.host.switch.press()
    ended = await kiosk.until("visit_ended")
    assert ended.how == "button"
    said = await kiosk.until("spoken")
    assert said.text.startswith("Your data is erased")
    await kiosk.host.forgotten()
    assert not kiosk.host.visit.has_begun
    kiosk.host.switch.release()
    await kiosk.host.close()
    assert "trouble" not in kiosk.names


async def test_a_held_button_that_carries_speech_is_a_question():
    kiosk = Kiosk(sound=speech(2.5), heard=["¿qué más hay?"])
    await kiosk.ask()
    kiosk.host.switch.press()
    await kiosk.until("listening")
    await asyncio.sleep(2 * HELD_S)
    kiosk.host.switch.release()
    assert (await kiosk.until("turn_ended")).outcome is Outcome.ANSWERED
    assert "visit_ended" not in kiosk.names


async def test_who_begins_to_speak_at_the_last_moment_is_waited_for():
    late = np.concatenate([QUIET[: int(2.8 * RATE_HZ)], speech(0.2)])
    kiosk = Kiosk(sound=late, heard=["hola"])
    await kiosk.ask()
    kiosk.host.switch.press()
    await kiosk.until("listening")
    await asyncio.sleep(2 * HELD_S)
    kiosk.host.switch.release()
    await kiosk.until("turn_ended")
    assert "visit_ended" not in kiosk.names


async def test_a_button_that_is_let_go_ends_nothing(monkeypatch):
    monkeypatch.setattr("kiosk.hold.HOLD_S", 10 * HELD_S)
    kiosk = Kiosk(heard=[""])
    await kiosk.ask()
    kiosk.host.switch.press()
    await kiosk.until("listening")
    await asyncio.sleep(HELD_S / 2)
    kiosk.host.switch.release()
    await kiosk.until("ready")
    await asyncio.sleep(11 * HELD_S)
    assert "visit_ended" not in kiosk.names


async def test_a_key_that_toggles_ends_nothing():
    kiosk = Kiosk(heard=[""])
    await kiosk.ask()
    kiosk.host.switch.toggle()
    await asyncio.sleep(2 * HELD_S)
    kiosk.host.switch.toggle()
    await kiosk.until("ready")
    assert "visit_ended" not in kiosk.names


async def test_where_nobody_has_asked_anything_a_held_button_waits():
    kiosk = Kiosk(heard=["hola"])
    kiosk.host.switch.press()
    await kiosk.until("listening")
    await asyncio.sleep(2 * HELD_S)
    kiosk.host.switch.release()
    await kiosk.until("turn_ended")
    assert "visit_ended" not in kiosk.names


async def test_who_gives_no_sign_is_asked_aloud_once_and_then_forgotten():
    kiosk = Kiosk(idle_s=0.4)
    await kiosk.ask()
    assert (await kiosk.until("spoken")).text == "¿Sigue ahí?"
    warned = await kiosk.until("idle_warned")
    assert 0 < warned.left_s <= 0.2
    assert (await kiosk.until("visit_ended")).how == "idle"
    await kiosk.until("forgotten")
    assert kiosk.names.count("spoken") == 2  # the answer, and the warning
    assert kiosk.host.idle_left_s is None


async def test_whoever_gives_a_sign_stays_and_the_lamp_stops_asking():
    kiosk = Kiosk(idle_s=0.4)
    await kiosk.ask()
    await kiosk.until("idle_warned")
    kiosk.host.stay()
    await kiosk.until("ready")
    assert kiosk.host.idle_left_s > 0.3
    assert "visit_ended" not in kiosk.names


async def test_nobody_is_asked_whether_they_are_there_before_they_were():
    kiosk = Kiosk(idle_s=0.1)
    kiosk.host.stay()
    await kiosk.until("visit_ended")
    assert "spoken" not in kiosk.names


async def test_leaving_forgets_who_was_logged_in_and_nobody_else():
    kiosk = Kiosk(log_in=lambda login, _: f"{login}@ejemplo.pe")
    await kiosk.ask()
    kiosk.host.log_out()
    assert kiosk.host.visit.has_begun
    await kiosk.host.log_in("ana", "123456")
    kiosk.host.log_out()
    assert (await kiosk.until("visit_ended")).how == "log_out"
    await kiosk.host.forgotten()
    assert kiosk.host.visit.customer is None


async def test_the_end_waits_until_the_turn_has_let_everything_go():
    speaker = ScriptedSpeaker(holds=True)
    kiosk = Kiosk()
    kiosk.host._line.speaker.holds = speaker.holds
    kiosk.host.ask("¿qué hay?")
    await kiosk.until("first_sound")
    kiosk.host.end_visit()
    await kiosk.host.forgotten()
    assert not kiosk.host.is_busy
    await kiosk.until("forgotten")
    assert kiosk.names.index("turn_ended") < kiosk.names.index("forgotten")
