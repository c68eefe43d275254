"""Every fault of a server at every moment of every station: the turn ends in time, the
customer is told in a sentence of ours, and the next press is answered."""

import time

import pytest

from kiosk.events import Outcome
from kiosk.phrases import section
from tests.doubles import openai_sound
from tests.doubles.kiosk_inside import config_for, kiosk_inside, record_question
from tests.doubles.openai_scenarios import (
    DROP,
    HANG,
    HTML,
    RATE_LIMIT,
    SERVER_ERROR,
    Fault,
    Scenario,
)

DEADLINE_S = "0.4"
DEADLINES = {
    "KIOSK_AUDIO_STT_OPENAI_DEADLINE_S": DEADLINE_S,
    "KIOSK_AUDIO_STT_REALTIME_DEADLINE_S": DEADLINE_S,
    "KIOSK_AGENTS_FIRST_TOKEN_S": DEADLINE_S,
    "KIOSK_AGENTS_TURN_S": "1.5",
    "KIOSK_AUDIO_TTS_OPENAI_FIRST_SOUND_S": DEADLINE_S,
    "KIOSK_AUDIO_TTS_REALTIME_FIRST_SOUND_S": DEADLINE_S,
}
LONGEST_S = 8.0
"""Every deadline of one turn after another, with room for a busy machine."""
ENOUGH = 6
"""More than any station tries within one turn."""
RESET, NOTHING = Fault("reset"), Fault("null_200")
TELLS = {"error_200": Fault("error_200"), "nothing": NOTHING}

AT_FIRST = {
    "reset": RESET,
    "closed": DROP,
    "hang": HANG,
    "429 with Retry-After": RATE_LIMIT,
    "500": SERVER_ERROR,
    "HTML": HTML,
    **TELLS,
}
IN_THE_MIDDLE = ("reset", "drop", "hang", "cut")


def later(*kinds, after):
    return {f"{kind} after {after}": Fault(kind, after=after) for kind in kinds}


STREAM = AT_FIRST | later(*IN_THE_MIDDLE, "garbage", "error_payload", after=4)
LIVE = ("reset", "hang", "cut", "garbage", "error_event")
SOCKET = {
    "429": RATE_LIMIT,
    "500": SERVER_ERROR,
    "HTML": HTML,
    **{
        name: fault for at in range(5) for name, fault in later(*LIVE, after=at).items()
    },
}
STATIONS = {
    "ears": ("/audio/transcriptions", {}, AT_FIRST),
    "live ears": ("/realtime", {"KIOSK_AUDIO_STT": "realtime"}, SOCKET),
    "responses": ("/responses", {}, STREAM),
    "chat": ("/chat/completions", {"KIOSK_AGENTS_ENGINE": "chat"}, STREAM),
    "voice": (
        "/audio/speech",
        {},
        AT_FIRST | later(*IN_THE_MIDDLE, after=2),
    ),
    "live voice": ("/realtime", {"KIOSK_AUDIO_TTS": "realtime"}, SOCKET),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("matrix")


@pytest.fixture(scope="module")
def question(folder):
    path = folder / "question.wav"
    record_question(path)
    return path


def told_in_our_words(turn):
    """What a failed station made the kiosk say is a sentence that explains itself."""
    known = section("trouble", "es")
    for trouble in turn.get("trouble", ()):
        assert trouble.code != "failed", trouble.detail
        assert trouble.said == known[trouble.code]
        assert "\n" not in trouble.detail


async def assert_survives(kiosk, *, is_mouth):
    began = time.monotonic()
    turn = await kiosk.press()
    assert time.monotonic() - began < LONGEST_S
    (ended,) = turn["turn_ended"]
    told_in_our_words(turn)
    if ended.outcome is Outcome.FAILED:
        (trouble,) = turn["trouble"]
        assert not is_mouth
        assert turn["spoken"][-1].text == trouble.said
    else:
        assert ended.outcome is Outcome.ANSWERED
        assert turn["sentence"][0].text == "De acuerdo, hay pan."


async def assert_answers(kiosk):
    turn = await kiosk.press()
    assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
    assert "trouble" not in turn
    assert turn["spoken"][-1].text == "De acuerdo, hay pan."


@pytest.mark.parametrize("station", STATIONS)
async def test_whatever_a_server_does_the_turn_ends_and_the_next_one_works(
    openai_server, folder, question, station
):
    path, environment, faults = STATIONS[station]
    openai_server.think = lambda asked: Scenario("De acuerdo, hay pan.")
    config = config_for(folder, question, openai_server, **DEADLINES, **environment)
    async with kiosk_inside(config) as kiosk:
        for name, fault in faults.items():
            openai_server.fails(path, *[fault] * ENOUGH)
            openai_server.drop_connections()  # an open session is without fault
            try:
                await assert_survives(kiosk, is_mouth="voice" in station)
                openai_server.works_again()
                openai_server.drop_connections()
                await assert_answers(kiosk)
            except (AssertionError, TimeoutError) as error:
                raise AssertionError(f"{station}, {name}: {error!r}") from error


WRONG_SOUND = {
    "text": ("pcm", "text/plain"),
    "JSON": ("pcm", "application/json"),
    "no header where one is needed": ("pcm", "audio/wav"),
    "mp3 that is none": ("pcm", "audio/mpeg"),
}


@pytest.mark.parametrize("name", WRONG_SOUND)
async def test_sound_of_another_kind_than_promised_is_told(
    openai_server, folder, question, name
):
    shape, kind = WRONG_SOUND[name]
    environment = {"KIOSK_AUDIO_TTS_OPENAI_DIALECT": "compatible", **DEADLINES}
    config = config_for(folder, question, openai_server, **environment)
    async with kiosk_inside(config) as kiosk:
        openai_server.speech_format, openai_server.speech_type = shape, kind
        turn = await kiosk.press()
        assert [trouble.code for trouble in turn["trouble"]] == ["bad_answer"]
        assert turn["sentence"][0].text == "De acuerdo."
        openai_server.speech_format = openai_server.speech_type = None
        turn = await kiosk.press()
        assert "trouble" not in turn


@pytest.mark.parametrize("rate_hz", [0, 7, 4_000_000_000])
async def test_a_wrong_rate_in_the_header_is_told(
    openai_server, folder, question, rate_hz, monkeypatch
):
    environment = {"KIOSK_AUDIO_TTS_OPENAI_DIALECT": "compatible", **DEADLINES}
    config = config_for(folder, question, openai_server, **environment)
    async with kiosk_inside(config) as kiosk:
        with monkeypatch.context() as patched:
            right = openai_sound._streamed_wave_header
            patched.setattr(
                openai_sound, "_streamed_wave_header", lambda _: wrong(right, rate_hz)
            )
            turn = await kiosk.press()
        assert [trouble.code for trouble in turn["trouble"]] == ["bad_answer"]
        assert "Hz" in turn["trouble"][0].detail
        assert "trouble" not in await kiosk.press()


def wrong(header, rate_hz):
    made = bytearray(header(24_000))
    made[24:28] = rate_hz.to_bytes(4, "little")
    return bytes(made)
