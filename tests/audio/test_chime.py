import math
import subprocess

import numpy as np
import pytest

from audio import UnknownBackend, read_chime, write_wav
from audio.sound import Clip


def tone(rate_hz=22_050, length_s=0.2):
    moments = np.arange(int(rate_hz * length_s)) / rate_hz
    return Clip((9000 * np.sin(math.tau * 660 * moments)).astype(np.int16), rate_hz)


def test_a_wav_chime_is_read_as_it_is(tmp_path):
    write_wav(tmp_path / "chime.wav", tone())
    chime = read_chime(tmp_path / "chime.wav")
    assert chime.rate_hz == 22_050
    assert np.array_equal(chime.samples, tone().samples)


def test_an_mp3_chime_is_decoded(tmp_path):
    write_wav(tmp_path / "chime.wav", tone())
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", "chime.wav", "chime.mp3"],
        cwd=tmp_path,
        check=True,
    )
    chime = read_chime(tmp_path / "chime.mp3")
    assert chime.length_s == pytest.approx(0.2, abs=0.1)
    assert np.abs(chime.samples).max() > 6000


@pytest.mark.parametrize("content", [None, b"this is no sound"])
def test_what_is_no_sound_is_said(tmp_path, content):
    path = tmp_path / "chime.ogg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnknownBackend, match=r"the chime .*chime\.ogg"):
        read_chime(path)
