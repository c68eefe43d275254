"""Servers for speech: each is known by what it says, and asked in its own way."""

import pytest

from audio.servers import server_named
from tests.audio.test_stt_openai import PATH as HEARING
from tests.audio.test_stt_openai import ears, question
from tests.audio.test_tts_openai import PATH as SPEAKING
from tests.audio.test_tts_openai import mouth, said

LISTED = {
    "ollama": {"id": "m", "object": "model", "owned_by": "library"},
    "llama.cpp": {"id": "m", "object": "model", "owned_by": "llamacpp"},
    "vllm": {"id": "m", "object": "model", "owned_by": "vllm"},
    "localai": {"id": "m", "object": "model"},
    "speaches": {"id": "m", "object": "model", "owned_by": "me", "task": "asr"},
    "kokoro": {"id": "m", "object": "model", "owned_by": "kokoro"},
    "": {"id": "m", "object": "model", "owned_by": "me"},
}
WORDS = ("silla", "mesa")
HEARS = {
    "whisper.cpp": {"language": ["auto"]},
    "speaches": {"hotwords": ["silla, mesa"]},
    "localai": {},
    "vllm": {},
    "ollama": {},
}
SPEAKS = {
    "kokoro": ("pcm", "ef_dora", None),
    "speaches": ("pcm", "marin", 24_000),
    "localai": ("wav", "marin", None),
    "": ("wav", "marin", None),
}


@pytest.fixture
def server(openai_server):
    openai_server.is_openai = False
    return openai_server


@pytest.mark.parametrize("name", list(LISTED))
def test_each_server_is_known_by_its_models(name):
    assert server_named("uvicorn", [LISTED[name]]) == name


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("name", list(HEARS))
async def test_ears_are_given_what_their_server_reads(server, name, is_named):
    if name in LISTED:
        server.listed = [LISTED[name]]
    else:
        server.name = name
    dialect = name if is_named else "auto"
    async with ears(server, WORDS, model="m", dialect=dialect) as transcriber:
        if not is_named:
            await transcriber.warm()
        await transcriber.transcribe(question())
    fields = dict(server.seen(HEARING)[-1].body.fields)
    del fields["model"]
    assert fields == HEARS[name]


@pytest.mark.parametrize("name", list(SPEAKS))
async def test_a_voice_is_asked_for_what_its_server_gives(server, name):
    server.listed = [LISTED[name]]
    async with mouth(server, model="m") as synthesizer:
        await synthesizer.warm()
        samples, rates = await said(synthesizer)
    body = server.seen(SPEAKING)[-1].body
    asked = (body["response_format"], body["voice"], body.get("sample_rate"))
    assert asked == SPEAKS[name]
    assert rates == {24_000}
    assert len(samples)


async def test_the_owner_s_voice_goes_before_the_server_s_own(server):
    settings = {"model": "m", "dialect": "kokoro", "voice": "em_alex"}
    async with mouth(server, **settings) as synthesizer:
        await said(synthesizer, language="es")
    assert server.seen(SPEAKING)[-1].body["voice"] == "em_alex"
