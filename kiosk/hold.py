"""A button that is held and says nothing: the customer wants to leave."""

import asyncio
from collections.abc import Callable

import numpy as np

from audio import Block, has_speech, loud_frames

HOLD_S = 3.0
"""So long a silent button ends the visit."""

_ONE_MORE_S = 0.4
"""Whoever begins to speak at the last moment has said enough by then."""
_FRAME_S = 0.02
_A_SOUND = 3
"""Loud frames that are more than a click."""


class Hold:
    """One press of a button that can be held. Loop only."""

    def __init__(self, on_silent: Callable[[], None]) -> None:
        """Listen from the press on.

        Args:
            on_silent: Called when the button was held and nobody spoke.
        """
        self._on_silent = on_silent
        self._sound: list[Block] = []
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(HOLD_S, self._look, _ONE_MORE_S)

    def add(self, block: Block) -> None:
        """Take what is heard, until it is known what the press means."""
        if not self._timer.cancelled():
            self._sound.append(block)

    def release(self) -> None:
        """The button came up, or the press is over otherwise; may be called twice."""
        self._timer.cancel()
        self._sound.clear()

    def _look(self, more_s: float) -> None:
        if not self._sound:
            return self._end()
        rate_hz = self._sound[0].rate_hz
        samples = np.concatenate([block.samples for block in self._sound])
        if has_speech(samples, rate_hz):
            return self.release()
        latest = loud_frames(samples, rate_hz, _FRAME_S)[-int(more_s / _FRAME_S) :]
        if more_s and int(latest.sum()) >= _A_SOUND:
            self._timer = self._loop.call_later(more_s, self._look, 0.0)
            return None
        return self._end()

    def _end(self) -> None:
        self.release()
        self._on_silent()
