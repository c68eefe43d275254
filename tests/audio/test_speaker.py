import asyncio

import numpy as np
import pytest

from audio import (
    AudioSettings,
    Block,
    DeviceMissing,
    ServiceBroken,
    Speaker,
    build_player,
    build_synthesizer,
)
from audio.player_file import FilePlayer
from audio.sound import resampled
from tests.audio.sounds import ESPEAK_RATE_HZ, running
from tests.doubles.virtual_sound import RATE_HZ, similarity

SENTENCES = ("Buenos días.", "Tenemos tres zapatillas deportivas.", "¿Desea algo más?")


class ScriptedSynthesizer:
    """Makes a tenth of a second for every character, when it may."""

    name = "scripted"

    def __init__(self, *, fails_at=None, waits_at=None):
        self.asked = []
        self.open = 0
        self.fails_at = fails_at
        self.waits_at = waits_at

    async def warm(self):
        pass

    async def close(self):
        pass

    async def synthesize(self, text, language):
        self.asked.append(text)
        self.open += 1
        try:
            yield Block(np.full(800, 1000, np.int16), 8_000)
            if text == self.fails_at:
                raise ServiceBroken("no more", code="bad_answer")
            if text == self.waits_at:
                await asyncio.Event().wait()
            for _ in text[1:]:
                yield Block(np.full(800, 1000, np.int16), 8_000)
        finally:
            self.open -= 1


class SteppedPlayer:
    """Plays as much as a test lets it."""

    volume = 1.0

    def __init__(self):
        self.played_s = 0.0
        self.queued_s = 0.0
        self.silenced = False
        self.stepped = asyncio.Event()

    def step(self, seconds):
        self.played_s = min(self.played_s + seconds, self.queued_s)
        self.stepped.set()

    def expect(self, on_first_sound):
        on_first_sound(1.0)

    async def play(self, block):
        self.queued_s += block.length_s
        await self._until_less_than(1.0)

    async def drained(self):
        await self._until_less_than(0.01)

    def silence(self):
        self.silenced = True
        self.queued_s = self.played_s

    async def _until_less_than(self, seconds):
        while self.queued_s - self.played_s > seconds:
            self.stepped.clear()
            await self.stepped.wait()


async def stream(*texts):
    for text in texts:
        yield text


def ignore(_):
    pass


async def settle():
    for _ in range(50):
        await asyncio.sleep(0)


async def test_sentences_are_said_in_order_and_reported(tmp_path):
    spoken, first = [], []
    async with running(FilePlayer(tmp_path / "a.wav")) as player:
        speaker = Speaker(ScriptedSynthesizer(), player)
        await speaker.warm()
        await speaker.say(
            stream("uno", "dos"),
            "es",
            on_spoken=spoken.append,
            on_first_sound=first.append,
        )
        assert player.played_s == pytest.approx(0.6)
    assert spoken == ["uno", "dos"]
    assert len(first) == 1


async def test_only_one_sentence_is_made_ahead():
    synthesizer, player = ScriptedSynthesizer(), SteppedPlayer()
    spoken = []
    speaking = asyncio.create_task(
        Speaker(synthesizer, player).say(
            stream("a" * 30, "b" * 30, "c" * 30, "d"),
            "es",
            on_spoken=spoken.append,
            on_first_sound=ignore,
        )
    )
    await settle()
    assert len(synthesizer.asked) == 2
    player.step(2.95)
    for _ in range(30):
        player.step(0.1)
        await settle()
    assert len(synthesizer.asked) == 3
    assert spoken == ["a" * 30]
    for _ in range(80):
        player.step(0.1)
        await settle()
    await speaking
    assert len(spoken) == 4


async def test_an_interruption_reports_the_words_that_were_heard():
    synthesizer, player = ScriptedSynthesizer(), SteppedPlayer()
    spoken = []
    text = "uno dos tres cuatro cinco"
    speaking = asyncio.create_task(
        Speaker(synthesizer, player).say(
            stream("hola", text, "nunca"),
            "es",
            on_spoken=spoken.append,
            on_first_sound=ignore,
        )
    )
    for _ in range(14):
        await settle()
        player.step(0.1)
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    assert spoken == ["hola", "uno dos"]
    assert player.silenced
    assert synthesizer.open == 0


async def test_a_voice_that_fails_midway_leaves_nothing_running():
    synthesizer, player = ScriptedSynthesizer(fails_at="dos"), SteppedPlayer()
    spoken = []
    before = asyncio.all_tasks()
    with pytest.raises(ServiceBroken, match="no more"):
        async with asyncio.timeout(10):
            await Speaker(synthesizer, player).say(
                stream("uno", "dos"),
                "es",
                on_spoken=spoken.append,
                on_first_sound=ignore,
            )
    assert asyncio.all_tasks() == before
    assert synthesizer.open == 0
    assert player.silenced


async def test_without_a_loudspeaker_no_sentence_is_taken(tmp_path):
    player = FilePlayer(tmp_path / "never-opened.wav")
    sentences = stream("uno", "dos")
    with pytest.raises(DeviceMissing):
        await Speaker(ScriptedSynthesizer(), player).say(
            sentences, "es", on_spoken=ignore, on_first_sound=ignore
        )
    assert [text async for text in sentences] == ["uno", "dos"]


async def test_cancelling_while_a_voice_hangs_closes_it():
    synthesizer, player = ScriptedSynthesizer(waits_at="uno"), SteppedPlayer()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await Speaker(synthesizer, player).say(
                stream("uno"), "es", on_spoken=ignore, on_first_sound=ignore
            )
    assert synthesizer.open == 0


@pytest.mark.sound
async def test_a_reply_is_heard_whole_at_the_loudspeaker(sound_card):
    settings = AudioSettings(output="usb speaker", tts="espeak")
    voice = build_synthesizer(settings)
    blocks = [block.samples async for block in voice.synthesize(SENTENCES[1], "es")]
    alone = resampled(np.concatenate(blocks), ESPEAK_RATE_HZ, RATE_HZ)
    async with running(build_player(settings)) as player:
        # A busy machine lets the device run dry: the gap shifts all that follows.
        for _ in range(5):
            heard = await recorded_reply(Speaker(voice, player), sound_card)
            if similarity(heard, alone) > 0.95:
                return
    pytest.fail(f"heard otherwise five times, dry {player.underruns} times")


async def recorded_reply(speaker, sound_card):
    spoken = []
    with sound_card.recording() as recording:
        await speaker.say(
            stream(*SENTENCES), "es", on_spoken=spoken.append, on_first_sound=ignore
        )
        await asyncio.to_thread(recording.wait_until_quiet)
    assert tuple(spoken) == SENTENCES
    return recording.samples
