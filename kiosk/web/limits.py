"""How much one caller may ask of the door."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kiosk.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """What is granted to whoever shows the same token."""

    per_second: float = 50.0
    """Calls in the long run."""
    burst: int = 200
    """Calls that may come at once after a quiet while."""
    at_once: int = 64
    """Long calls under way: questions, chats and streams of events."""


STRANGERS = Limits(per_second=0.5, burst=60, at_once=0)
"""All who show no token that fits, together: nobody finds one by trying."""


class Gate:
    """Counts one token's calls."""

    def __init__(
        self, limits: Limits, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._left = float(limits.burst)
        self._counted_at = clock()
        self._under_way = 0

    def count(self) -> None:
        """Let one call in.

        Raises:
            Refused: There were too many; 429 with the seconds to wait.
        """
        now = self._clock()
        won = (now - self._counted_at) * self._limits.per_second
        self._left = min(self._left + won, self._limits.burst)
        self._counted_at = now
        if self._left < 1:
            wait_s = math.ceil((1 - self._left) / self._limits.per_second)
            raise _too_many("too many calls", wait_s)
        self._left -= 1

    @contextmanager
    def held(self) -> Iterator[None]:
        """Count a long call as under way.

        Raises:
            Refused: There are too many; 429 with a second to wait.
        """
        if self._under_way >= self._limits.at_once:
            raise _too_many("too many at once", 1)
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1


def _too_many(told: str, wait_s: int) -> Refused:
    return Refused(429, told, "rate_limit_exceeded", {"Retry-After": str(wait_s)})
