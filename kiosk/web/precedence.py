"""Whoever stands at the kiosk goes before those who ask from elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from kiosk.bus import Bus
from kiosk.events import FirstSound, Heard, Released, TurnEnded

PATIENCE_S = 1.0
"""So long callers wait for a turn; one that takes longer is waiting for a server."""


class Precedence:
    """Lets one caller's answer be made at a time, and none while a turn is awaited.

    A turn is awaited from the question until its first sound.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._one = asyncio.Lock()
        self._nobody_waits = asyncio.Event()
        self._nobody_waits.set()

    @asynccontextmanager
    async def granted(self) -> AsyncIterator[None]:
        """Wait for one's turn, and have it."""
        async with self._one:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    await self._nobody_waits.wait()
            yield

    async def watch(self) -> None:
        """Keep in step with the turns at the kiosk, until cancelled."""
        async for event in self._bus.events():
            match event:
                case Released() | Heard():
                    self._nobody_waits.clear()
                case FirstSound() | TurnEnded():
                    self._nobody_waits.set()
