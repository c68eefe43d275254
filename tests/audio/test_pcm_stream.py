import io
import struct
import wave

import numpy as np
import pytest

from audio.pcm_stream import PcmStream

SAMPLES = np.arange(-500, 500, dtype=np.int16)


def wave_file(channels: int = 1, rate_hz: int = 22_050, width: int = 2) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate_hz)
        sound.writeframes(np.repeat(SAMPLES, channels).tobytes())
    return file.getvalue()


def fed(stream: PcmStream, data: bytes, step: int) -> np.ndarray:
    parts = [stream.feed(data[i : i + step]) for i in range(0, len(data), step)]
    return np.concatenate(parts)


@pytest.mark.parametrize("step", [1, 2, 3, 13, 44, 45, 10_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_header_and_samples_may_be_cut_anywhere(step, channels):
    stream = PcmStream(None)
    np.testing.assert_array_equal(fed(stream, wave_file(channels), step), SAMPLES)
    assert stream.rate_hz == 22_050


@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_raw_samples_may_be_cut_anywhere(step):
    stream = PcmStream(24_000)
    np.testing.assert_array_equal(fed(stream, SAMPLES.tobytes(), step), SAMPLES)
    assert stream.rate_hz == 24_000


def test_further_chunks_before_the_sound_are_passed_over():
    file = wave_file()
    remark = b"LIST" + struct.pack("<I", 5) + b"hola!\x00"
    stream = PcmStream(None)
    samples = fed(stream, file[:36] + remark + file[36:], 11)
    np.testing.assert_array_equal(samples, SAMPLES)


def test_a_dummy_length_is_not_believed():
    file = bytearray(wave_file())
    file[4:8] = file[40:44] = b"\xff\xff\xff\xff"
    np.testing.assert_array_equal(fed(PcmStream(None), bytes(file), 99), SAMPLES)


@pytest.mark.parametrize("rate_hz", [1, 4_000, 4_000_000])
def test_an_impossible_rate_is_refused(rate_hz):
    with pytest.raises(ValueError, match="rate"):
        PcmStream(None).feed(wave_file(rate_hz=rate_hz))


def test_other_sample_formats_are_refused():
    with pytest.raises(ValueError, match="8 bits"):
        PcmStream(None).feed(wave_file(width=1))


def test_sound_without_header_or_rate_is_refused():
    with pytest.raises(ValueError, match="neither"):
        PcmStream(None).feed(b"\x00\x01\x02\x03")


def test_sound_before_its_shape_is_refused():
    file = wave_file()
    with pytest.raises(ValueError, match="before"):
        PcmStream(None).feed(file[:12] + file[36:])
