"""What the openai client does by itself, and must not do for ears and mouth."""

import logging

import pytest

from audio.settings import TtsOpenAI
from tests.audio import test_realtime, test_stt_openai, test_tts_openai
from tests.audio.sounds import ESPEAK_RATE_HZ, blocks_of, spoken
from tests.doubles.http_double import HttpDouble
from tests.doubles.openai_scenarios import Fault

SECRET = "Rosaura debe cuatro mil."


class Proxy(HttpDouble):
    """Nobody may come through it."""

    async def handle(self, exchange):
        await exchange.send_json(502, {})


async def hear(server, **settings):
    async with test_stt_openai.ears(server, **settings) as ears:
        return await ears.transcribe(test_stt_openai.question())


async def say(server, text="Sí.", **settings):
    async with test_tts_openai.mouth(server, **settings) as mouth:
        return await test_tts_openai.said(mouth, text)


async def test_servers_in_the_house_need_no_key(openai_server):
    assert (await hear(openai_server, api_key=None)).text == "hola"
    samples, _ = await say(openai_server, api_key=None)
    assert len(samples)


async def test_a_proxy_of_the_environment_is_not_asked_for_a_server_in_the_house(
    openai_server, monkeypatch
):
    proxy = Proxy()
    proxy.start()
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert (await hear(openai_server)).text == "hola"
    await say(openai_server)
    proxy.stop()
    assert proxy.requests == []


def test_openai_itself_may_lie_behind_a_proxy():
    assert not TtsOpenAI().is_nearby
    assert TtsOpenAI(base_url="http://10.0.0.2:8880/v1").is_nearby


async def test_what_customers_say_and_hear_is_logged_at_no_level(openai_server, caplog):
    caplog.set_level(logging.DEBUG)
    openai_server.hear = lambda form: SECRET
    await hear(openai_server)
    await say(openai_server, SECRET)
    recording = spoken("¿Cuánto debo?")
    async with test_realtime.ears(openai_server) as ears:
        heard = await ears.transcribe(blocks_of(recording, ESPEAK_RATE_HZ))
    assert heard.text == SECRET
    assert "Rosaura" not in caplog.text


@pytest.mark.parametrize("kind", ["drop", "reset"])
async def test_a_connection_that_died_overnight_costs_no_question(openai_server, kind):
    openai_server.fails("/audio/transcriptions", Fault(kind))
    openai_server.fails("/audio/speech", Fault(kind))
    assert (await hear(openai_server)).text == "hola"
    samples, _ = await say(openai_server)
    assert len(samples)
