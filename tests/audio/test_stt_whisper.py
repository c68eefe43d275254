"""Whisper in process, on a tiny model of the real form that the tests make."""

import asyncio

import numpy as np
import pytest

from audio.errors import ServiceBroken, UnknownBackend
from audio.settings import AudioSettings, SttWhisper
from audio.stt import build_transcriber
from audio.stt_whisper import WhisperTranscriber
from tests.audio.sounds import ESPEAK_RATE_HZ, blocks_of, spoken
from tests.doubles.whisper_model import make_whisper_model

pytest.importorskip("faster_whisper", reason="the extra `local` is not installed")

QUESTION = "¿Cuánto cuesta la silla?"


@pytest.fixture
def ears(tmp_path):
    """Builds ears with a model that hears what it is told to hear."""
    built = []

    def build(says=QUESTION, language="es", languages=("es", "en"), **model):
        folder = make_whisper_model(tmp_path / "model", f" {says}", language, **model)
        settings = SttWhisper(model=str(folder), languages=languages)
        built.append(WhisperTranscriber(settings, tmp_path))
        return built[-1]

    yield build
    for each in built:
        each._executor.shutdown()


def question(text=QUESTION):
    return blocks_of(spoken(text), ESPEAK_RATE_HZ)


async def test_a_recording_becomes_words_in_the_language_that_is_spoken(ears):
    whisper = ears()
    await whisper.warm()
    heard = await whisper.transcribe(question())
    assert (heard.text, heard.language) == (QUESTION, "es")
    spoken_s = len(spoken(QUESTION)) / ESPEAK_RATE_HZ
    assert heard.heard_s == pytest.approx(spoken_s, abs=0.01)


async def test_what_was_not_made_warm_is_loaded_by_the_first_question(ears):
    heard = await ears("How much is the chair?", "en").transcribe(question())
    assert (heard.text, heard.language) == ("How much is the chair?", "en")


async def test_a_language_that_nobody_speaks_in_the_shop_is_not_made_out(ears):
    assert (await ears(language="gl").transcribe(question())).language in {"es", "en"}


async def test_a_single_language_is_taken_for_granted(ears):
    heard = await ears(language="en", languages=("es",)).transcribe(question())
    assert heard.language == "es"


async def test_a_model_that_only_knows_english_hears_english(ears):
    heard = await ears(is_multilingual=False).transcribe(question())
    assert heard.language == "en"


async def test_the_language_is_made_out_while_the_customer_still_speaks(ears):
    whisper = ears()
    detected = asyncio.Event()
    loop = asyncio.get_running_loop()
    await whisper.warm()
    detect = whisper._model.detect_language

    def noticed(samples):
        loop.call_soon_threadsafe(detected.set)
        return detect(samples)

    whisper._model.detect_language = noticed

    async def long_question():
        async for block in question("¿Cuánto cuesta la silla grande de madera?"):
            yield block
        async with asyncio.timeout(10):
            await detected.wait()

    assert (await whisper.transcribe(long_question())).language == "es"


@pytest.mark.parametrize(
    "phantom",
    [
        "Gracias por ver el video",
        "Subtítulos por la comunidad de Amara.org",
        "Thanks for watching!",
    ],
)
async def test_what_whisper_writes_when_nobody_spoke_is_dropped(ears, phantom):
    assert (await ears(phantom).transcribe(question())).text == ""


async def test_a_loop_of_words_is_no_question(ears):
    assert (await ears("la silla " * 20).transcribe(question())).text == ""


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.int16),
        np.zeros(48_000, np.int16),
        np.full(1_600, 9_000, np.int16),
        (np.sin(np.arange(48_000) / 10) * 8_000).astype(np.int16),
    ],
    ids=["nothing", "three seconds of silence", "a touch", "a hum"],
)
async def test_what_is_no_speech_does_not_reach_the_model(ears, samples):
    whisper = ears()
    heard = await whisper.transcribe(blocks_of(samples, 16_000))
    assert (heard.text, heard.heard_s) == ("", len(samples) / 16_000)
    assert whisper._model is None


async def test_a_damaged_model_is_said_and_the_next_recording_is_heard(ears):
    whisper = ears()
    weights = whisper._folder / "model.bin"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:1_000])
    with pytest.raises(ServiceBroken, match=str(whisper._folder)):
        await whisper.warm()
    with pytest.raises(ServiceBroken):
        await whisper.transcribe(question())
    weights.write_bytes(whole)
    assert (await whisper.transcribe(question())).text == QUESTION


async def test_it_can_be_interrupted_and_hears_the_next_question(ears):
    whisper = ears()
    ended = asyncio.Event()

    async def told_when_it_ends():
        async for block in question():
            yield block
        ended.set()

    recording = asyncio.create_task(whisper.transcribe(told_when_it_ends()))
    await ended.wait()
    recording.cancel()
    with pytest.raises(asyncio.CancelledError):
        await recording
    assert (await whisper.transcribe(question())).text == QUESTION


async def test_it_may_be_closed_twice(ears):
    whisper = ears()
    await whisper.warm()
    await whisper.close()
    await whisper.close()
    assert whisper._model is None


def test_a_model_that_is_not_there_is_said_with_what_gets_one(tmp_path):
    with pytest.raises(UnknownBackend, match="kiosk fetch-whisper base"):
        build_transcriber(AudioSettings(stt="whisper"), books=tuple, cache_dir=tmp_path)
