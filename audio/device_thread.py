"""The thread that keeps one sound device open, and opens it again when it returns."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal

from audio.devices import OpenStream, is_list_stale
from audio.errors import DeviceMissing

_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.25, 1.0
_JOIN_S = 2.0


@dataclass(frozen=True, slots=True)
class DeviceNotice:
    """A device has gone or has come back."""

    device: Literal["microphone", "loudspeaker"]
    is_there: bool
    detail: str
    """Its name, or what went wrong, for the operator."""


OnDevice = Callable[[DeviceNotice], None]
"""Called on the loop, once for each change."""


class DeviceThread:
    """Opens a device and works with it until it is closed, paused or pulled out.

    Args:
        device: What to call it; also the thread's name.
        opened: Opens the device; told whether this is a retry.
        work: Reads or writes until `is_wanted` is false or the device fails.
        is_busy: Whether closing the device for a moment would be noticed. Any thread.
        on_lost: Called in the thread when the device has gone.
        on_device: Told on the loop of every change after the first opening.
    """

    def __init__(
        self,
        device: Literal["microphone", "loudspeaker"],
        *,
        opened: Callable[[bool], AbstractContextManager[OpenStream]],
        work: Callable[[OpenStream], None],
        is_busy: Callable[[], bool],
        on_lost: Callable[[DeviceMissing], None],
        on_device: OnDevice | None,
    ) -> None:
        self._device = device
        self._opened = opened
        self._work = work
        self._is_busy = is_busy
        self._on_lost = on_lost
        self._on_device = on_device
        self._wanted = threading.Event()
        self._wanted.set()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._was_there: bool | None = None
        self._gone: DeviceMissing | None = DeviceMissing(f"the {device} is not open")
        self._closed: DeviceMissing | None = None
        self.rate_hz = 0
        """The rate at which it was opened last."""

    @property
    def missing(self) -> DeviceMissing | None:
        """Why the device cannot be used now; None when it can."""
        return self._closed or self._gone

    @property
    def is_wanted(self) -> bool:
        """Whether the device is to stay open; for the work to look at."""
        if not self._wanted.is_set() or self._closing.is_set():
            return False
        return self._is_busy() or not is_list_stale()

    async def open(self) -> None:
        """Start the thread; it goes on trying even when this raises.

        Raises:
            DeviceMissing: The device is not there yet.
        """
        self._loop = asyncio.get_running_loop()
        first: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(
            target=self._run, args=(first,), name=self._device, daemon=True
        )
        self._thread.start()
        await first

    def end(self) -> None:
        """Make `is_wanted` false for good."""
        self._closing.set()
        self._wanted.set()

    async def close(self) -> None:
        """End the thread and close the device; may be called twice."""
        self.end()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, _JOIN_S)
            self._thread = None
        self._closed = DeviceMissing(f"the {self._device} is closed")

    def pause(self, why: DeviceMissing) -> None:
        """Close the device until `resume`."""
        self._closed = why
        self._wanted.clear()

    def resume(self) -> None:
        """Open the device again; until that fails it counts as it was before."""
        self._closed = None
        self._wanted.set()

    def call_on_loop(self, function: Callable[..., None], *arguments: object) -> None:
        """Hand a call to the loop, from the thread; lost when the loop has ended."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(function, *arguments)

    def _run(self, first: asyncio.Future[None]) -> None:
        wait_s = _FIRST_WAIT_S
        while self._wanted.wait() and not self._closing.is_set():
            try:
                with self._opened(self._was_there is False) as stream:
                    self.rate_hz = stream.rate_hz
                    self._gone = None
                    self._tell(first, stream.name, None)
                    wait_s = _FIRST_WAIT_S
                    self._work(stream)
            except DeviceMissing as error:
                self._gone = error
                self._on_lost(error)
                self._tell(first, str(error), error)
                self._closing.wait(wait_s)
                wait_s = min(2 * wait_s, _LONGEST_WAIT_S)

    def _tell(
        self, first: asyncio.Future[None], detail: str, error: DeviceMissing | None
    ) -> None:
        is_there = error is None
        if is_there == self._was_there:
            return
        if self._was_there is None:
            self.call_on_loop(_settle, first, error)
        elif self._on_device is not None:
            notice = DeviceNotice(self._device, is_there, detail)
            self.call_on_loop(self._on_device, notice)
        self._was_there = is_there


def _settle(first: asyncio.Future[None], error: DeviceMissing | None) -> None:
    if first.cancelled():
        return
    if error is None:
        first.set_result(None)
    else:
        first.set_exception(error)
