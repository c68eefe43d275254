"""The kiosk without a screen: button, lamp, voice and HTTP door, as a service."""

import asyncio
import logging
import os
import signal
import socket
from contextlib import suppress

from kiosk.host import Host

log = logging.getLogger(__name__)


async def serve(host: Host) -> None:
    """Serve until SIGTERM or SIGINT, telling systemd how it goes.

    The watchdog is fed only while the loop turns and the host is well, so a dead
    capture or a blocked loop gets the process replaced.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    notify("READY=1\nSTATUS=waiting for a press")
    log.info("ready")
    while not stopped.is_set():
        if host.is_well:
            notify("WATCHDOG=1")
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), _watchdog_s() / 2)
    notify("STOPPING=1")
    log.info("stopping")


def notify(message: str) -> None:
    """Tell systemd something; does nothing outside a unit of Type=notify.

    Source: sd_notify(3).
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.sendto(message.encode(), address)


def _watchdog_s() -> float:
    """How often systemd wants to hear from us; 10 s when it does not ask."""
    return int(os.environ.get("WATCHDOG_USEC", "0")) / 1e6 or 10.0
