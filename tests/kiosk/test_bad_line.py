"""A key, and no network: the kiosk goes on by itself, says so once, and comes back."""

import asyncio
import time

import pytest

from kiosk.events import Outcome
from tests.doubles.kiosk_inside import config_for, kiosk_inside, record_question
from tests.doubles.openai_scenarios import HANG, SERVER_ERROR, Fault, Scenario

LISTS = {
    "KIOSK_AGENTS_ENGINE": "auto",
    "KIOSK_AUDIO_STT": "auto",
    "KIOSK_AUDIO_TTS": "auto",
    "KIOSK_LADDER_HEDGE_S": "0.3",
    "KIOSK_LADDER_REST_S": "0.2",
}
NOTICE = "Sigo sin conexión"
STATIONS = ("/audio/transcriptions", "/responses", "/audio/speech")


@pytest.fixture
def folder(tmp_path):
    record_question(tmp_path / "question.wav", "dame laptops")
    return tmp_path


def said(turn):
    return [event.text for event in turn["spoken"]]


async def test_with_the_network_dead_customers_are_answered_within_seconds(
    folder,
):
    nobody = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_API_KEY": "sk-x"}
    config = config_for(folder, folder / "question.wav", **LISTS, **nobody)
    async with kiosk_inside(config) as kiosk:
        began = time.monotonic()
        turn = await kiosk.ask("¿Cuál es el producto más caro?")
        assert time.monotonic() - began < 5
        assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
        assert said(turn)[0].startswith(NOTICE)
        assert "Laptop Ayllu L200" in said(turn)[1]
        assert "trouble" not in turn
        down = {e.station: e.engine for e in turn.get("stepped_down", [])}
        assert down == {"mind": "offline", "voice": "espeak"}
        later = await kiosk.ask("¿y el más barato?")
        assert not any(text.startswith(NOTICE) for text in said(later))


async def test_a_line_that_dies_during_a_visit_keeps_its_memory_and_comes_back(
    openai_server, folder
):
    openai_server.hear = lambda form: "dame laptops"
    config = config_for(folder, folder / "question.wav", openai_server, **LISTS)
    async with kiosk_inside(config) as kiosk:
        openai_server.says(Scenario("Hola, dígame."))
        assert said(await kiosk.press()) == ["Hola, dígame."]
        for path in STATIONS:
            openai_server.fails(path, *[HANG] * 20)
        openai_server.fails("/models/gpt-6-luna", *[HANG] * 20)
        heard = await kiosk.press()
        turn = await kiosk.ask("dame laptops")
        steps = [*heard["stepped_down"], *turn["stepped_down"]]
        assert [e.station for e in steps] == ["ears", "voice", "mind"]
        assert {e.why for e in steps} == {"slow"}
        assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
        told = [*said(heard), *said(turn)]
        assert sum(text.startswith(NOTICE) for text in told) == 1
        memory = kiosk.host.visit.assistant.conversation.messages
        assert memory[0].text == "dame laptops"
        openai_server.works_again()
        openai_server.think = lambda asked: Scenario(f"{len(asked.said)} preguntas.")
        better = kiosk.host.visit.assistant._model._ladder.rungs[0]
        async with asyncio.timeout(20):
            while better.rests_until is not None:  # noqa: ASYNC110 - no event tells it
                await asyncio.sleep(0.02)
        turn = await kiosk.ask("¿y la más barata?")
        assert ("mind", "responses") in [
            (e.station, e.engine) for e in turn["stepped_up"]
        ]


async def test_an_answer_that_breaks_off_is_given_anew_by_the_next_engine(
    openai_server, folder
):
    config = config_for(folder, folder / "question.wav", openai_server, **LISTS)
    async with kiosk_inside(config) as kiosk:
        openai_server.says(
            Scenario("Claro que sí, se lo digo ahora. Pues mire", piece=4)
        )
        openai_server.fails("/responses", Fault("reset", after=13))
        turn = await kiosk.ask("¿Cuál es el producto más caro?")
        assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
        assert "Laptop Ayllu L200" in said(turn)[-1]
        assert "Pues mire" not in " ".join(said(turn))


async def test_a_named_engine_alone_is_obeyed_and_never_replaced(openai_server, folder):
    only = {**LISTS, "KIOSK_AGENTS_ENGINE": "responses"}
    config = config_for(folder, folder / "question.wav", openai_server, **only)
    async with kiosk_inside(config) as kiosk:
        openai_server.fails("/responses", *[SERVER_ERROR] * 4)
        turn = await kiosk.ask("hola")
        assert turn["trouble"][0].code == "server_error"
        assert "stepped_down" not in turn
