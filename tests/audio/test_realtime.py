"""Ears and mouth over the realtime WebSocket, against the strict server."""

import asyncio
import contextlib
import io
import wave

import numpy as np
import pytest

from audio.errors import (
    ServiceBroken,
    ServiceRefused,
    ServiceUnreachable,
    SpeechServiceError,
)
from audio.same_words import says_the_same
from audio.settings import SttRealtime, TtsRealtime
from audio.sound import Block
from audio.stt_realtime import RealtimeTranscriber
from audio.tts_realtime import RealtimeSynthesizer
from tests.audio.sounds import ESPEAK_RATE_HZ, blocks_of, spoken
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

PATH = "/realtime"
QUESTION = "¿Cuánto cuesta la silla?"
PLAIN = "La silla es muy cómoda."
PRICED = "La silla cuesta 1.299,50 soles."


@contextlib.asynccontextmanager
async def ears(server: OpenAIServer, keywords=(), **settings):
    given = {"base_url": server.base_url, "api_key": "sk-secret", **settings}
    transcriber = RealtimeTranscriber(SttRealtime(**given), keywords)
    try:
        yield transcriber
    finally:
        await transcriber.close()


@contextlib.asynccontextmanager
async def mouth(server: OpenAIServer, **settings):
    given = {"base_url": server.base_url, "api_key": "sk-secret", **settings}
    synthesizer = RealtimeSynthesizer(TtsRealtime(**given))
    try:
        yield synthesizer
    finally:
        await synthesizer.close()


def question():
    return blocks_of(spoken(QUESTION), ESPEAK_RATE_HZ)


async def said(synthesizer, text=PLAIN):
    blocks = [block async for block in synthesizer.synthesize(text, "es")]
    return np.concatenate([block.samples for block in blocks])


def kinds(server: OpenAIServer) -> list[str]:
    return [message["type"] for message in server.seen(PATH)[-1].body]


async def test_words_come_of_what_was_sent_while_the_button_was_held(openai_server):
    heard = []
    openai_server.hear = lambda form: heard.append(form) or QUESTION
    async with ears(openai_server, ["silla", "mesa <x>"]) as transcriber:
        await transcriber.warm()
        transcript = await transcriber.transcribe(question())
    assert transcript.text == QUESTION
    seconds = len(spoken(QUESTION)) / ESPEAK_RATE_HZ
    assert transcript.heard_s == pytest.approx(seconds, abs=0.01)
    with wave.open(io.BytesIO(heard[0].file)) as sound:
        assert sound.getframerate() == 24_000
        assert sound.getnframes() / 24_000 == pytest.approx(seconds, abs=0.01)
    (seen,) = openai_server.seen(PATH)
    assert seen.request.query == {"intent": ["transcription"]}
    update = seen.body[0]["session"]["audio"]["input"]
    assert update["transcription"] == {
        "model": "gpt-live-transcribe",
        "languages": ["es", "en"],
        "keywords": ["silla"],
    }


async def test_the_sound_is_sent_before_the_button_is_let_go(openai_server):
    async with ears(openai_server) as transcriber:
        await transcriber.warm()

        async def held():
            async for block in question():
                yield block
            for _ in range(10):
                assert await asyncio.to_thread(openai_server.arrived.acquire, timeout=1)
            assert "input_audio_buffer.commit" not in kinds(openai_server)

        assert (await transcriber.transcribe(held())).text == "hola"


