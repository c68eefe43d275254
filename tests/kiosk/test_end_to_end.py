"""The whole line, twice: asked aloud into a virtual microphone, answered aloud from a
virtual loudspeaker; first offline, then with OpenAI's client and protocol."""

import pytest

from tests.doubles.kiosk_process import KioskProcess, field_of
from tests.doubles.openai_scenarios import Call, Scenario
from tests.doubles.openai_server import OpenAIServer
from tests.doubles.openai_sound import espeak
from tests.doubles.recognised import recogniser

pytestmark = pytest.mark.sound

BRISK = {"KIOSK_AUDIO_ESPEAK_WORDS_PER_MINUTE": "450"}
"""The replies are long; said quickly they are still speech."""

OFFLINE = [
    ("es", "cuál es el producto más caro", "S/"),
    ("es", "dame cinco productos baratos", "S/"),
    ("es-419", "dame un ejemplo de hogar", "S/"),
    ("es", "zapatillas deportivas", "Zapatillas"),
    ("es-419", "dame laptops", "Laptop"),
    ("en-us", "what is the most expensive product", "S/"),
    ("en-us", "show me five cheap products", "S/"),
    ("en-us", "show me laptops", "Laptop"),
]


def ask_aloud(kiosk, card, voice, question):
    """Hold the button while the question is spoken; gives events and loudspeaker."""
    with card.recording() as heard:
        kiosk.press()
        events = kiosk.until("listening")
        card.say(voice, question, words_per_minute=150)
        kiosk.release()
        events += kiosk.until("turn_ended", limit_s=60)
    return events, heard


def assert_spoken(heard, words):
    """There was sound for about as long as the words take, loud and not clipped."""
    assert 2_000 < heard.loudest() < 32_700
    assert heard.loud_s() > 0.015 * len(words)


def test_eight_questions_asked_aloud_are_answered_aloud_offline(sound_card, tmp_path):
    understood = []
    with KioskProcess(tmp_path, **BRISK, **sound_card.environment) as kiosk:
        for voice, question, expected in OFFLINE:
            events, heard = ask_aloud(kiosk, sound_card, voice, question)
            if field_of(events, "heard", "text") != [question]:
                continue
            understood.append(question)
            reply = " ".join(field_of(events, "sentence", "text"))
            assert expected in reply
            assert field_of(events, "turn_ended", "outcome") == ["answered"]
            assert_spoken(heard, reply)
            said = " ".join(field_of(events, "spoken", "text"))
            assert said == reply
        assert len(understood) >= 7, understood


def test_a_question_asked_aloud_is_answered_aloud_with_openai(sound_card, tmp_path):
    with OpenAIServer() as server:
        server.hear = recogniser(
            "cuál es el producto más caro", "dame laptops", "qué familias hay"
        )
        server.speak = espeak
        server.think = bicycle_or_call
        with KioskProcess(
            tmp_path,
            **BRISK,
            OPENAI_API_KEY="sk-test",
            OPENAI_BASE_URL=server.base_url,
            **sound_card.environment,
        ) as kiosk:
            events, heard = ask_aloud(
                kiosk, sound_card, "es", "cuál es el producto más caro"
            )
        assert field_of(events, "heard", "text") == ["cuál es el producto más caro"]
        assert field_of(events, "tool_called", "name") == ["ask_catalog"]
        assert field_of(events, "spoken", "text") == [
            "Lo más caro es una bicicleta.",
            "¿Le interesa?",
        ]
        assert field_of(events, "turn_ended", "outcome") == ["answered"]
        assert_spoken(heard, "Lo más caro es una bicicleta. ¿Le interesa?")
        paths = [seen.request.path for seen in server.requests]
        assert paths.count("/v1/responses") == 1, "the rows went with the question"
        assert paths.count("/v1/audio/transcriptions") == 1
        assert paths.count("/v1/audio/speech") == 2


def bicycle_or_call(asked):
    if not asked.outputs:
        return Scenario(calls=(Call("ask_catalog", {"question": asked.said[-1]}),))
    return Scenario("Lo más caro es una bicicleta. ¿Le interesa?")


def test_pressing_again_silences_a_long_reply_and_the_next_press_works(
    sound_card, tmp_path
):
    with KioskProcess(tmp_path, **sound_card.environment) as kiosk:
        with sound_card.recording() as heard:
            kiosk.ask("dame cinco laptops")
            kiosk.until("first_sound")
            while heard.loud_s() < 1.0:
                heard.wait_for_more()
            pressed_at = kiosk.press()
            events = kiosk.until("interrupted")
            kiosk.until("turn_ended")
            kiosk.release()
            kiosk.until("turn_ended")
        names = [event["event"] for event in events]
        assert names.index("pressed") < names.index("listening")
        assert names[-1] == "interrupted"
        assert heard.loud_from() < pressed_at
        assert kiosk.ask("dame laptops")["outcome"] == "answered"
