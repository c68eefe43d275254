"""A WAV file heard as if somebody spoke it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from audio.errors import DeviceMissing, MicrophoneMuted
from audio.sound import BLOCK_MS, Block, Clip, level_of, read_wav


class FileRecorder:
    """Each recording is the file from its beginning; it ends where the file ends.

    Args:
        path: A 16-bit WAV file.
        limit_s: Seconds after which a recording ends by itself.
        is_paced: Whether it takes as long as speaking does; tests need not wait.
    """

    overflows = 0
    was_touched = False

    def __init__(
        self, path: Path, *, limit_s: float = 30.0, is_paced: bool = True
    ) -> None:
        self.level = 0.0
        self.reached_limit = False
        self.is_muted = False
        self._path = path
        self._limit_s = limit_s
        self._pace_s = BLOCK_MS / 1000 if is_paced else 0.0
        self._clip: Clip | None = None
        self._is_recording = False

    @property
    def is_alive(self) -> bool:
        """Whether the file is open."""
        return self._clip is not None

    async def open(self) -> None:
        """Read the file.

        Raises:
            DeviceMissing: It is not there, or is no such file.
        """
        try:
            self._clip = await asyncio.to_thread(read_wav, self._path)
        except (OSError, ValueError) as error:
            raise DeviceMissing(f"cannot hear {self._path}: {error}") from error

    async def close(self) -> None:
        """Forget the file; may be called twice."""
        self.stop()
        self._clip = None

    def start(self) -> None:
        """Begin a recording at the file's beginning."""
        self._is_recording = True
        self.reached_limit = False

    def stop(self) -> None:
        """End the recording: what comes later in the file is not heard."""
        self._is_recording = False
        self.level = 0.0

    def mute(self) -> None:
        """Hear nothing until `unmute`."""
        self.is_muted = True

    def unmute(self) -> None:
        """Hear the file again."""
        self.is_muted = False

    async def blocks(self) -> AsyncIterator[Block]:
        """Yield the recording's blocks as they are spoken.

        Raises:
            DeviceMissing: The file was never opened.
            MicrophoneMuted: It is muted.
        """
        if self._clip is None:
            raise DeviceMissing(f"{self._path} is not open")
        samples, rate_hz = self._clip.samples, self._clip.rate_hz
        size = rate_hz * BLOCK_MS // 1000
        for start in range(0, len(samples), size):
            await asyncio.sleep(self._pace_s)
            if self.is_muted:
                raise MicrophoneMuted(f"{self._path} is muted")
            if not self._is_recording:
                return
            if start / rate_hz >= self._limit_s:
                self.reached_limit = True
                return
            block = Block(samples[start : start + size], rate_hz)
            self.level = level_of(block.samples)
            yield block
