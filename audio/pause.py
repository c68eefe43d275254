"""Where somebody has spoken and paused, while the recording still goes on."""

import numpy as np

from audio.silence import has_speech, loud_frames
from audio.sound import Samples

PAUSE_S = 0.3
"""So long a silence may be the end of the question."""
TAIL_S = 0.2
"""Silence that is left behind the last word."""

_FRAME_S = 0.02
_LOOK_S = 0.1
_A_SOUND = 3
"""Loud frames that are more than a click."""


class Pauses:
    """Collects a recording and tells when it pauses."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._parts: list[Samples] = []
        self._unseen = 0

    @property
    def samples(self) -> Samples:
        """All that was heard so far."""
        self._parts = [np.concatenate([np.zeros(0, np.int16), *self._parts])]
        return self._parts[0]

    def add(self, samples: Samples) -> bool:
        """Add sound; tells whether somebody has spoken and paused now.

        Looks ten times a second, and is false in between.
        """
        self._parts.append(samples)
        self._unseen += len(samples)
        if self._unseen < _LOOK_S * self._rate_hz:
            return False
        self._unseen = 0
        heard = self.samples
        return has_speech(heard, self._rate_hz) and not self.speaks_after(
            len(heard) - int(PAUSE_S * self._rate_hz)
        )

    def speaks_after(self, place: int) -> bool:
        """Whether there is sound in the range of the voice behind so many samples."""
        is_loud = loud_frames(self.samples, self._rate_hz, _FRAME_S)
        first = -(-place // int(_FRAME_S * self._rate_hz))
        return int(is_loud[max(first, 0) :].sum()) >= _A_SOUND


def without_tail(samples: Samples, rate_hz: int) -> Samples:
    """Give a sound without the silence behind its last word, but for 0.2 s."""
    loud = np.flatnonzero(loud_frames(samples, rate_hz, _FRAME_S))
    if not len(loud):
        return samples
    end_s = (int(loud[-1]) + 1) * _FRAME_S + TAIL_S
    return samples[: int(end_s * rate_hz)]
