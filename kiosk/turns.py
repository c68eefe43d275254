"""Turns, one at a time: the next one waits until those before it have ended."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from kiosk.line import Turn

Take = Callable[[Turn], Awaitable[object]]
"""What a turn consists of."""

_CLOSES_S = 6.0
"""A turn that is cut short gives its devices back long before."""


class Turns:
    """The turn under way, and those cut short that have not ended yet. Loop only."""

    def __init__(self) -> None:
        self.present: Turn | None = None
        self._task: asyncio.Task[None] | None = None
        self._ends: dict[asyncio.Task[None], float] = {}
        """Turns that have not ended, and since when they should have."""

    @property
    def is_busy(self) -> bool:
        """Whether a turn is under way."""
        return self._task is not None and not self._task.done()

    @property
    def is_stuck(self) -> bool:
        """Whether a turn that was cut short does not end."""
        return min(self._ends.values(), default=math.inf) < time.monotonic() - _CLOSES_S

    def begin(self, turn: Turn, take: Take, *, over: Callable[[], None]) -> None:
        """Begin a turn; those before it should end now.

        Args:
            turn: What is known of it.
            take: What it consists of.
            over: Called at its end, unless another has begun by then.
        """
        self.present = turn
        now = time.monotonic()
        for earlier, ends_at in self._ends.items():
            self._ends[earlier] = min(ends_at, now)
        self._task = asyncio.create_task(_take(take, turn, list(self._ends)))
        self._ends[self._task] = math.inf

        def ended(_: asyncio.Task[None]) -> None:
            if self.present is turn:
                self.present = None
                over()

        self._task.add_done_callback(self._ends.pop)
        # Not in the task: one that is cancelled before it begins never runs.
        self._task.add_done_callback(ended)

    def cancel(self) -> None:
        """Cut the turn short."""
        if self._task is not None:
            self._task.cancel()

    async def close(self) -> None:
        """Wait for the end of the turn that was cut short."""
        if self._task is not None:
            with suppress(asyncio.CancelledError):
                await self._task

    def forgetting(self) -> Awaitable[None]:
        """Give what waits for the end of the last turn, and lets nothing hold it."""
        return self._forgotten(self._task)

    async def _forgotten(self, turn: asyncio.Task[None] | None) -> None:
        if turn is not None:
            await asyncio.wait([turn])
        if self._task is turn:
            self._task = None


async def _take(take: Take, turn: Turn, earlier: list[asyncio.Task[None]]) -> None:
    """Take a turn once the one before has closed its stations."""
    if earlier:
        await asyncio.wait(earlier)
        earlier.clear()  # a turn that was cut short holds what was said in it
    await take(turn)
