"""The machine itself: clock, disk, memory, heat and power."""

import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk.config import LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning

NEWEST_KNOWN = datetime(2026, 11, 1, tzinfo=UTC)
"""The kiosk is not older than this; a clock that is has lost its time."""
HOT_C = 80.0
"""A Pi slows itself down from here on. Source: Raspberry Pi documentation."""
DISK_FULL_MB, DISK_LOW_MB = 100, 1_000
MEMORY_LOW_MB = 120

_THROTTLED = {
    0: ("under-voltage now", True),
    2: ("slowed down now", True),
    16: ("under-voltage since the start", False),
    18: ("slowed down since the start", False),
}
"""Bits of `vcgencmd get_throttled`, and whether they hold at this moment."""


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Look at the machine."""
    yield fine("Python", platform.python_version())
    yield fine("board", _board())
    yield _clock()
    yield _clock_service()
    yield _zone()
    yield _disk(loaded.config.state_dir)
    yield _memory()
    yield _heat()
    yield _power()
    yield _load()
    yield _letters()


def _board() -> str:
    model = Path("/proc/device-tree/model")
    told = model.read_text().strip("\0\n") if model.exists() else platform.system()
    return f"{told}, {platform.machine()}"


def _clock() -> Check:
    now = datetime.now().astimezone()
    told = now.isoformat(timespec="seconds")
    if now < NEWEST_KNOWN:
        remedy = "connect the network, or set it: sudo timedatectl set-time …"
        return failed("clock", told, remedy)
    return fine("clock", told)


def _clock_service() -> Check:
    told = output_of("timedatectl", "show", "--property=NTPSynchronized", "--value")
    match told:
        case "yes":
            return fine("clock kept right", "by the network")
        case "no":
            remedy = "sudo timedatectl set-ntp true"
            return warning("clock kept right", "not synchronised", remedy)
    return skipped("clock kept right", "no systemd here to ask")


def _zone() -> Check:
    told = time.strftime("%Z (%z)")
    if time.timezone == 0 and not time.daylight:
        remedy = "if the shop is elsewhere: sudo timedatectl set-timezone …"
        return warning("time zone", told, remedy)
    return fine("time zone", told)


def _disk(state_dir: Path) -> Check:
    place = next(p for p in (state_dir, *state_dir.parents) if p.exists())
    free_mb = shutil.disk_usage(place).free // 1_000_000
    told = f"{free_mb:,} MB free"
    if free_mb < DISK_FULL_MB:
        return failed("disk", told, f"make room on the disk of {state_dir}")
    if free_mb < DISK_LOW_MB:
        return warning("disk", told, f"make room on the disk of {state_dir}")
    return fine("disk", told)


def _memory() -> Check:
    lines = Path("/proc/meminfo").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    free_mb = sizes["MemAvailable"] // 1024
    told = f"{free_mb:,} MB of {sizes['MemTotal'] // 1024:,} MB available"
    if free_mb < MEMORY_LOW_MB:
        return warning("memory", told, "stop what else runs on this machine")
    return fine("memory", told)


def _heat() -> Check:
    sensor = Path("/sys/class/thermal/thermal_zone0/temp")
    try:
        degrees = int(sensor.read_text()) / 1000
    except (OSError, ValueError):
        return skipped("temperature", "no sensor")
    told = f"{degrees:.0f} °C"
    if degrees >= HOT_C:
        return warning("temperature", told, "give it air, or a cooler")
    return fine("temperature", told)


def _power() -> Check:
    told = output_of("vcgencmd", "get_throttled")
    if not told.startswith("throttled="):
        return skipped("power supply", "not a Raspberry Pi")
    bits = int(told.removeprefix("throttled="), 16)
    seen = [what for bit, what in _THROTTLED.items() if bits >> bit & 1]
    if not seen:
        return fine("power supply", "never too weak since the start")
    words = ", ".join(what for what, _ in seen)
    remedy = "use the supply made for this Pi, and a short cable"
    is_now = any(now for _, now in seen)
    return (failed if is_now else warning)("power supply", words, remedy)


def _load() -> Check:
    minutes = os.getloadavg()[1]
    cores = os.cpu_count() or 1
    told = f"{minutes:.1f} over five minutes, {cores} cores"
    if minutes > 2 * cores:
        return warning("load", told, "look at `top`: something keeps it busy")
    return fine("load", told)


def _letters() -> Check:
    coding = sys.stdout.encoding or "none"
    if coding.replace("-", "").lower() != "utf8":
        remedy = "sudo localectl set-locale C.UTF-8"
        return warning("letters", f"the terminal speaks {coding}", remedy)
    return fine("letters", "UTF-8")


def output_of(*command: str) -> str:
    """Give what a program prints; empty when it is not there or fails."""
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command, capture_output=True, text=True, timeout=3, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
