"""Turning the volume by hand: a rotary encoder, or a knob at an MCP3008."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from kiosk.host import Host

_LOOK_S = 0.1
_JITTER = 0.01
"""A potentiometer at rest moves by less than this."""


def open_encoder(pins: tuple[int, ...], host: Host, stack: AsyncExitStack) -> None:
    """Let each step of a rotary encoder be one of the voice."""
    from gpiozero import RotaryEncoder

    encoder = RotaryEncoder(*pins, max_steps=0)
    stack.callback(encoder.close)
    loop = asyncio.get_running_loop()  # gpiozero calls from a thread of its own
    encoder.when_rotated_clockwise = lambda: loop.call_soon_threadsafe(
        host.dial.turn, "louder"
    )
    encoder.when_rotated_counter_clockwise = lambda: loop.call_soon_threadsafe(
        host.dial.turn, "softer"
    )


def open_knob(channel: int, host: Host, stack: AsyncExitStack) -> None:
    """Let the volume be where a potentiometer stands, from now on."""
    from gpiozero import MCP3008

    converter = MCP3008(channel)
    stack.callback(converter.close)
    following = asyncio.create_task(_follow(lambda: converter.value, host))
    stack.push_async_callback(_ended, following)


async def _follow(place: Callable[[], float], host: Host) -> None:
    known = -1.0
    while True:
        now = place()
        if abs(now - known) > _JITTER:
            known = now
            host.dial.set_volume(now)
        await asyncio.sleep(_LOOK_S)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
