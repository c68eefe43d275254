"""Whether a thread that works for customers still moves."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

LIMIT_S = 6.0
"""A thread that waits for a database is told within 5 s that it waits in vain."""


class ThreadPulse:
    """Feels the one thread of an executor. Called on the loop, now and then.

    Long work is no trouble while it uses the processor: the words of a million products
    take half a minute. A thread that neither works nor takes the next job is stuck.
    """

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self._executor = executor
        self._clock_id: int | None = None
        self._beat: Future[None] = executor.submit(self._begin)
        self._used_s = -1.0
        self._moved_at = time.monotonic()

    @property
    def is_stuck(self) -> bool:
        """Whether the thread has not moved for longer than any wait it is allowed."""
        now, used_s = time.monotonic(), self._cpu_s()
        if self._beat.done():
            self._beat = self._executor.submit(_nothing)
            self._moved_at = now
        elif used_s != self._used_s:
            self._moved_at = now
        self._used_s = used_s
        return now - self._moved_at > LIMIT_S

    def _begin(self) -> None:
        self._clock_id = time.pthread_getcpuclockid(threading.get_ident())

    def _cpu_s(self) -> float:
        return time.clock_gettime(self._clock_id) if self._clock_id is not None else 0.0


def _nothing() -> None:
    """What a thread that moves has done at once."""
