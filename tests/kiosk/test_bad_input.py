"""Everything that goes wrong: a clear sentence for the customer, a precise line for the
owner, a named outcome, and a kiosk that answers the next press."""

import logging
import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import AsyncExitStack, closing, contextmanager

import pytest

from catalog import CatalogError, make_sample_shop
from kiosk.events import Outcome
from kiosk.phrases import trouble_phrase
from tests.doubles.kiosk_inside import config_for, kiosk_inside, record_question
from tests.doubles.openai_scenarios import (
    BAD_KEY,
    DROP,
    HANG,
    HTML,
    NO_QUOTA,
    RATE_LIMIT,
    SERVER_ERROR,
    Call,
    Fault,
    Scenario,
)
from tests.doubles.openai_server import OpenAIServer

EARS, MIND, VOICE = "/audio/transcriptions", "/responses", "/audio/speech"

FAULTS = {
    "wrong key": (BAD_KEY, "bad_key", "401"),
    "used-up account": (NO_QUOTA, "no_quota", "insufficient_quota"),
    "too many calls": (RATE_LIMIT, "busy", "429"),
    "server error": (SERVER_ERROR, "server_error", "500"),
    "page of a Wi-Fi login": (HTML, "bad_answer", "Wi-Fi"),
    "closed connection": (DROP, "unreachable", "network"),
}
ENOUGH = 4
"""More than any station tries within one turn."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A state that all tests here may share: the sample shop is made once."""
    return tmp_path_factory.mktemp("kiosk")


@pytest.fixture(scope="module")
def question(folder):
    path = folder / "question.wav"
    record_question(path)
    return path


def assert_trouble(turn, code, fact):
    """One trouble: a sentence for the customer, a line for the owner."""
    (trouble,) = turn["trouble"]
    assert trouble.code == code
    assert trouble.said == trouble_phrase(code, "es")
    assert fact in trouble.detail
    assert "\n" not in trouble.detail
    assert "sk-test" not in trouble.detail


def outcome_of(turn):
    (ended,) = turn["turn_ended"]
    return ended.outcome


async def assert_answers(kiosk):
    turn = await kiosk.press()
    assert outcome_of(turn) is Outcome.ANSWERED
    assert "trouble" not in turn
    assert turn["spoken"]


@pytest.mark.parametrize("name", FAULTS)
async def test_what_ails_a_service_is_told_and_the_next_press_works(
    openai_server, folder, question, caplog, name
):
    fault, code, fact = FAULTS[name]
    async with kiosk_inside(config_for(folder, question, openai_server)) as kiosk:
        for station in (EARS, MIND):
            openai_server.fails(station, *[fault] * ENOUGH)
            turn = await kiosk.press()
            assert outcome_of(turn) is Outcome.FAILED
            assert_trouble(turn, code, fact)
            assert turn["spoken"][-1].text == turn["trouble"][0].said
            openai_server.works_again()
        openai_server.fails(VOICE, *[fault] * ENOUGH)
        turn = await kiosk.press()
        assert outcome_of(turn) is Outcome.ANSWERED
        assert_trouble(turn, code, fact)
        assert turn["sentence"][0].text == "De acuerdo."
        openai_server.works_again()
        await assert_answers(kiosk)
    assert caplog.text.count(f"trouble {code}: ") == 3


async def test_a_key_that_no_station_may_use_is_still_told_in_writing(
    openai_server, folder, question
):
    openai_server.api_key = "another"
    async with kiosk_inside(config_for(folder, question, openai_server)) as kiosk:
        turn = await kiosk.press()
        assert outcome_of(turn) is Outcome.FAILED
        assert {trouble.code for trouble in turn["trouble"]} == {"bad_key"}
        assert turn["sentence"][0].text == trouble_phrase("bad_key", "es")
        openai_server.api_key = None
        await assert_answers(kiosk)


async def test_a_hanging_server_is_waited_for_as_long_as_the_settings_say(
    openai_server, folder, question
):
    limits = {
        EARS: "KIOSK_AUDIO_STT_OPENAI_DEADLINE_S",
        MIND: "KIOSK_AGENTS_FIRST_TOKEN_S",
        VOICE: "KIOSK_AUDIO_TTS_OPENAI_FIRST_SOUND_S",
    }
    short = dict.fromkeys(limits.values(), "0.5")
    config = config_for(folder, question, openai_server, **short)
    async with kiosk_inside(config) as kiosk:
        for station in limits:
            openai_server.fails(station, *[HANG] * ENOUGH)
            turn = await kiosk.press()
            assert_trouble(turn, "timeout", "deadline")
            is_voice = station == VOICE
            assert outcome_of(turn) is (
                Outcome.ANSWERED if is_voice else Outcome.FAILED
            )
            openai_server.works_again()
        await assert_answers(kiosk)


