import asyncio

from audio import DeviceMissing, has_speech, signal
from kiosk.events import Listening, Ready, Released, Trouble, VisitEnded
from kiosk.signals import keep_signals
from tests.doubles.hosts import host_on
from tests.doubles.stations import (
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)

ALL = ("ready", "listening", "thinking", "trouble")


class Loudspeaker(ScriptedSpeaker):
    async def chime(self, clip):
        if self.error is not None:
            raise self.error
        await super().chime(clip)


async def played(wanted, events, error=None):
    """The sounds that were played at these events."""
    speaker = Loudspeaker(error=error)
    host = host_on(ScriptedRecorder(), ScriptedTranscriber(), speaker)
    playing = asyncio.create_task(keep_signals(speaker, host.bus, wanted))
    for event in [None, *events]:
        if event is not None:
            host.bus.emit(event)
        for _ in range(3):
            await asyncio.sleep(0)
    assert not playing.done()
    playing.cancel()
    names = {signal(name).samples.tobytes(): name for name in ALL}
    return [names[clip.samples.tobytes()] for clip in speaker.chimes]


async def test_a_stage_begins_with_its_sound_once():
    events = (Listening(), Released(), Trouble("x", ""), Ready(), VisitEnded())
    heard = await played(ALL, events)
    assert heard == ["ready", "listening", "thinking", "trouble", "ready"]
    assert await played(("trouble",), events) == ["trouble"]


async def test_without_a_loudspeaker_there_is_no_sound_and_no_harm():
    assert await played(ALL, [Listening()], error=DeviceMissing("gone")) == []


def test_a_signal_is_short_and_no_word():
    for name in ALL:
        clip = signal(name)
        assert clip.length_s <= 0.14
        assert not has_speech(clip.samples, clip.rate_hz)
