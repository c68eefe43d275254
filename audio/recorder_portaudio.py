"""A microphone that is always open, so that a press loses nothing."""

import threading
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np

from audio.device_thread import DeviceThread, OnDevice
from audio.devices import OpenStream, opened
from audio.errors import DeviceMissing, MicrophoneMuted
from audio.recording import Recording
from audio.settings import AudioSettings
from audio.sound import BLOCK_MS, Block, level_of, mono_from

_LATENCY_S = 0.04
_ALIVE_S = 2.0
_IDLE_MS = 80
"""What is read at a time while nobody listens: fewer awakenings, the same sound."""


class PortAudioRecorder:
    """Reads blocks in a thread into a ring; a recording takes them from there."""

    def __init__(
        self, settings: AudioSettings, on_device: OnDevice | None = None
    ) -> None:
        self.overflows = 0
        self._limit_s = settings.limit_s
        self._pre_roll_s = settings.pre_roll_ms / 1000
        self._ring: deque[_Heard] = deque()
        self._newest: _Heard | None = None
        self._recording: Recording | None = None
        self._lock = threading.Lock()
        self._heard_at: float | None = None
        self._thread = DeviceThread(
            "microphone",
            opened=lambda is_retry: opened(
                "input",
                settings.input,
                block_ms=BLOCK_MS,
                latency_s=_LATENCY_S,
                is_retry=is_retry,
            ),
            work=self._listen,
            is_busy=lambda: self._is_recording,
            on_lost=self._lose,
            on_device=on_device,
        )

    @property
    def level(self) -> float:
        """Loudness of the newest block, 0.0 to 1.0."""
        newest = self._newest
        return level_of(newest.block().samples) if newest else 0.0

    @property
    def is_alive(self) -> bool:
        """Whether blocks advance, or it is known why there are none."""
        heard_at = self._heard_at
        return heard_at is None or time.monotonic() - heard_at < _ALIVE_S

    @property
    def reached_limit(self) -> bool:
        """Whether the last recording was ended by the limit."""
        return self._recording is not None and self._recording.reached_limit

    @property
    def was_touched(self) -> bool:
        """Whether the last press was too short for a word."""
        return self._recording is not None and self._recording.was_touched

    async def open(self) -> None:
        """Open the microphone and keep it open, as soon as there is one.

        Raises:
            DeviceMissing: There is none; one that is plugged in later is taken.
        """
        await self._thread.open()

    async def close(self) -> None:
        """Close the microphone; may be called twice."""
        await self._thread.close()
        self.stop()

    def start(self) -> None:
        """Begin a recording with the pre-roll; one that runs is ended."""
        self.stop()
        with self._lock:
            pre_roll = [heard.block() for heard in self._ring]
            self._recording = Recording(self._limit_s, pre_roll)
            if self._thread.missing is not None:
                self._recording.fail(self._thread.missing)

    def stop(self) -> None:
        """End the recording now."""
        if self._recording is not None:
            self._recording.end()

    async def blocks(self) -> AsyncIterator[Block]:
        """Yield the recording's blocks as they arrive.

        Raises:
            DeviceMissing: The microphone is not there, or went away in the middle.
        """
        if self._recording is not None:
            async for block in self._recording.blocks():
                yield block

    @property
    def _is_recording(self) -> bool:
        recording = self._recording
        return recording is not None and not recording.is_over

    @property
    def is_muted(self) -> bool:
        """Whether the microphone is closed on purpose."""
        return isinstance(self._thread.missing, MicrophoneMuted)

    def mute(self) -> None:
        """Close the microphone: nothing can be heard until `unmute`."""
        muted = MicrophoneMuted("the microphone is muted")
        self._thread.pause(muted)
        self._lose(muted)

    def unmute(self) -> None:
        """Open the microphone again."""
        self._thread.resume()

    def _listen(self, stream: OpenStream) -> None:
        """Read until told otherwise; runs in the microphone's thread."""
        self._heard_at = time.monotonic()
        try:
            while self._thread.is_wanted:
                block_ms = BLOCK_MS if self._is_recording else _IDLE_MS
                raw, overflowed = stream.raw.read(stream.rate_hz * block_ms // 1000)
                self._heard_at = time.monotonic()
                self.overflows += overflowed
                self._keep(_Heard(bytes(raw), stream.rate_hz, stream.channels))
        finally:
            self._forget()

    def _keep(self, heard: "_Heard") -> None:
        self._newest = heard
        with self._lock:
            self._ring.append(heard)
            while self._ring and self._too_much_by(self._ring[0]):
                self._ring.popleft()
            recording = self._recording
        if recording is not None and not recording.is_over:
            self._thread.call_on_loop(recording.add, heard.block())

    def _too_much_by(self, oldest: "_Heard") -> bool:
        kept_s = sum(heard.length_s for heard in self._ring)
        return kept_s - oldest.length_s >= self._pre_roll_s

    def _forget(self) -> None:
        self._newest = None
        self._heard_at = None
        with self._lock:
            self._ring.clear()

    def _lose(self, error: DeviceMissing) -> None:
        with self._lock:
            recording = self._recording
        if recording is not None:
            self._thread.call_on_loop(recording.fail, error)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A block as the device gave it: untouched, because most are never asked for."""

    raw: bytes
    rate_hz: int
    channels: int

    @property
    def length_s(self) -> float:
        return len(self.raw) / 2 / self.channels / self.rate_hz

    def block(self) -> Block:
        interleaved = np.frombuffer(self.raw, np.int16)
        return Block(mono_from(interleaved, self.channels), self.rate_hz)
