import asyncio
import contextlib

import numpy as np
import pytest

from audio.errors import (
    ServiceBroken,
    ServiceRefused,
    ServiceUnreachable,
    SpeechServiceError,
)
from audio.settings import TtsOpenAI
from audio.tts_openai import OpenAISynthesizer
from tests.doubles.openai_scenarios import (
    BAD_KEY,
    DROP,
    HANG,
    HTML,
    NO_QUOTA,
    RATE_LIMIT,
    SERVER_ERROR,
    Fault,
    Profile,
)
from tests.doubles.openai_server import OpenAIServer
from tests.doubles.openai_sound import tone

PATH = "/audio/speech"
SENTENCE = "La silla cuesta ochenta soles."
WHOLE = np.frombuffer(tone(SENTENCE, ""), "<i2")


@contextlib.asynccontextmanager
async def mouth(server: OpenAIServer, **settings):
    settings = {"base_url": server.base_url, "api_key": "sk-secret", **settings}
    synthesizer = OpenAISynthesizer(TtsOpenAI(**settings))
    try:
        yield synthesizer
    finally:
        await synthesizer.close()


async def said(synthesizer, text=SENTENCE, language="es"):
    blocks = [block async for block in synthesizer.synthesize(text, language)]
    rates = {block.rate_hz for block in blocks}
    assert len(rates) <= 1
    samples = [block.samples for block in blocks]
    return np.concatenate(samples) if samples else np.zeros(0), rates


@pytest.mark.parametrize("dialect", ["openai", "compatible"])
@pytest.mark.parametrize("chunk", [1, 7, 960, 1001, 100_000])
async def test_every_sample_arrives_whole_whatever_the_pieces(
    openai_server, dialect, chunk
):
    openai_server.speech_chunk = chunk
    text = "Sí." if chunk == 1 else SENTENCE
    async with mouth(openai_server, dialect=dialect) as synthesizer:
        samples, rates = await said(synthesizer, text)
    assert rates == {24_000}
    np.testing.assert_array_equal(samples, np.frombuffer(tone(text, ""), "<i2"))


async def test_openai_is_asked_for_raw_samples_and_others_for_a_wav_file(openai_server):
    for dialect in ("openai", "compatible"):
        async with mouth(openai_server, dialect=dialect) as synthesizer:
            await said(synthesizer)
    formats = [seen.body["response_format"] for seen in openai_server.seen(PATH)]
    assert formats == ["pcm", "wav"]


async def test_a_server_is_told_a_speed_only_when_another_is_wished(openai_server):
    async with mouth(openai_server) as synthesizer:
        await said(synthesizer)
        synthesizer.pace = 0.8
        await said(synthesizer)
    async with mouth(openai_server, extra={"speed": 1.5}) as synthesizer:
        synthesizer.pace = 0.8
        await said(synthesizer)
    bodies = [seen.body.get("speed") for seen in openai_server.seen(PATH)]
    assert bodies == [None, 0.8, 1.2]


async def test_the_first_block_is_there_as_soon_as_20_ms_are(openai_server):
    openai_server.speech_chunk = 960
    openai_server.fails(PATH, Fault("hang", after=1))
    async with mouth(openai_server, dialect="openai") as synthesizer:
        blocks = synthesizer.synthesize(SENTENCE, "es")
        async with asyncio.timeout(10):
            first = await anext(blocks)
        await blocks.aclose()
    assert len(first.samples) == 480


@pytest.mark.parametrize("dialect", ["openai", "compatible"])
async def test_a_server_that_only_gives_mp3_is_understood(openai_server, dialect):
    openai_server.speech_format = "mp3"
    async with mouth(openai_server, dialect=dialect) as synthesizer:
        samples, rates = await said(synthesizer)
    assert rates == {24_000}
    assert len(samples) == pytest.approx(len(WHOLE), rel=0.1)
    assert np.abs(samples).max() == pytest.approx(6000, rel=0.2)


async def test_a_server_that_gives_wav_instead_of_pcm_is_understood(openai_server):
    openai_server.speech_format = "wav"
    async with mouth(openai_server, dialect="openai") as synthesizer:
        samples, _ = await said(synthesizer)
    np.testing.assert_array_equal(samples, WHOLE)


async def test_a_compatible_server_without_a_header_is_not_played_as_noise(
    openai_server,
):
    openai_server.speech_format = "pcm"
    async with mouth(openai_server, dialect="compatible") as synthesizer:
        with pytest.raises(ServiceBroken, match="neither a WAV header"):
            await said(synthesizer)


@pytest.mark.parametrize(
    ("settings", "raw"),
    [
        ({}, True),
        ({"base_url": None, "model": "tts-1"}, True),
        ({"model": "kokoro"}, False),
        ({"model": "tts-1"}, False),
        ({"dialect": "compatible"}, False),
        ({"model": "kokoro", "dialect": "openai"}, True),
    ],
)
def test_raw_samples_are_asked_for_where_their_rate_is_known(settings, raw):
    given = {"base_url": "http://10.0.0.2/v1", **settings}
    assert TtsOpenAI(**given).gives_raw_samples is raw


async def test_a_rate_told_in_the_content_type_is_believed(openai_server):
    openai_server.speech_format = "pcm"
    openai_server.speech_type = "audio/L16; rate=22050"
    async with mouth(openai_server, dialect="compatible") as synthesizer:
        assert (await said(synthesizer))[1] == {22_050}


async def test_each_language_may_have_its_voice(openai_server):
    voices = {"voice": "coral", "voices": {"es": "marin"}}
    async with mouth(openai_server, **voices) as synthesizer:
        await said(synthesizer, language="es")
        await said(synthesizer, language="en")
    sent = [seen.body["voice"] for seen in openai_server.seen(PATH)]
    assert sent == ["marin", "coral"]


