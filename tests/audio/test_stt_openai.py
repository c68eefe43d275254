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
from audio.phrase_book import PhraseBook, keywords_in
from audio.settings import AudioSettings, SttOpenAI
from audio.stt import build_transcriber
from audio.stt_openai import OpenAITranscriber
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
)
from tests.doubles.openai_server import OpenAIServer

PATH = "/audio/transcriptions"
KEY = "sk-secret"


@contextlib.asynccontextmanager
async def ears(server: OpenAIServer, keywords=(), **settings):
    settings = {"base_url": server.base_url, "api_key": KEY, **settings}
    transcriber = OpenAITranscriber(SttOpenAI(**settings), keywords)
    try:
        yield transcriber
    finally:
        await transcriber.close()


def question():
    return blocks_of(spoken("¿Cuánto cuesta la silla?"), ESPEAK_RATE_HZ)


async def test_a_recording_becomes_words(openai_server):
    openai_server.hear = lambda form: " ¿Cuánto cuesta la silla? "
    async with ears(openai_server) as transcriber:
        heard = await transcriber.transcribe(question())
    assert heard.text == "¿Cuánto cuesta la silla?"
    assert heard.language == "es"
    spoken_s = len(spoken("¿Cuánto cuesta la silla?")) / ESPEAK_RATE_HZ
    assert heard.heard_s == pytest.approx(spoken_s, abs=0.01)


async def test_a_language_that_was_not_made_out_is_none(openai_server):
    openai_server.heard_languages = []
    async with ears(openai_server) as transcriber:
        heard = await transcriber.transcribe(question())
    assert (heard.text, heard.language) == ("hola", None)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
async def test_whatever_the_microphone_s_rate_a_16_khz_wav_file_is_sent(
    openai_server, rate_hz
):
    turns = np.arange(rate_hz) * 2 * np.pi / rate_hz
    syllables = np.sin(turns * 440) * np.abs(np.sin(turns * 2)) * 8000
    async with ears(openai_server) as transcriber:
        await transcriber.transcribe(blocks_of(syllables.astype(np.int16), rate_hz))
    form = openai_server.seen(PATH)[0].body
    assert (form.file_name, form.file_type) == ("recording.wav", "audio/wav")
    assert form.length_s == pytest.approx(1.0, abs=0.01)
    samples = np.frombuffer(form.file[44:], "<i2")
    peak_hz = np.abs(np.fft.rfft(samples)).argmax() * 16_000 / len(samples)
    assert peak_hz == pytest.approx(440, abs=3)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, np.int16),
        np.zeros(16_000, np.int16),
        np.full(1_600, 9_000, np.int16),
        np.zeros(160_000, np.int16),
        (np.sin(np.arange(16_000) / 10) * 8_000).astype(np.int16),
    ],
    ids=["nothing", "a second of silence", "a touch", "ten seconds", "a hum"],
)
async def test_too_short_and_silent_recordings_never_leave(openai_server, samples):
    async with ears(openai_server) as transcriber:
        heard = await transcriber.transcribe(blocks_of(samples, 16_000))
    assert heard.text == ""
    assert heard.heard_s == len(samples) / 16_000
    assert not openai_server.requests


WORDS = ("portátil", "ratón <pro>", "café\nmolido", "teclado")

HINTS = {
    "gpt-transcribe takes lists": (
        {"prompt": "Una tienda."},
        {
            "languages[]": ["es", "en"],
            "keywords[]": ["portátil", "teclado"],
            "prompt": ["Una tienda."],
        },
    ),
    "whisper-1 takes none of them": ({"model": "whisper-1"}, {}),
    "one language can be told to whisper-1": (
        {"model": "whisper-1", "languages": ["es"], "prompt": "Una tienda."},
        {"language": ["es"], "prompt": ["Una tienda."]},
    ),
    "compatible servers get what the owner adds": (
        {"model": "whisper-1", "extra": {"temperature": 0}},
        {"temperature": ["0"]},
    ),
}


@pytest.mark.parametrize("name", list(HINTS))
async def test_hints_are_given_in_the_model_s_own_form(openai_server, name):
    settings, expected = HINTS[name]
    async with ears(openai_server, WORDS, **settings) as transcriber:
        await transcriber.transcribe(question())
    fields = dict(openai_server.seen(PATH)[0].body.fields)
    del fields["model"]
    assert fields == expected