async def test_a_dead_server_is_no_reason_not_to_start(folder, question, caplog):
    with OpenAIServer() as server:
        config = config_for(folder, question, server)
    async with kiosk_inside(config) as kiosk:
        assert "not ready" in caplog.text
        turn = await kiosk.press()
        assert outcome_of(turn) is Outcome.FAILED
        assert {trouble.code for trouble in turn["trouble"]} == {"unreachable"}
        with OpenAIServer(int(server.base_url.rpartition(":")[2].partition("/")[0])):
            await assert_answers(kiosk)


FAULTS_OF_MODELS = [
    (Fault("status", status=404), "no_model"),
    (Fault("status", status=400), "bad_request"),
    (Fault("drop", after=4), "unreachable"),
    (Fault("cut", after=4), "bad_answer"),
    (Fault("garbage", after=4), "bad_answer"),
    (Fault("error_payload", after=4, code="insufficient_quota"), "no_quota"),
]


async def test_a_model_that_refuses_or_breaks_off_is_told(
    openai_server, folder, question
):
    openai_server.think = lambda asked: Scenario("Hay pan. Y hay leche fresca.")
    async with kiosk_inside(config_for(folder, question, openai_server)) as kiosk:
        for fault, code in FAULTS_OF_MODELS:
            openai_server.fails(MIND, *[fault] * ENOUGH)
            turn = await kiosk.press()
            assert outcome_of(turn) is Outcome.FAILED
            assert_trouble(turn, code, "127.0.0.1")
            openai_server.works_again()
        await assert_answers(kiosk)


async def test_a_voice_that_breaks_off_leaves_the_answer_in_writing(
    openai_server, folder, question
):
    async with kiosk_inside(config_for(folder, question, openai_server)) as kiosk:
        openai_server.fails(VOICE, *[Fault("drop", after=2)] * ENOUGH)
        turn = await kiosk.press()
        assert outcome_of(turn) is Outcome.ANSWERED
        assert_trouble(turn, "unreachable", "127.0.0.1")
        assert turn["sentence"][0].text == "De acuerdo."
        openai_server.works_again()
        await assert_answers(kiosk)


async def test_an_empty_transcript_is_asked_again(openai_server, folder, question):
    openai_server.hear = lambda form: ""
    async with kiosk_inside(config_for(folder, question, openai_server)) as kiosk:
        turn = await kiosk.press()
        assert outcome_of(turn) is Outcome.NOTHING_HEARD
        assert "repita" in turn["spoken"][0].text
        openai_server.hear = lambda form: "hola"
        await assert_answers(kiosk)


WRONG_CALLS = [
    Call("ask_catalog", "{not JSON"),
    Call("ask_catalog", {"question": ["a", "list"]}),
    Call("ask_catalog", {"another": "argument"}),
    Call("query_catalog", {"sql": "DROP TABLE products"}),
    Call("open_the_till", {}),
]


async def test_a_wrong_tool_call_is_mended_by_the_model(
    openai_server, folder, question
):
    async with kiosk_inside(config_for(folder, question, openai_server)) as kiosk:
        for call in WRONG_CALLS:
            openai_server.says(Scenario(calls=(call,)), Scenario("Perdone, ya está."))
            turn = await kiosk.press()
            assert outcome_of(turn) is Outcome.ANSWERED
            assert "trouble" not in turn
            assert turn["spoken"][-1].text == "Perdone, ya está."
            told = openai_server.seen(MIND)[-1].body["input"][-1]
            assert told["type"] == "function_call_output"
            assert told["output"]
        await assert_answers(kiosk)


@pytest.mark.parametrize(
    ("name", "fact"),
    [("No Such Microphone 9000", "input device"), ("missing.wav", "missing.wav")],
)
async def test_without_a_microphone_questions_can_be_typed(
    folder, question, caplog, name, fact
):
    caplog.set_level(logging.WARNING)
    config = config_for(folder, question, KIOSK_AUDIO_INPUT=name)
    async with kiosk_inside(config) as kiosk:
        assert fact in caplog.text
        for _ in range(2):
            turn = await kiosk.press()
            assert outcome_of(turn) is Outcome.FAILED
            assert_trouble(turn, "no_microphone", fact)
            assert "escribir" in turn["spoken"][0].text
        turn = await kiosk.ask("dame laptops")
        assert outcome_of(turn) is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("name", "fact"),
    [("No Such Loudspeaker 9000", "output device"), ("gone/said.wav", "gone/said.wav")],
)
async def test_without_a_loudspeaker_answers_are_written(
    openai_server, folder, question, caplog, name, fact
):
    config = config_for(folder, question, openai_server, KIOSK_AUDIO_OUTPUT=name)
    async with kiosk_inside(config) as kiosk:
        assert fact in caplog.text
        for _ in range(2):
            turn = await kiosk.press()
            assert outcome_of(turn) is Outcome.ANSWERED
            assert_trouble(turn, "no_loudspeaker", fact)
            assert turn["sentence"][0].text == "De acuerdo."


TYPED = "dame laptops"


