"""What waits to be played: filled on the loop, emptied by the loudspeaker's thread."""

import threading
from collections import deque

import numpy as np

from audio.sound import Samples, faded_out

_FADE_S = 0.012
_NOTHING = np.zeros(0, np.int16)


class PlayQueue:
    """Samples at the device's rate, taken in pieces of one size.

    Every method may be called from any thread.
    """

    def __init__(self) -> None:
        self._pieces: deque[Samples] = deque()
        self._length = 0
        self._changed = threading.Condition()
        self.taken = 0
        """Samples taken since the beginning."""

    def __len__(self) -> int:
        """Samples that wait."""
        return self._length

    def put(self, samples: Samples) -> None:
        """Append samples."""
        with self._changed:
            self._pieces.append(samples)
            self._length += len(samples)
            self._changed.notify()

    def cut(self, rate_hz: int) -> None:
        """Keep only the next 12 ms, fading to nothing."""
        with self._changed:
            ending = faded_out(self._take(int(rate_hz * _FADE_S)))
            self._pieces = deque([ending])
            self._length = len(ending)

    def clear(self) -> None:
        """Forget everything and wake who waits."""
        with self._changed:
            self._pieces.clear()
            self._length = 0
            self._changed.notify()

    def wait(self, timeout_s: float) -> bool:
        """Wait for samples; tells whether there are any."""
        with self._changed:
            if not self._length:
                self._changed.wait(timeout_s)
            return self._length > 0

    def wake(self) -> None:
        """Let who waits look at the world again."""
        with self._changed:
            self._changed.notify()

    def take(self, size: int) -> Samples:
        """Take up to `size` samples from the front."""
        with self._changed:
            samples = self._take(size)
            self.taken += len(samples)
            return samples

    def _take(self, size: int) -> Samples:
        taken: list[Samples] = []
        while size and self._pieces:
            piece = self._pieces.popleft()
            if len(piece) > size:
                self._pieces.appendleft(piece[size:])
                piece = piece[:size]
            taken.append(piece)
            size -= len(piece)
        samples = np.concatenate(taken) if taken else _NOTHING
        self._length -= len(samples)
        return samples
