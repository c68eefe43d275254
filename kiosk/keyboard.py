"""Keys read from Linux's input devices (evdev), pressed and released, no terminal.

The kernel's own records are read: python-evdev has no wheels for the Pi, and what is
needed of it is one record and one call. Source: linux/input.h.
"""

import asyncio
import logging
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path

log = logging.getLogger(__name__)

OnKey = Callable[[int, bool], None]
"""Number of a key, and whether it went down; called on the loop."""

DEVICES = Path("/sys/class/input")
RETRY_S = 2.0
"""How often a device that is not there is looked for."""

_EVENT = struct.Struct("@llHHi")
"""Seconds, microseconds, type, code, value; on 64 bits 24 bytes."""
_KEY = 1
_UP, _DOWN = 0, 1
_GRAB = 0x40044590
"""EVIOCGRAB: the console and the screen see nothing of this device."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A device, and who is told of its keys."""

    device: str
    """A part of its name, or its path."""
    on_key: OnKey
    is_alone: bool = False
    """Nobody else reads it: neither the console nor the screen."""


class Keyboard:
    """One input device, found by its name, again when it was unplugged."""

    def __init__(self, watch: Watch, *, devices: Path = DEVICES) -> None:
        """Look for the device now, and until it is there.

        Args:
            watch: What to read. Presses and releases are told, not what the kernel
                repeats.
            devices: Where the kernel lists them.
        """
        self._watch = watch
        self._devices = devices
        self._loop = asyncio.get_running_loop()
        self._file: int | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._was_told = False
        self._open()

    def close(self) -> None:
        """Give the device back; may be called twice."""
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None
        if self._file is not None:
            self._loop.remove_reader(self._file)
            os.close(self._file)
            self._file = None

    def _open(self) -> None:
        wanted = self._watch.device
        path = device_path(wanted, self._devices)
        try:
            if path is None:
                raise FileNotFoundError(f"no input device like {wanted!r}")
            self._file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        except OSError as error:
            self._try_again(error)
            return
        if self._watch.is_alone:
            self._grab(self._file)
        self._loop.add_reader(self._file, self._read)
        self._was_told = False
        log.info("keys of %s", path)

    def _grab(self, file: int) -> None:
        try:
            ioctl(file, _GRAB, 1)
        except OSError as error:
            log.warning("others see the keys of %s: %s", self._watch.device, error)

    def _try_again(self, error: OSError) -> None:
        """Say once that it is missing, and look again later."""
        self.close()
        if not self._was_told:
            log.warning("no keys: %s", error)
            self._was_told = True
        self._retry = self._loop.call_later(RETRY_S, self._open)

    def _read(self) -> None:
        if self._file is None:
            return
        try:
            records = os.read(self._file, _EVENT.size * 64)
        except BlockingIOError:
            return
        except OSError as error:
            self._try_again(error)
            return
        if not records:
            self._try_again(OSError(f"{self._watch.device} was unplugged"))
            return
        whole = len(records) - len(records) % _EVENT.size
        for _, _, kind, code, value in _EVENT.iter_unpack(records[:whole]):
            if kind == _KEY and value in (_UP, _DOWN):
                self._watch.on_key(code, value == _DOWN)


@contextmanager
def watched(watches: Iterable[Watch]) -> Iterator[None]:
    """Hold the devices that are named, for as long as the context lasts."""
    keyboards = [Keyboard(watch) for watch in watches if watch.device]
    try:
        yield
    finally:
        for keyboard in keyboards:
            keyboard.close()


def device_path(wanted: str, devices: Path = DEVICES) -> Path | None:
    """The device with this path, or the first whose name holds this text."""
    if wanted.startswith("/"):
        return Path(wanted)
    for event in sorted(devices.glob("event*")):
        name = event / "device" / "name"
        if name.is_file() and wanted.casefold() in name.read_text().strip().casefold():
            return Path("/dev/input") / event.name
    return None
