import numpy as np
import pytest

from audio import has_speech
from audio.sound import resampled
from tests.audio.sounds import ESPEAK_RATE_HZ, spoken

RATE_HZ = 16_000
NOISE = np.random.default_rng(1)


def seconds(length_s):
    return np.arange(int(length_s * RATE_HZ)) / RATE_HZ


def silence(length_s):
    return np.zeros(int(length_s * RATE_HZ))


def noise(length_s, size):
    return NOISE.normal(0, size, int(length_s * RATE_HZ))


def hum(length_s):
    time_s = seconds(length_s)
    return 3000 * sum(np.sin(2 * np.pi * 50 * n * time_s) / n for n in (1, 2, 3, 5))


def clicks(length_s):
    sound = noise(length_s, 20)
    for start in range(2000, len(sound) - 100, RATE_HZ // 2):
        sound[start : start + 80] += 15_000 * np.exp(-np.arange(80) / 20)
    return sound


def beaten(note, every_s, length_s=3):
    """Music as a loop: the same note again and again, with the rest between."""
    count = round(length_s / every_s)
    return np.tile(np.pad(note, (0, int(every_s * RATE_HZ) - len(note))), count)


def drum():
    return NOISE.normal(0, 6000, 1600) * np.exp(-seconds(0.1) / 0.025)


def plucked():
    time_s = seconds(0.24)
    harmonics = sum(np.sin(2 * np.pi * 220 * n * time_s) / n for n in range(1, 7))
    return 4000 * harmonics * np.exp(-time_s / 0.1)


def touch():
    """A tenth of a second of somebody's voice, as when a button is only touched."""
    sound = noise(0.5, 20)
    sound[6400:8000] += speech("es")[4000:5600]
    return sound


def speech(voice, gain=1.0, text=""):
    asked = "dame tres laptops" if voice.startswith("es") else "show me three laptops"
    text = text or asked
    sound = resampled(spoken(text, voice), ESPEAK_RATE_HZ, RATE_HZ)
    return np.concatenate([silence(0.4), sound * gain, silence(0.2)])


def as_sound(samples):
    return np.clip(samples, -32768, 32767).astype(np.int16)


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(silence(0), id="nothing"),
        pytest.param(silence(2), id="digital silence"),
        pytest.param(noise(2, 30), id="a quiet room"),
        pytest.param(noise(2, 2000), id="a loud fan"),
        pytest.param(hum(2), id="mains hum"),
        pytest.param(np.concatenate([noise(1, 20), hum(1)]), id="a hum that begins"),
        pytest.param(clicks(2), id="clicks"),
        pytest.param(touch(), id="a touched button"),
        pytest.param(noise(3, 20) + beaten(drum(), 0.25), id="drums"),
        pytest.param(noise(3, 20) + beaten(drum(), 0.5), id="slow drums"),
        pytest.param(noise(3, 20) + beaten(plucked(), 0.25), id="a plucked string"),
        pytest.param(noise(3, 20) + beaten(plucked(), 0.5), id="a slow string"),
        pytest.param(8000 * np.sin(2 * np.pi * 440 * seconds(2)), id="a tone"),
    ],
)
def test_nothing_is_not_speech(sound):
    assert not has_speech(as_sound(sound), RATE_HZ)


@pytest.mark.parametrize("voice", ["es", "es-419", "en-us"])
@pytest.mark.parametrize("gain", [1.0, 0.03])
def test_loud_and_quiet_voices_are_speech(voice, gain):
    sound = speech(voice, gain)
    assert has_speech(as_sound(sound + noise(len(sound) / RATE_HZ, 10)), RATE_HZ)


@pytest.mark.parametrize("gain", [1.0, 0.03])
@pytest.mark.parametrize(
    ("voice", "text"),
    [
        *(("es", "sí"), ("es", "no"), ("es", "hola"), ("es", "ya"), ("es-419", "sí")),
        *(("en-us", "yes"), ("en-us", "no"), ("en-us", "two")),
        ("es", "uno, dos, tres, cuatro, cinco, seis, siete, ocho"),
        ("en-us", "one two three four five six seven eight"),
    ],
)
def test_a_single_word_is_speech_and_so_is_counting(voice, text, gain):
    sound = speech(voice, gain, text)
    assert has_speech(as_sound(sound + noise(len(sound) / RATE_HZ, 10)), RATE_HZ)


def test_a_voice_over_music_is_speech():
    sound = speech("es")
    music = np.resize(beaten(drum(), 0.25), len(sound))
    assert has_speech(as_sound(sound + music / 2), RATE_HZ)


@pytest.mark.parametrize("voice", ["es", "es-419", "en-us"])
def test_a_voice_in_a_noisy_shop_is_speech(voice):
    sound = speech(voice)
    loudness = np.sqrt((sound**2).mean())
    assert has_speech(
        as_sound(sound + noise(len(sound) / RATE_HZ, loudness / 4)), RATE_HZ
    )


def test_hum_under_a_voice_does_not_hide_it():
    sound = speech("es")
    assert has_speech(
        as_sound(sound + hum(len(sound) / RATE_HZ)[: len(sound)]), RATE_HZ
    )
