import json
import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from audio import AudioSettings, ServiceBroken, UnknownBackend, build_synthesizer

PROGRAM = """#!{python}
import argparse, sys
parser = argparse.ArgumentParser()
parser.add_argument("--model", required=True)
parser.add_argument("--output_raw", action="store_true", required=True)
parser.add_argument("--length_scale", type=float)
given = parser.parse_args()
for line in sys.stdin:
    if "muere" in line:
        sys.exit("no voice left")
    samples = round(100 * len(line.strip()) * given.length_scale)
    sys.stdout.buffer.write(b"\\x10\\x20" * samples)
    sys.stdout.buffer.flush()
"""


@pytest.fixture
def settings(tmp_path):
    """A program that speaks as Piper does, and a Spanish voice for it."""
    program = tmp_path / "piper"
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    voice = tmp_path / "es_PE-ana.onnx"
    voice.write_bytes(b"weights")
    beside = tmp_path / "es_PE-ana.onnx.json"
    beside.write_text(json.dumps({"audio": {"sample_rate": 16_000}}))
    return {"program": str(program), "es": str(voice)}


@pytest.fixture
async def voice(settings):
    voice = build_synthesizer(AudioSettings(tts="piper", piper=settings))
    yield voice
    await voice.close()
    await voice.close()


async def sound_of(voice, text, language="es"):
    blocks = [block async for block in voice.synthesize(text, language)]
    assert {block.rate_hz for block in blocks} == {16_000}
    return np.concatenate([block.samples for block in blocks])


async def test_each_sentence_is_said_whole_and_on_one_line(voice):
    await voice.warm()
    for text in ("Buenos días", "Cuesta\nS/ 20"):
        sound = await sound_of(voice, text)
        said = text.replace("\nS/ 20", " 20 soles")
        assert len(sound) == 100 * len(said)
        assert set(sound) == {0x2010}


async def test_the_next_program_loads_its_voice_while_this_one_speaks(voice):
    assert not programs()
    await voice.warm()
    first = programs()
    await sound_of(voice, "uno")
    second = programs()
    assert len(first) == len(second) == 1
    assert first != second
    await voice.close()
    assert not programs()


async def test_a_slower_pace_makes_longer_sounds(voice):
    plain = await sound_of(voice, "despacio")
    voice.pace = 0.5
    assert len(await sound_of(voice, "despacio")) == 2 * len(plain)


async def test_a_language_without_a_voice_is_said_by_the_other(voice):
    assert len(await sound_of(voice, "hello", "en")) == 500


async def test_a_program_that_dies_is_told_in_its_own_words(voice):
    with pytest.raises(ServiceBroken, match="no voice left"):
        await sound_of(voice, "muere")
    assert len(await sound_of(voice, "vive")) == 400


async def test_closing_the_iterator_leaves_no_program_speaking(voice):
    sound = voice.synthesize("larga " * 50_000, "es")
    await anext(sound)
    await sound.aclose()
    assert len(await sound_of(voice, "otra")) == 400


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"program": "no-such-piper"}, "needs the program no-such-piper"),
        ({"es": ""}, "needs a voice"),
        ({"es": "/nowhere/voice.onnx"}, "no Piper voice at /nowhere/voice.onnx"),
    ],
)
def test_what_is_missing_is_named(settings, wrong, told):
    with pytest.raises(UnknownBackend, match=told):
        build_synthesizer(AudioSettings(tts="piper", piper=settings | wrong))


def test_a_voice_without_its_description_is_no_voice(settings, tmp_path):
    (tmp_path / "es_PE-ana.onnx.json").write_text("{}")
    with pytest.raises(UnknownBackend, match="two files"):
        build_synthesizer(AudioSettings(tts="piper", piper=settings))


def programs():
    """Pids of our programs that run."""
    tasks = Path("/proc/self/task").iterdir()
    pids = " ".join((task / "children").read_text() for task in tasks).split()
    return [
        pid for pid in pids if b"es_PE" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