async def test_words_are_told_while_they_are_spoken(openai_server):
    openai_server.live_words = "¿Cuánto cuesta"
    openai_server.hear = lambda _: "¿Cuántas hay?"
    told = []
    async with ears(openai_server) as transcriber:
        await transcriber.warm()

        async def held():
            async for block in question():
                yield block
            while len(told) < 2:  # the button is held in silence
                await asyncio.sleep(0)
                yield Block(np.zeros(ESPEAK_RATE_HZ // 10, np.int16), ESPEAK_RATE_HZ)

        async with asyncio.timeout(10):
            transcript = await transcriber.transcribe(held(), told.append)
    assert told[:2] == ["¿Cuánto", "¿Cuánto cuesta"]
    assert transcript.text == "¿Cuántas hay?"


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.int16),
        np.zeros(160_000, np.int16),
        np.full(1_600, 9_000, np.int16),
        (np.sin(np.arange(16_000) / 10) * 8_000).astype(np.int16),
    ],
    ids=["nothing", "ten seconds of silence", "a touch", "a hum"],
)
async def test_nothing_is_sent_before_somebody_speaks(openai_server, samples):
    async with ears(openai_server) as transcriber:
        await transcriber.warm()
        heard = await transcriber.transcribe(blocks_of(samples, 16_000))
    assert heard.text == ""
    assert kinds(openai_server) == ["session.update"]


async def test_speech_after_a_long_silence_is_heard(openai_server):
    silence = np.zeros(ESPEAK_RATE_HZ * 8, np.int16)
    samples = np.concatenate([silence, spoken(QUESTION)])
    lengths = []
    openai_server.hear = lambda form: lengths.append(len(form.file) / 48_000) or "sí"
    async with ears(openai_server) as transcriber:
        heard = await transcriber.transcribe(blocks_of(samples, ESPEAK_RATE_HZ))
    assert heard.text == "sí"
    assert lengths[0] < heard.heard_s - 4


async def test_one_session_serves_many_turns_and_is_replaced_when_it_ends(
    openai_server,
):
    async with ears(openai_server) as transcriber:
        for _ in range(3):
            await transcriber.transcribe(question())
        assert openai_server.connections == 1
        openai_server.drop_connections()
        with contextlib.suppress(ServiceUnreachable):  # it may not have noticed yet
            await transcriber.transcribe(question())
        assert (await transcriber.transcribe(question())).text == "hola"
    assert openai_server.connections == 2


FAULTS = {
    "wrong key": (BAD_KEY, ServiceRefused, "bad_key"),
    "used-up account": (NO_QUOTA, ServiceRefused, "no_quota"),
    "too many calls": (RATE_LIMIT, ServiceRefused, "busy"),
    "server error": (SERVER_ERROR, ServiceBroken, "server_error"),
    "page of a Wi-Fi login": (HTML, ServiceBroken, "bad_answer"),
    "closed": (DROP, ServiceUnreachable, "unreachable"),
    "silent": (HANG, ServiceUnreachable, "timeout"),
    "silent in the middle": (Fault("hang", after=3), ServiceUnreachable, "timeout"),
    "reset in the middle": (Fault("reset", after=3), ServiceUnreachable, "unreachable"),
    "ended in the middle": (Fault("cut", after=3), ServiceUnreachable, "unreachable"),
    "garbage in the middle": (Fault("garbage", after=3), ServiceBroken, "bad_answer"),
    "an error in the middle": (
        Fault("error_event", after=3),
        ServiceBroken,
        "server_error",
    ),
    "quota in the middle": (
        Fault("error_event", after=3, code="insufficient_quota"),
        ServiceRefused,
        "no_quota",
    ),
    "a limit in the middle": (
        Fault("error_event", after=3, code="rate_limit_exceeded"),
        ServiceRefused,
        "busy",
    ),
}


@pytest.mark.parametrize("name", list(FAULTS))
async def test_each_fault_of_the_ears_has_its_class_and_code(openai_server, name):
    fault, expected, code = FAULTS[name]
    openai_server.fails(PATH, fault)
    async with ears(openai_server, deadline_s=0.8) as transcriber:
        with pytest.raises(SpeechServiceError) as failure:
            await transcriber.transcribe(question())
        assert (type(failure.value), failure.value.code) == (expected, code)
        assert "sk-secret" not in str(failure.value)
        assert (await transcriber.transcribe(question())).text == "hola"


async def test_what_cannot_be_understood_is_an_error(openai_server):
    openai_server.hear = lambda form: "<failed>"
    async with ears(openai_server) as transcriber:
        with pytest.raises(ServiceBroken, match="audio_unintelligible"):
            await transcriber.transcribe(question())


