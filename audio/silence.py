"""Is there speech in this sound at all?

An energy gate over the range of the voice, with a noise floor taken from the sound
itself. A button says when a question begins and ends; this only keeps nothing from
becoming a question.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import Samples

SHORTEST_S = 0.3
"""Less speech than this is a cough, a knock or a touched button."""

_FRAME_S = 0.02
_VOICE_HZ = (150.0, 4000.0)
_QUIETEST_DB = -55.0
"""Of full scale; below it a microphone only hears itself."""
_ABOVE_FLOOR_DB = 9.0
_SHORTEST_RUN = 3
"""Frames: a click is over sooner."""
_SYLLABLES_DB = 2.0
"""Speech rises and falls at least this much (standard deviation); a hum does not."""


def has_speech(samples: Samples, rate_hz: int) -> bool:
    """Tell whether somebody speaks for at least 0.3 s: not silence, hum or clicks."""
    levels = _levels_db(samples, int(rate_hz * _FRAME_S), rate_hz)
    if len(levels) * _FRAME_S < SHORTEST_S:
        return False
    spoken = levels[_in_runs(_above_floor(levels))]
    if len(spoken) * _FRAME_S < SHORTEST_S:
        return False
    return float(np.std(spoken)) >= _SYLLABLES_DB


def loud_frames(samples: Samples, rate_hz: int, frame_s: float) -> NDArray[np.bool_]:
    """Tell for each frame whether something in the range of the voice is heard."""
    levels = _levels_db(samples, int(rate_hz * frame_s), rate_hz)
    return _above_floor(levels) if len(levels) else np.zeros(0, np.bool_)


def _above_floor(levels: NDArray[np.float32]) -> NDArray[np.bool_]:
    # Not np.percentile: it loads numpy.ma, 30 ms at the first question.
    quiet = float(np.sort(levels)[len(levels) // 10])
    floor = max(quiet, _QUIETEST_DB - _ABOVE_FLOOR_DB)
    return levels > floor + _ABOVE_FLOOR_DB


def _levels_db(samples: Samples, size: int, rate_hz: int) -> NDArray[np.float32]:
    """Give the level of each frame in the range of the voice, in dB of full scale."""
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    window = np.hanning(size).astype(np.float32) / 32768
    spectrum = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
    pitch_hz = np.fft.rfftfreq(size, 1 / rate_hz)
    voice = spectrum[:, (pitch_hz >= _VOICE_HZ[0]) & (pitch_hz <= _VOICE_HZ[1])]
    power = voice.sum(axis=1) / (size * size / 8)
    levels: NDArray[np.float32] = 10 * np.log10(power + 1e-12)
    return levels


def _in_runs(is_loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep only the loud frames that stand in a run long enough."""
    kept = is_loud.copy()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_loud.view(np.int8), [0]))))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start < _SHORTEST_RUN:
            kept[start:end] = False
    return kept
