"""Makes sure of the connections at the press, while the customer still speaks.

Servers and routers drop a connection that nobody uses; found out after the release,
opening it again is silence that the customer hears.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from kiosk.budget import FREE
from kiosk.bus import Bus
from kiosk.events import Pressed
from kiosk.ladder import Ladder

QUIET_S = 10.0
"""So long after the last press a connection may be gone."""


async def keep_connections(
    bus: Bus,
    ladders: Sequence[Ladder[Any]],
    *,
    quiet_s: float = QUIET_S,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Check who will be asked, at each press after a quiet while; until cancelled."""
    checked_at = clock()
    async for event in bus.events():
        if not isinstance(event, Pressed):
            continue
        last, checked_at = checked_at, clock()
        if checked_at - last >= quiet_s:
            await asyncio.gather(*(_refresh(ladder) for ladder in ladders))


async def _refresh(ladder: Ladder[Any]) -> None:
    if ladder.usable()[0].name not in FREE:
        await ladder.refresh()
