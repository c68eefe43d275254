"""The microphone as the rest of the house sees it."""

from collections.abc import AsyncIterator
from typing import Protocol

from audio.sound import Block


class Recorder(Protocol):
    """Hears continuously, hands over what is said between `start` and `stop`."""

    @property
    def level(self) -> float:
        """Loudness of the newest block, 0.0 to 1.0; read ten times a second."""

    @property
    def is_alive(self) -> bool:
        """Whether blocks have advanced within the last two seconds."""

    async def open(self) -> None:
        """Open the device and keep it open.

        Raises:
            DeviceMissing: There is no such microphone.
        """

    async def close(self) -> None:
        """Close the device; may be called twice."""

    def start(self) -> None:
        """Begin a recording now; the pre-roll before this moment belongs to it."""

    def stop(self) -> None:
        """End the recording now."""

    def blocks(self) -> AsyncIterator[Block]:
        """Yield the recording's blocks as they arrive, ending after `stop` or the limit.

        Raises:
            DeviceMissing: The microphone went away in the middle.
        """
