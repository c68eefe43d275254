"""`kiosk bench voice`, run as it is typed; no time is asserted."""

from xml.etree import ElementTree

import pytest

from kiosk.bench import BY_RULE, STAGES, BenchTurn, table
from kiosk.cli import run
from kiosk.timeline import as_svg
from tests.audio.sounds import ESPEAK_RATE_HZ, spoken
from tests.doubles.openai_scenarios import Scenario
from tests.doubles.openai_server import OpenAIServer
from tests.doubles.virtual_sound import write_wav

MARKS = ("released", "words", "thinking", "token", "sentence", "speaking", "speech")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path / "state"))
    return tmp_path


@pytest.fixture
def question(home):
    samples = spoken("qué hay", "es")[: ESPEAK_RATE_HZ // 2]
    return write_wav(home / "question.wav", samples, rate_hz=ESPEAK_RATE_HZ)


def measured(**changed):
    marks = {name: 10 + place / 10 for place, name in enumerate(MARKS)}
    return BenchTurn({**marks, "sound": 11.0, **changed}, tools_s=0.05, trouble="")


def test_turns_are_measured_stage_by_stage_and_drawn(
    home, question, monkeypatch, capsys
):
    with OpenAIServer() as server:
        server.hear = lambda form: "cuéntame algo"
        server.think = lambda asked: Scenario("Con gusto. Dígame.")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        drawn = home / "turn.svg"
        options = ["--silent", "--turns", "2", "--svg", str(drawn)]
        assert run(["bench", "voice", str(question), *options]) == 0
    told = capsys.readouterr().out
    assert "2 turns" in told.splitlines()[0]
    by_model = [stage for stage in STAGES if stage != BY_RULE]
    for stage in (*by_model, "  ours", "  of this engines and servers"):
        assert stage in told
    picture = ElementTree.parse(drawn)  # noqa: S314 - our own picture
    assert len(picture.findall(".//{*}rect")) == 1 + len(by_model)


def test_turns_without_an_answer_are_named_and_fail(home, monkeypatch, capsys):
    silent = write_wav(
        home / "silent.wav", spoken("a")[:4000] * 0, rate_hz=ESPEAK_RATE_HZ
    )
    assert run(["bench", "voice", str(silent), "--silent", "--turns", "1"]) == 1
    assert "nothing_heard" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--turns", "0"], 2, "--turns"),
        (["question.mp3"], 2, ".wav"),
        (["question.wav", "--microphone"], 2, "either"),
        (["missing.wav", "--silent"], 3, "missing.wav"),
    ],
)
def test_wrong_wishes_are_told(home, options, code, told, capsys):
    assert run(["bench", "voice", *options]) == code
    assert told in capsys.readouterr().err


def test_the_table_tells_ours_from_the_engines():
    lines = table([measured()] * 3).splitlines()
    figures = {line[:40].strip(): line[40:].split() for line in lines[1:]}
    assert figures["release to first sound"] == ["1000.0", "1000.0"]
    assert figures["of this engines and servers"] == ["400.0", "400.0"]
    assert figures["ours"] == ["600.0", "600.0"]
    assert figures["of these, tools"] == ["50.0", "50.0"]


def test_a_turn_without_a_model_has_no_stages_of_one():
    without = {"thinking", "token"}
    marks = {n: t for n, t in measured().marks.items() if n not in without}
    names = [name for name, _, _ in BenchTurn(marks, 0.0, "").stages()]
    assert not any("token" in name for name in names)
    assert BY_RULE in names


def test_a_turn_that_ended_in_trouble_is_not_counted():
    broken = BenchTurn(measured().marks, 0.0, "server_error: gone")
    assert not broken.is_whole
    assert "1 turn," not in table([measured(), broken])
    assert "1 turn" in table([measured(), broken])


def test_names_are_escaped_in_the_picture():
    picture = as_svg("<turn>", [("ears: <words>", 0.0, 0.2), ("other", 0.2, 0.2)])
    drawn = ElementTree.fromstring(picture)  # noqa: S314 - our own picture
    texts = [text.text for text in drawn.iter() if text.text]
    assert "<turn>" in texts
    assert "ears: <words>" in texts
