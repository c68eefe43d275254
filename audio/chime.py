"""Short sounds: an owner's own, decoded once at start, and one to try a device with."""

from pathlib import Path

import numpy as np

from audio.errors import UnknownBackend
from audio.settings import Signal
from audio.sound import Clip

TONE_RATE_HZ = 16_000

_NOTE_S = 0.07
"""Two of these, heard by the microphone, are still no word."""
_SIGNALS: dict[Signal, tuple[float, ...]] = {
    "ready": (880.0,),
    "listening": (660.0, 880.0),
    "thinking": (880.0, 660.0),
    "trouble": (330.0, 220.0),
}


def read_chime(path: Path) -> Clip:
    """Decode a sound file to mono; anything but WAV needs ffmpeg.

    Raises:
        UnknownBackend: It is not there, or is no sound that can be decoded here.
    """
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

    try:
        with path.open("rb") as file:
            sound = AudioSegment.from_file(file, format=path.suffix.lstrip(".") or None)
    except (OSError, CouldntDecodeError) as error:
        message = f"the chime {path} can't be decoded: {error}"
        raise UnknownBackend(message.splitlines()[0]) from error
    sound = sound.set_channels(1).set_sample_width(2)
    samples = np.frombuffer(sound.raw_data, dtype=np.int16)
    return Clip(samples, sound.frame_rate)


def trial_tone(hertz: float = 440.0, length_s: float = 0.8) -> Clip:
    """Give a soft tone that swells and fades, to hear whether a loudspeaker works."""
    at_s = np.arange(int(TONE_RATE_HZ * length_s)) / TONE_RATE_HZ
    swell = np.sin(np.pi * at_s / length_s)
    wave = 8_000 * swell * np.sin(2 * np.pi * hertz * at_s)
    return Clip(wave.astype(np.int16), TONE_RATE_HZ)


def signal(name: Signal) -> Clip:
    """Give the short sound of a stage: rising, falling, high or twice low."""
    notes = [trial_tone(pitch_hz, _NOTE_S).samples for pitch_hz in _SIGNALS[name]]
    return Clip(np.concatenate(notes), TONE_RATE_HZ)
