import asyncio
import contextlib
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from audio import AudioSettings, ServiceBroken, UnknownBackend, build_synthesizer
from audio.sound import Block
from tests.audio.sounds import ESPEAK_RATE_HZ

LONG = "Tenemos zapatillas deportivas de muchas marcas. " * 200


@pytest.fixture
def voice():
    return build_synthesizer(AudioSettings(tts="espeak"))


async def sound_of(voice, text, language):
    blocks = [block async for block in voice.synthesize(text, language)]
    assert {block.rate_hz for block in blocks} == {ESPEAK_RATE_HZ}
    return np.concatenate([block.samples for block in blocks])


async def test_a_sentence_becomes_sound_without_its_header(voice):
    sound = await sound_of(voice, "Hola, ¿qué desea?", "es")
    assert 0.5 < len(sound) / ESPEAK_RATE_HZ < 3
    assert np.abs(sound).max() > 3000
    await voice.close()


async def test_each_language_has_its_own_voice(voice):
    spanish, english = [await sound_of(voice, "total 3", lang) for lang in ("es", "en")]
    assert len(spanish) != len(english)


async def test_a_slower_voice_takes_longer(voice):
    own = await sound_of(voice, "Hola, ¿qué desea?", "es")
    voice.pace = 0.7
    slower = await sound_of(voice, "Hola, ¿qué desea?", "es")
    assert len(slower) > 1.2 * len(own)


async def test_text_that_looks_like_an_option_is_spoken(voice):
    assert len(await sound_of(voice, "--version -v\0", "es")) > 0


async def test_closing_the_iterator_ends_the_program(voice):
    sound = voice.synthesize(LONG, "es")
    async with contextlib.aclosing(sound):
        assert isinstance(await anext(sound), Block)
        assert children()
    assert not children()


async def test_cancelling_ends_the_program(voice):
    began = asyncio.Event()

    async def listen():
        async with contextlib.aclosing(voice.synthesize(LONG, "es")) as sound:
            async for _ in sound:
                began.set()
                await asyncio.Event().wait()

    listening = asyncio.create_task(listen())
    async with asyncio.timeout(10):
        await began.wait()
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
    assert not children()


async def test_a_program_that_dies_is_a_broken_service(voice):
    sound = voice.synthesize(LONG, "es")
    await anext(sound)
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(ServiceBroken, match="espeak-ng ended with -9"):
        async for _ in sound:
            pass


async def test_an_unknown_voice_is_told_in_the_programs_own_words():
    settings = AudioSettings(tts="espeak", espeak={"es": "klingon-9"})
    with pytest.raises(ServiceBroken, match="voice does not exist"):
        await sound_of(build_synthesizer(settings), "Hola", "es")


def test_without_the_program_the_remedy_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnknownBackend, match="apt install espeak-ng"):
        build_synthesizer(AudioSettings(tts="espeak"))


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (AudioSettings(), "espeak"),
        (AudioSettings(tts_openai={"api_key": "k"}), "openai"),
        (AudioSettings(tts_openai={"base_url": "http://127.0.0.1:1/v1"}), "openai"),
        (AudioSettings(tts="espeak", tts_openai={"api_key": "k"}), "espeak"),
    ],
)
async def test_the_settings_choose_the_voice(settings, name):
    voice = build_synthesizer(settings)
    assert voice.name == name
    await voice.close()


def children():
    """Pids of our espeak programs that still run."""
    tasks = Path("/proc/self/task").iterdir()
    pids = " ".join((task / "children").read_text() for task in tasks).split()
    return [int(pid) for pid in pids if "espeak" in comm(pid)]


def comm(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text()
    return ""