@contextmanager
def full_disk():
    """No file may grow, for as long as the block runs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def assert_data_is_away(kiosk, caplog, fact):
    """The customer is told so, the owner is told what, in a line without traceback."""
    turn = await kiosk.ask(TYPED)
    assert outcome_of(turn) is Outcome.FAILED
    assert_trouble(turn, "no_data", fact)
    assert "no puedo consultar" in turn["spoken"][0].text
    lines = [record for record in caplog.records if fact in record.getMessage()]
    assert lines
    assert not any(record.exc_info for record in caplog.records)


async def test_a_shop_that_is_missing_is_found_once_it_is_there(
    folder, question, tmp_path, caplog
):
    shop = tmp_path / "shop.db"
    config = config_for(folder, question, KIOSK_CATALOG_SHOP=str(shop))
    async with kiosk_inside(config) as kiosk:
        await assert_data_is_away(kiosk, caplog, str(shop))
        make_sample_shop(shop)
        turn = await kiosk.ask(TYPED)
        assert "9 productos" in turn["spoken"][0].text
        shop.unlink()
        await assert_data_is_away(kiosk, caplog, str(shop))
        make_sample_shop(shop)
        turn = await kiosk.ask(TYPED)
        assert "9 productos" in turn["spoken"][0].text


async def test_a_shop_that_is_no_database_is_told_in_one_line(
    folder, question, tmp_path, caplog
):
    shop = tmp_path / "shop.db"
    shop.write_text("this is not a database, whatever its name says\n" * 50)
    config = config_for(folder, question, KIOSK_CATALOG_SHOP=str(shop))
    async with kiosk_inside(config) as kiosk:
        await assert_data_is_away(kiosk, caplog, "not a database")
        turn = await kiosk.ask("hola")
        assert outcome_of(turn) is Outcome.ANSWERED


async def test_a_locked_shop_is_answered_from_once_it_is_free(
    folder, question, tmp_path, caplog
):
    shop = tmp_path / "shop.db"
    make_sample_shop(shop)
    config = config_for(folder, question, KIOSK_CATALOG_SHOP=str(shop))
    async with kiosk_inside(config) as kiosk:
        await kiosk.ask("hola")
        with closing(sqlite3.connect(shop, isolation_level=None)) as owner:
            owner.execute("BEGIN EXCLUSIVE")
            await assert_data_is_away(kiosk, caplog, "lock")
            owner.execute("ROLLBACK")
        turn = await kiosk.ask(TYPED)
        assert "9 productos" in turn["spoken"][0].text


async def test_a_damaged_ledger_hinders_only_talk_about_debts(
    folder, question, tmp_path, caplog
):
    ledger = tmp_path / "ledger.db"
    ledger.write_text("this is not a database, whatever its name says\n" * 50)
    config = config_for(folder, question, KIOSK_CATALOG_LEDGER=str(ledger))
    async with kiosk_inside(config) as kiosk:
        kiosk.host.visit.customer = "ana@example.com"
        turn = await kiosk.ask("cuánto debo")
        assert "no puedo ver ni acordar deudas" in turn["spoken"][0].text
        assert "not a database" in caplog.text
        with pytest.raises(CatalogError):
            await kiosk.host.log_in("ana@example.com", "1234")
        turn = await kiosk.ask(TYPED)
        assert "9 productos" in turn["spoken"][0].text


async def test_a_full_disk_at_the_first_start_is_survived(
    openai_server, question, tmp_path, caplog
):
    openai_server.hear = lambda form: TYPED
    # espeak-ng would be killed by the limit, so the server speaks.
    environment = {"KIOSK_AGENTS_ENGINE": "offline"}
    config = config_for(tmp_path, question, openai_server, **environment)
    async with AsyncExitStack() as stack:
        with full_disk():
            kiosk = await stack.enter_async_context(kiosk_inside(config))
            assert "no documents: " in caplog.text
            await assert_data_is_away(kiosk, caplog, "is the disk full?")
        turn = await kiosk.press()
        assert "9 productos" in turn["spoken"][0].text


def run_kiosk(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_damaged_configuration_file_is_told_in_one_line(tmp_path):
    file = tmp_path / "kiosk.toml"
    file.write_text("[audio\ninput = ")
    done = run_kiosk("--config", str(file), "serve")
    assert done.returncode == 2
    assert done.stderr.startswith(f"kiosk: {file}: not a TOML file: ")
    assert done.stderr.count("\n") == 1


def test_an_engine_without_its_key_is_told_in_one_line(tmp_path):
    environment = {"KIOSK_SHOP_STATE_DIR": str(tmp_path), "OPENAI_API_KEY": ""}
    done = run_kiosk("serve", KIOSK_AGENTS_ENGINE="responses", **environment)
    assert done.returncode == 2
    assert "OPENAI_API_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_state_directory_that_cannot_be_made_is_told_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    state = tmp_path / "file" / "state"
    done = run_kiosk("serve", KIOSK_SHOP_STATE_DIR=str(state))
    assert done.returncode == 2
    assert done.stderr.startswith(f"kiosk: shop.state_dir: {state} can't be written")
