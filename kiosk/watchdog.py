"""What the service manager is told: that a press would be answered, and when not.

Source: sd_notify(3), sd_watchdog_enabled(3).
"""

import asyncio
import faulthandler
import logging
import os
import socket
import time
from contextlib import suppress

from kiosk.host import Host

log = logging.getLogger(__name__)

UNWELL_S = 2.0
"""For so long something may be wrong before the process is to be replaced."""
_LOOK_S = 1.0
_STDERR = 2
"""The descriptor: under the screen, the object of that name draws on the terminal."""


async def keep_watchdog(host: Host, *, unwell_s: float = UNWELL_S) -> None:
    """Say that the kiosk is ready, and that it is well for as long as it is.

    A loop that is blocked says nothing, and systemd ends the process. Where only a part
    is stuck the cause is logged with what every thread does, and systemd asked to.
    """
    faulthandler.enable(_STDERR)  # SIGABRT is systemd's; the stacks are the cause
    notify("READY=1\nSTATUS=waiting for a press")
    log.info("ready")
    well_at = time.monotonic()
    while True:
        why = host.why_unwell
        if not why:
            well_at = time.monotonic()
            notify("WATCHDOG=1")
        elif time.monotonic() - well_at >= unwell_s:
            log.critical("to be replaced: %s", why)
            faulthandler.dump_traceback(_STDERR)
            notify(f"STATUS={why}\nWATCHDOG=trigger")
            well_at = time.monotonic()
        await asyncio.sleep(min(_watchdog_s() / 4, _LOOK_S))


def notify(message: str) -> None:
    """Tell systemd something; does nothing outside a unit of Type=notify."""
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
