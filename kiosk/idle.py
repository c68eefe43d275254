"""Whether the customer is still there, told by the seconds since their last sign."""

import asyncio
from collections.abc import Callable

WARNING_S = 20.0
"""The customer is asked so long before the visit ends by itself."""


class Idle:
    """Counts a visit's silent seconds: asks once, then ends it. Loop only."""

    def __init__(
        self, limit_s: float, *, warn: Callable[[], None], end: Callable[[], None]
    ) -> None:
        """Count nothing yet.

        Args:
            limit_s: Seconds after which the visit is over.
            warn: Called when `WARNING_S` are left, or half of a shorter limit.
            end: Called when none are.
        """
        self._limit_s = limit_s
        self._warning_s = min(WARNING_S, limit_s / 2)
        self._warn = warn
        self._end = end
        self._timers: tuple[asyncio.TimerHandle, ...] = ()

    @property
    def left_s(self) -> float | None:
        """Seconds until the end; None while nothing is counted."""
        if not self._timers:
            return None
        now = asyncio.get_running_loop().time()
        return max(self._timers[-1].when() - now, 0.0)

    @property
    def has_warned(self) -> bool:
        """Whether the customer was asked and has not given a sign since."""
        left_s = self.left_s
        return left_s is not None and left_s < self._warning_s

    def begin(self) -> None:
        """The customer gave a sign: count anew."""
        self.stop()
        loop = asyncio.get_running_loop()
        self._timers = (
            loop.call_later(self._limit_s - self._warning_s, self._warn),
            loop.call_later(self._limit_s, self._grow_idle),
        )

    def stop(self) -> None:
        """Count no longer."""
        for timer in self._timers:
            timer.cancel()
        self._timers = ()

    def _grow_idle(self) -> None:
        self._timers = ()
        self._end()
