"""Is there speech in this sound at all?

An energy gate over the range of the voice, with a noise floor taken from the sound
itself. A button says when a question begins and ends; this only keeps nothing from
becoming a question.
"""

import numpy as np
from numpy.typing import NDArray

from audio.sound import Samples

SHORTEST_S = 0.3
"""A shorter sound is that of a touched button."""
_SHORTEST_WORD_S = 0.16
"""Less speech than this is a knock; a "sí" under noise stands out for so long."""
FRAME_S = 0.02

_VOICE_HZ = (150.0, 4000.0)
_QUIETEST_DB = -55.0
"""Of full scale; below it a microphone only hears itself."""
_ABOVE_FLOOR_DB = 9.0
_SHORTEST_RUN = 3
"""Frames: a click is over sooner."""
_SYLLABLES_DB = 2.0
"""Speech rises and falls at least this much (standard deviation); a hum does not."""
_BEAT = 0.9
"""Music repeats itself in time more exactly than anybody speaks, counting included."""
_BEAT_S = (0.1, 1.1)
"""Between two beats."""


class Levels:
    """How loud a sound is in the range of the voice, reckoned while it arrives."""

    def __init__(self, rate_hz: int, frame_s: float = FRAME_S) -> None:
        self._size = int(rate_hz * frame_s)
        self._frame_s = frame_s
        self._window = np.hanning(self._size).astype(np.float32) / 32768
        pitch_hz = np.fft.rfftfreq(self._size, 1 / rate_hz)
        in_voice = (pitch_hz >= _VOICE_HZ[0]) & (pitch_hz <= _VOICE_HZ[1])
        self._voice = slice(*(np.flatnonzero(in_voice)[[0, -1]] + (0, 1)))
        self._rest = np.zeros(0, np.int16)
        self._levels = np.zeros(0, np.float32)

    def add(self, samples: Samples) -> None:
        """Take in more of the sound; what fills no frame waits for the next."""
        samples = np.concatenate([self._rest, samples])
        whole = len(samples) // self._size * self._size
        self._rest = samples[whole:]
        frames = samples[:whole].reshape(-1, self._size)
        self._levels = np.concatenate([self._levels, self._of(frames)])

    def has_speech(self) -> bool:
        """Tell whether somebody speaks: no silence, hum, clicks or steady beat."""
        if len(self._levels) * self._frame_s < SHORTEST_S:
            return False
        spoken = self._levels[_in_runs(self.loud())]
        if len(spoken) * self._frame_s < _SHORTEST_WORD_S:
            return False
        if float(np.std(spoken)) < _SYLLABLES_DB:
            return False
        return self._beat() < _BEAT

    def loud(self) -> NDArray[np.bool_]:
        """Tell for each frame whether something stands out in the voice's range."""
        if not len(self._levels):
            return np.zeros(0, np.bool_)
        # Not np.percentile: it loads numpy.ma, 30 ms at the first question.
        quiet = float(np.sort(self._levels)[len(self._levels) // 10])
        floor = max(quiet, _QUIETEST_DB - _ABOVE_FLOOR_DB)
        return self._levels > floor + _ABOVE_FLOOR_DB

    def _beat(self) -> float:
        """Tell how exactly the sound repeats itself: 1.0 is a machine's beat."""
        places = np.flatnonzero(self.loud())
        levels = np.maximum(self._levels[places[0] : places[-1] + 1], _QUIETEST_DB)
        size = len(levels)
        first, last = (round(beat_s / self._frame_s) for beat_s in _BEAT_S)
        last = min(last, size // 3)
        if last <= first:
            return 0.0
        spectrum = np.fft.rfft(levels - levels.mean(), 2 * size)
        likeness = np.fft.irfft(np.abs(spectrum) ** 2)[:last]
        overlap = 1 - np.arange(last) / size
        return float((likeness / overlap)[first:].max() / likeness[0])

    def _of(self, frames: Samples) -> NDArray[np.float32]:
        """Give the level of each frame, in dB of full scale."""
        spectrum = np.abs(np.fft.rfft(frames * self._window, axis=1)) ** 2
        power = spectrum[:, self._voice].sum(axis=1) / (self._size**2 / 8)
        levels: NDArray[np.float32] = 10 * np.log10(power + 1e-12, dtype=np.float32)
        return levels


def has_speech(samples: Samples, rate_hz: int) -> bool:
    """Tell whether somebody speaks: not silence, hum, clicks or a steady beat."""
    levels = Levels(rate_hz)
    levels.add(samples)
    return levels.has_speech()


def loud_frames(samples: Samples, rate_hz: int, frame_s: float) -> NDArray[np.bool_]:
    """Tell for each frame whether something in the range of the voice is heard."""
    levels = Levels(rate_hz, frame_s)
    levels.add(samples)
    return levels.loud()


def _in_runs(is_loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep only the loud frames that stand in a run long enough."""
    kept = is_loud.copy()
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_loud.view(np.int8), [0]))))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start < _SHORTEST_RUN:
            kept[start:end] = False
    return kept
