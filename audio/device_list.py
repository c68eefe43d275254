"""PortAudio's list of devices, which is read only while no stream is open."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CARDS = Path("/proc/asound/cards")
"""What the kernel knows of sound cards; it changes when one comes or goes."""

_AT_MOST_EVERY_S = 2.0
"""Reading the list looks at every device, which takes time."""


class DeviceList:
    """When the list may be read again, and who has to let go of a device for that.

    Opening, closing and reading pass the one lock; its holder calls the rest.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.lock = threading.Lock()
        self.is_stale = False
        """Somebody waits for a device that came later than the list: whoever can do
        without theirs for a moment lets go of it."""
        self._open: set[int] = set()
        self._clock = clock
        self._cards = _cards()
        self._read_at = float("-inf")

    def opened(self, stream: Any) -> None:
        """Note a stream that forbids reading the list."""
        self._open.add(id(stream))

    def closed(self, stream: Any) -> None:
        """Note that it is closed."""
        self._open.discard(id(stream))

    def read_again(self, portaudio: Any, *, is_retry: bool = False) -> bool:
        """Read the list, if that may be; else ask for it when cards have changed.

        Retries read it only every two seconds, or when cards have changed.
        """
        cards = _cards()
        if self._open:
            self.is_stale = cards != self._cards
            return False
        is_too_soon = self._clock() - self._read_at < _AT_MOST_EVERY_S
        if is_retry and is_too_soon and cards == self._cards:
            return False
        portaudio._terminate()  # noqa: SLF001 - there is no public way to read it again
        portaudio._initialize()  # noqa: SLF001 - as above
        self._cards, self._read_at, self.is_stale = cards, self._clock(), False
        return True


def _cards() -> str:
    try:
        return CARDS.read_text()
    except OSError:
        return ""
