"""One recording on its way from the microphone to whoever listens."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable

from audio.errors import DeviceMissing
from audio.sound import Block

TOUCH_S = 0.2
"""A button that was let go sooner was only touched."""


class Recording:
    """Blocks in order, with an end: the release, the limit or the loss of the device.

    Nothing is given out before it is known that the button was not only touched: what
    people near say is no question. All methods belong to the loop.
    """

    def __init__(self, limit_s: float, pre_roll: Iterable[Block] = ()) -> None:
        self.reached_limit = False
        self._limit_s = limit_s
        self._length_s = 0.0
        self._blocks: deque[Block] = deque()
        self.is_over = False
        self._error: DeviceMissing | None = None
        self._changed = asyncio.Event()
        for block in pre_roll:
            self.add(block)
        self._surely_meant_s = min(self._length_s + TOUCH_S, limit_s)

    @property
    def was_touched(self) -> bool:
        """Whether it was over before anybody could have said a word."""
        return self.is_over and self._length_s < self._surely_meant_s

    def add(self, block: Block) -> None:
        """Append a block; ignored after the end."""
        if self.is_over:
            return
        self._blocks.append(block)
        self._length_s += block.length_s
        self._changed.set()
        if self._length_s >= self._limit_s:
            self.reached_limit = True
            self.end()

    def end(self) -> None:
        """Let the blocks end after those that are here."""
        self.is_over = True
        self._changed.set()

    def fail(self, error: DeviceMissing) -> None:
        """Let the blocks end with an error."""
        if not self.is_over:
            self._error = error
            self.end()

    async def blocks(self) -> AsyncIterator[Block]:
        """Yield the blocks as they arrive, each once.

        Raises:
            DeviceMissing: The device went away before the end.
        """
        while True:
            while self._blocks and self._length_s >= self._surely_meant_s:
                yield self._blocks.popleft()
            if self._error is not None:
                raise self._error
            if self.is_over:
                return
            self._changed.clear()
            await self._changed.wait()