async def test_only_what_was_asked_for_is_sent(openai_server):
    openai_server.is_openai = False
    settings = {"extra": {"sample_rate": 24_000}, "instructions": "Con calma."}
    async with mouth(openai_server) as plain, mouth(openai_server, **settings) as rich:
        await said(plain)
        await said(rich)
    first, second = (set(seen.body) for seen in openai_server.seen(PATH))
    assert first == {"input", "model", "voice", "response_format"}
    assert second - first == {"sample_rate", "instructions"}


async def test_a_text_longer_than_a_request_may_carry_is_said_in_parts(openai_server):
    openai_server.speak = lambda text, voice: b"\x01\x00" * 480
    async with mouth(openai_server, dialect="openai") as synthesizer:
        samples, _ = await said(synthesizer, "palabra " * 1200)
    sent = [seen.body["input"] for seen in openai_server.seen(PATH)]
    assert " ".join(sent).split() == ["palabra"] * 1200
    assert len(samples) == 480 * len(sent) == 480 * 3


async def test_nothing_to_say_asks_nobody(openai_server):
    async with mouth(openai_server) as synthesizer:
        assert not len((await said(synthesizer, "  "))[0])
    assert not openai_server.requests


FAULTS = {
    "wrong key": (BAD_KEY, ServiceRefused, "bad_key"),
    "used-up account": (NO_QUOTA, ServiceRefused, "no_quota"),
    "too many calls": (RATE_LIMIT, ServiceRefused, "busy"),
    "retired model": (
        Fault("status", status=400, code="model_not_found"),
        ServiceRefused,
        "no_model",
    ),
    "unknown voice": (Fault("status", status=400), ServiceBroken, "bad_request"),
    "server error": (SERVER_ERROR, ServiceBroken, "server_error"),
    "page of a Wi-Fi login": (HTML, ServiceBroken, "bad_answer"),
    "error with status 200": (Fault("error_200"), ServiceBroken, "bad_answer"),
    "closed": (DROP, ServiceUnreachable, "unreachable"),
    "silent": (HANG, ServiceUnreachable, "timeout"),
    "reset in the middle": (Fault("reset", after=3), ServiceUnreachable, "unreachable"),
    "closed in the middle": (Fault("drop", after=3), ServiceUnreachable, "unreachable"),
    "stalled in the middle": (Fault("hang", after=3), ServiceUnreachable, "timeout"),
}


@pytest.mark.parametrize("dialect", ["openai", "compatible"])
@pytest.mark.parametrize("name", list(FAULTS))
async def test_each_fault_has_its_class_and_code(openai_server, dialect, name, caplog):
    fault, expected, code = FAULTS[name]
    openai_server.fails(PATH, fault, fault)
    settings = {"dialect": dialect, "first_sound_s": 0.6}
    async with mouth(openai_server, **settings) as synthesizer:
        with pytest.raises(SpeechServiceError) as failure:
            await said(synthesizer, "Debe usted 4711 soles.")
        assert (type(failure.value), failure.value.code) == (expected, code)
        assert openai_server.url in str(failure.value)
        assert "4711" not in f"{failure.value} {caplog.text}"
        openai_server.works_again()
        samples, _ = await said(synthesizer)
    np.testing.assert_array_equal(samples, WHOLE)


@pytest.mark.parametrize("fault", [DROP, SERVER_ERROR], ids=["closed", "500"])
async def test_a_first_failure_is_mended_by_a_second_try(openai_server, fault):
    openai_server.fails(PATH, fault)
    async with mouth(openai_server) as synthesizer:
        samples, _ = await said(synthesizer)
    np.testing.assert_array_equal(samples, WHOLE)


async def test_sound_that_is_no_sound_is_an_error(openai_server):
    openai_server.speak = lambda text, voice: b""
    async with mouth(openai_server, dialect="openai") as synthesizer:
        with pytest.raises(ServiceBroken, match="no sound"):
            await said(synthesizer)


async def test_closing_the_iterator_hangs_up_at_once(openai_server):
    openai_server.profile = Profile(speech_per_s=5)
    async with mouth(openai_server, dialect="openai") as synthesizer:
        blocks = synthesizer.synthesize(SENTENCE, "es")
        await anext(blocks)
        await blocks.aclose()
        seen = openai_server.seen(PATH)[0]
        assert await asyncio.to_thread(seen.finished.wait, 1)
    assert seen.outcome == "left"


async def test_cancelling_hangs_up_at_once(openai_server):
    openai_server.fails(PATH, HANG)
    async with mouth(openai_server) as synthesizer:
        speech = asyncio.create_task(said(synthesizer))
        await asyncio.to_thread(openai_server.arrived.acquire, timeout=1)
        speech.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await speech
        seen = openai_server.seen(PATH)[0]
        assert await asyncio.to_thread(seen.finished.wait, 1)
    assert seen.outcome == "left"


async def test_one_connection_serves_every_sentence(openai_server):
    async with mouth(openai_server, dialect="openai") as synthesizer:
        await synthesizer.warm()
        for _ in range(3):
            await said(synthesizer)
    assert openai_server.connections == 1


async def test_a_voice_is_sent_what_is_said_not_what_is_written(openai_server):
    async with mouth(openai_server) as synthesizer:
        [_ async for _ in synthesizer.synthesize("Cuesta S/ 1,299.50.", "es")]
    sent = openai_server.seen("/audio/speech")[0].body["input"]
    assert sent == "Cuesta 1299 soles con 50 céntimos."