@pytest.mark.parametrize(
    ("languages", "told"), [(["es", "en"], ["auto"]), (["es"], ["es"])]
)
async def test_whisper_cpp_is_told_that_not_everybody_speaks_english(
    openai_server, languages, told
):
    openai_server.name = "whisper.cpp"
    openai_server.is_openai = False
    settings = {"model": "ggml-small", "languages": languages}
    async with ears(openai_server, **settings) as transcriber:
        await transcriber.warm()
        await transcriber.transcribe(question())
    assert openai_server.seen(PATH)[0].body.fields["language"] == told


@pytest.mark.parametrize(
    "phantom",
    ["Subtítulos realizados por la comunidad de Amara.org", " [Música] ", "you", ""],
)
async def test_what_nobody_said_is_an_empty_transcript(openai_server, phantom):
    openai_server.hear = lambda form: phantom
    async with ears(openai_server) as transcriber:
        assert (await transcriber.transcribe(question())).text == ""


FAULTS = {
    "wrong key": (BAD_KEY, ServiceRefused, "bad_key"),
    "used-up account": (NO_QUOTA, ServiceRefused, "no_quota"),
    "too many calls": (RATE_LIMIT, ServiceRefused, "busy"),
    "retired model": (
        Fault("status", status=404, code="model_not_found"),
        ServiceRefused,
        "no_model",
    ),
    "bad request": (Fault("status", status=415), ServiceBroken, "bad_request"),
    "server error": (SERVER_ERROR, ServiceBroken, "server_error"),
    "page of a Wi-Fi login": (HTML, ServiceBroken, "bad_answer"),
    "error with status 200": (Fault("error_200"), ServiceBroken, "bad_answer"),
    "null with status 200": (Fault("null_200"), ServiceBroken, "bad_answer"),
    "closed": (DROP, ServiceUnreachable, "unreachable"),
    "reset": (Fault("reset"), ServiceUnreachable, "unreachable"),
    "silent": (HANG, ServiceUnreachable, "timeout"),
}


@pytest.mark.parametrize("name", list(FAULTS))
async def test_each_fault_has_its_class_and_code(openai_server, name, caplog):
    fault, expected, code = FAULTS[name]
    openai_server.fails(PATH, fault, fault)
    async with ears(openai_server, deadline_s=0.6) as transcriber:
        with pytest.raises(SpeechServiceError) as failure:
            await transcriber.transcribe(question())
        assert (type(failure.value), failure.value.code) == (expected, code)
        assert openai_server.url in str(failure.value)
        assert KEY not in f"{failure.value} {caplog.text}"
        openai_server.works_again()
        assert (await transcriber.transcribe(question())).text == "hola"


@pytest.mark.parametrize("fault", [DROP, SERVER_ERROR], ids=["closed", "500"])
async def test_a_first_failure_is_mended_by_a_second_try(openai_server, fault):
    openai_server.fails(PATH, fault)
    async with ears(openai_server) as transcriber:
        assert (await transcriber.transcribe(question())).text == "hola"


async def test_cancelling_hangs_up_at_once(openai_server):
    openai_server.fails(PATH, HANG)
    async with ears(openai_server) as transcriber:
        turn = asyncio.create_task(transcriber.transcribe(question()))
        await asyncio.to_thread(openai_server.arrived.acquire, timeout=1)
        turn.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await turn
        seen = openai_server.seen(PATH)[0]
        assert await asyncio.to_thread(seen.finished.wait, 1)
    assert seen.outcome == "left"


def test_the_shop_s_own_words_are_hints_for_a_service(tmp_path):
    book = PhraseBook("es", ("dame <thing>",), {"thing": ("silla", "mesa", "silla")})
    settings = AudioSettings(stt="openai")
    built = build_transcriber(settings, books=lambda: (book,), cache_dir=tmp_path)
    assert isinstance(built, OpenAITranscriber)
    assert keywords_in((book, book)) == ["silla", "mesa"]


async def test_one_connection_serves_every_recording(openai_server):
    async with ears(openai_server) as transcriber:
        await transcriber.warm()
        for _ in range(3):
            await transcriber.transcribe(question())
    assert openai_server.connections == 1


async def test_warming_up_finds_a_wrong_key_and_a_login_page(openai_server):
    openai_server.fails("/models/gpt-transcribe", BAD_KEY, HTML)
    async with ears(openai_server) as transcriber:
        with pytest.raises(ServiceRefused):
            await transcriber.warm()
        with pytest.raises(ServiceBroken):
            await transcriber.warm()