@pytest.mark.parametrize("name", list(FAULTS))
async def test_each_fault_of_the_mouth_has_its_class_and_code(openai_server, name):
    fault, expected, code = FAULTS[name]
    openai_server.fails(PATH, fault)
    async with mouth(openai_server, first_sound_s=0.8) as synthesizer:
        with pytest.raises(SpeechServiceError) as failure:
            await said(synthesizer)
        assert (type(failure.value), failure.value.code) == (expected, code)
        np.testing.assert_array_equal(
            await said(synthesizer), np.frombuffer(tone(PLAIN, ""), "<i2")
        )


@pytest.mark.parametrize("text", [PLAIN, PRICED])
async def test_a_sentence_becomes_sound(openai_server, text):
    async with mouth(openai_server) as synthesizer:
        samples = await said(synthesizer, text)
    np.testing.assert_array_equal(samples, np.frombuffer(tone(text, ""), "<i2"))
    request = openai_server.seen(PATH)[0].body[1]["response"]
    assert request["conversation"] == "none"
    assert "Spanish" in request["instructions"]


async def test_words_are_heard_while_they_arrive(openai_server):
    openai_server.fails(PATH, Fault("hang", after=4))
    async with mouth(openai_server) as synthesizer:
        blocks = synthesizer.synthesize(PLAIN, "es")
        async with asyncio.timeout(10):
            assert isinstance(await anext(blocks), Block)
        await blocks.aclose()


async def test_a_wrong_figure_is_never_heard(openai_server):
    openai_server.reword = lambda text: text.replace("1.299", "1.199")
    async with mouth(openai_server) as synthesizer:
        with pytest.raises(ServiceBroken) as failure:
            await anext(synthesizer.synthesize(PRICED, "es"))
    assert failure.value.code == "reworded"


async def test_an_answer_instead_of_a_reading_is_told(openai_server):
    openai_server.reword = lambda text: "Claro, con mucho gusto le ayudo en eso."
    async with mouth(openai_server) as synthesizer:
        with pytest.raises(ServiceBroken) as failure:
            await said(synthesizer)
    assert failure.value.code == "reworded"


async def test_an_interrupted_sentence_does_not_run_into_the_next(openai_server):
    openai_server.profile = Profile(speech_per_s=0.2)
    async with mouth(openai_server) as synthesizer:
        blocks = synthesizer.synthesize(PLAIN * 5, "es")
        await anext(blocks)
        await blocks.aclose()
        openai_server.profile = Profile()
        samples = await said(synthesizer, "Sí.")
    np.testing.assert_array_equal(samples, np.frombuffer(tone("Sí.", ""), "<i2"))
    assert "response.cancel" in kinds(openai_server)
    assert openai_server.connections == 1


@pytest.mark.parametrize(
    ("written", "said_", "same"),
    [
        ("La silla cuesta 80 soles.", "la silla cuesta 80 soles", True),
        ("Cuesta S/ 1,299.50.", "Cuesta 1.299,50 soles.", True),
        ("I'm sure it's 80.", "I am sure it's 80.", True),
        ("¿Algo más?", "¿Algo más?", True),
        ("La silla cuesta 80 soles.", "La silla cuesta 90 soles.", False),
        ("La silla cuesta 80 soles.", "La silla cuesta soles.", False),
        ("¿Algo más?", "No, gracias.", False),
        ("Abrimos a las 9 y cerramos a las 20.", "Abrimos a las 9.", False),
        ("Hola.", "", False),
    ],
)
def test_readings_are_compared_figures_exactly_words_nearly(written, said_, same):
    assert says_the_same(written, said_) is same


async def test_a_session_is_told_another_pace_once_and_within_bounds(openai_server):
    async with mouth(openai_server, speed=0.5) as synthesizer:
        for pace in (1.0, 0.6, 0.6, 0.1):
            synthesizer.pace = pace
            await said(synthesizer)
    (session,) = openai_server.seen(PATH)
    told = [m["session"] for m in session.body if m["type"] == "session.update"]
    speeds = [session["audio"]["output"]["speed"] for session in told]
    assert speeds == [0.5, 0.3, 0.25]
