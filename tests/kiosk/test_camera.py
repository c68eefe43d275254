"""A question about what is held to the camera, from the program that takes the picture
to the model that sees it."""

import io
import json
import os
import sys

import pytest
from PIL import Image

from agents.conversation import CustomerSaid
from kiosk import camera
from kiosk.camera import CameraTrouble, asks_to_look, take_picture
from kiosk.events import Outcome
from tests.doubles.kiosk_inside import config_for, kiosk_inside
from tests.doubles.openai_scenarios import Fault, Scenario

SHOWN = (
    "import io, sys\n"
    "from PIL import Image\n"
    "made = Image.new('RGB', (3000, 1500), (200, 30, 30))\n"
    "notes = made.getexif()\n"
    "notes[271] = 'somebody'\n"
    "made.save(sys.stdout.buffer, 'JPEG', exif=notes)\n"
)
LOOKING = {"es": ("¿Qué es esto?", "Miro…"), "en": ("What is this?", "Let me look…")}


def program(code):
    return (sys.executable, "-c", code)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "¿Qué es esto?",
            "que es esto por favor",
            "mira esto",
            "Oye, ¿qué son estos?",
        ),
        *("¿Tienen algo como esto?", "quiero uno igual a este", "¿Venden algo así?"),
        *("What is this?", "what's this", "Do you have something like this?"),
        "look at this",
    ],
)
def test_what_is_held_to_the_camera_is_asked_about(text):
    assert asks_to_look(text)


@pytest.mark.parametrize(
    "text",
    [
        *("¿Qué es una laptop?", "¿Cuánto cuesta esto?", "mira laptops", "esto", ""),
        *("¿Qué es esto de las cuotas?", "what is this month's payment?"),
        "do you have laptops like the first one?",
    ],
)
def test_other_questions_need_no_camera(text):
    assert not asks_to_look(text)


async def test_a_picture_is_made_small_and_loses_the_cameras_notes():
    taken = await take_picture(program(SHOWN))
    with Image.open(io.BytesIO(taken)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1024, 512))
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("/nowhere/camera",), "No such file"),
        (program("raise SystemExit(3)"), "ended with 3"),
        (program("print('no picture')"), "is no picture"),
        (program("print('x' * 4_000_001)"), "larger than 4,000,000"),
        (program("print(end='')"), "is no picture"),
    ],
)
async def test_a_camera_that_fails_says_why(command, told):
    with pytest.raises(CameraTrouble, match=told):
        await take_picture(command)


async def test_a_camera_that_hangs_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr(camera, "LIMIT_S", 0.5)
    number = tmp_path / "number"
    with pytest.raises(CameraTrouble, match=r"within 0\.5 s"):
        await take_picture(("sh", "-c", f"echo $$ > {number}; exec sleep 60"))
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


def seeing(tmp_path, server, code=SHOWN, **settings):
    """A kiosk with a camera and a model; nobody speaks."""
    settings = {"KIOSK_AUDIO_TTS": "espeak", **settings}
    camera = tmp_path / "camera"
    camera.write_text(f"#!{sys.executable}\n{code}")
    camera.chmod(0o700)
    settings["KIOSK_CAMERA_COMMAND"] = str(camera)
    return config_for(tmp_path, tmp_path / "none.wav", server, **settings)


@pytest.mark.parametrize("engine", ["responses", "chat"])
@pytest.mark.parametrize("language", LOOKING)
async def test_the_picture_goes_with_its_question_and_with_no_other(
    openai_server, tmp_path, engine, language
):
    config = seeing(tmp_path, openai_server, KIOSK_AGENTS_ENGINE=f"{engine},offline")
    openai_server.think = lambda _: Scenario("Parece una tela roja.")
    path = "/responses" if engine == "responses" else "/chat/completions"
    question, looking = LOOKING[language]
    async with kiosk_inside(config) as kiosk:
        turn = await kiosk.ask(question)
        assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
        assert [e.text for e in turn["sentence"]] == [looking, "Parece una tela roja."]
        sent = json.dumps(openai_server.seen(path)[-1].body)
        assert sent.count("data:image/jpeg;base64,") == 1
        kept = kiosk.host.visit.assistant.conversation.messages
        assert kept[0] == CustomerSaid(question)
        await kiosk.ask("¿Y algo distinto, de otro color?")
        assert "data:image" not in json.dumps(openai_server.seen(path)[-1].body)


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("engine", ["responses", "chat"])
async def test_a_model_that_takes_no_pictures_says_so_and_stays(
    openai_server, tmp_path, engine, status
):
    config = seeing(tmp_path, openai_server, KIOSK_AGENTS_ENGINE=f"{engine},offline")
    openai_server.think = lambda _: Scenario("Buenas tardes.")
    path = "/responses" if engine == "responses" else "/chat/completions"
    async with kiosk_inside(config) as kiosk:
        openai_server.fails(path, *[Fault("status", status=status)] * 3)
        turn = await kiosk.ask("¿Qué es esto?")
        assert turn["sentence"][1].text.startswith("Ahora no puedo ver")
        openai_server.works_again()
        turn = await kiosk.ask("Hola, buenas tardes")
        assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
        assert kiosk.host.visit.assistant.engine == engine


@pytest.mark.parametrize("language", LOOKING)
async def test_the_rules_say_that_they_cannot_see(openai_server, tmp_path, language):
    config = seeing(tmp_path, openai_server, KIOSK_AGENTS_ENGINE="offline")
    question, looking = LOOKING[language]
    async with kiosk_inside(config) as kiosk:
        turn = await kiosk.ask(question)
    told = [e.text for e in turn["sentence"]]
    cannot = {"es": "Ahora no puedo ver", "en": "I cannot see"}[language]
    assert told[0] == looking
    assert told[1].startswith(cannot)


async def test_a_broken_camera_is_told_in_one_sentence(openai_server, tmp_path):
    config = seeing(tmp_path, openai_server, "raise SystemExit(1)")
    async with kiosk_inside(config) as kiosk:
        turn = await kiosk.ask("¿Qué es esto?")
    assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
    assert turn["sentence"][1].text.startswith("La cámara no funciona")
    assert openai_server.seen("/responses") == []
