"""Where somebody has spoken and paused, while the recording still goes on."""

import numpy as np

from audio.silence import FRAME_S, Levels
from audio.sound import Samples

PAUSE_S = 0.3
"""So long a silence may be the end of the question."""
TAIL_S = 0.2
"""Silence that is left behind the last word."""

_LOOK_S = 0.1
_A_SOUND = 3
"""Loud frames that are more than a click."""


class Pauses:
    """Collects a recording and tells when it pauses."""

    def __init__(self, rate_hz: int, pause_s: float = PAUSE_S) -> None:
        self._rate_hz = rate_hz
        self._pause = int(pause_s * rate_hz)
        self._levels = Levels(rate_hz)
        self._parts: list[Samples] = []
        self._count = 0
        self._unseen: list[Samples] = []
        self._unseen_count = 0

    @property
    def samples(self) -> Samples:
        """All that was heard so far."""
        self._look()
        self._parts = [np.concatenate([np.zeros(0, np.int16), *self._parts])]
        return self._parts[0]

    @property
    def has_speech(self) -> bool:
        """Whether somebody has spoken so far."""
        self._look()
        return self._levels.has_speech()

    def add(self, samples: Samples) -> bool:
        """Add sound; tells whether somebody has spoken and paused now.

        Looks ten times a second, and is false in between.
        """
        self._unseen.append(samples)
        self._unseen_count += len(samples)
        self._count += len(samples)
        if self._unseen_count < _LOOK_S * self._rate_hz:
            return False
        return self.has_speech and not self.speaks_after(self._count - self._pause)

    def speaks_after(self, place: int) -> bool:
        """Whether there is sound in the range of the voice behind so many samples."""
        self._look()
        first = -(-place // int(FRAME_S * self._rate_hz))
        return int(self._levels.loud()[max(first, 0) :].sum()) >= _A_SOUND

    def without_tail(self) -> Samples:
        """Give all but the silence behind the last word, of which 0.2 s stay."""
        samples = self.samples
        loud = np.flatnonzero(self._levels.loud())
        if not len(loud):
            return samples
        end_s = (int(loud[-1]) + 1) * FRAME_S + TAIL_S
        return samples[: int(end_s * self._rate_hz)]

    def _look(self) -> None:
        if self._unseen:
            self._levels.add(np.concatenate(self._unseen))
            self._parts += self._unseen
            self._unseen, self._unseen_count = [], 0
