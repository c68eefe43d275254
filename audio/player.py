"""The loudspeaker as the rest of the house sees it."""

from typing import Protocol

from audio.sound import Block


class Player(Protocol):
    """Puts blocks into the air in the order they come."""

    async def open(self) -> None:
        """Open the device and keep it open.

        Raises:
            DeviceMissing: There is no such loudspeaker.
        """

    async def close(self) -> None:
        """Close the device; may be called twice."""

    async def play(self, block: Block) -> None:
        """Queue a block, waiting while more than the bound is queued already.

        Raises:
            DeviceMissing: The loudspeaker went away.
        """

    async def drained(self) -> None:
        """Return when everything queued has been handed to the device."""

    def silence(self) -> None:
        """Fade out within 12 ms and forget everything queued."""
