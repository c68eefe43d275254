"""The kiosk without a screen: button, lamp, voice and HTTP door, as a service."""

import asyncio
import logging
import signal

from kiosk.watchdog import notify

log = logging.getLogger(__name__)


async def until_told_to_end() -> None:
    """Serve until SIGTERM or SIGINT, and say so to systemd."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    notify("STOPPING=1")
    log.info("stopping")
