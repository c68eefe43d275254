"""A loudspeaker that is a WAV file, for tests and machines without sound."""

import asyncio
import time
from itertools import groupby
from pathlib import Path

import numpy as np

from audio.errors import DeviceMissing
from audio.player import OnFirstSound
from audio.sound import Block, Clip, louder, resampled, write_wav

RATE_HZ = 24_000


class FilePlayer:
    """Plays at once, whatever the length; the file is written when it is closed."""

    def __init__(self, path: Path, *, volume: float = 1.0) -> None:
        self.volume = volume
        self.played_s = 0.0
        self._path = path
        self._blocks: list[Block] = []
        self._is_open = False
        self._on_first_sound: OnFirstSound | None = None

    @property
    def is_alive(self) -> bool:
        """A file takes everything."""
        return True

    async def open(self) -> None:
        """Make sure that the file can be written.

        Raises:
            DeviceMissing: It cannot.
        """
        try:
            await asyncio.to_thread(self._path.touch)
        except OSError as error:
            raise DeviceMissing(f"cannot play to {self._path}: {error}") from error
        self._is_open = True

    async def close(self) -> None:
        """Write the file; may be called twice."""
        if self._is_open:
            self._is_open = False
            await asyncio.to_thread(write_wav, self._path, self._all_of_it())

    def expect(self, on_first_sound: OnFirstSound) -> None:
        """Ask to be told when the next sound is written down.

        Raises:
            DeviceMissing: The file is not open.
        """
        self._check()
        self._on_first_sound = on_first_sound

    async def play(self, block: Block) -> None:
        """Append a block.

        Raises:
            DeviceMissing: The file is not open.
        """
        self._check()
        self._blocks.append(Block(louder(block.samples, self.volume), block.rate_hz))
        self.played_s += block.length_s
        if self._on_first_sound is not None:
            self._on_first_sound(time.monotonic())
            self._on_first_sound = None

    async def drained(self) -> None:
        """Return at once: everything is in the file.

        Raises:
            DeviceMissing: The file is not open.
        """
        self._check()

    def silence(self) -> None:
        """Forget who waits for a sound; nothing else is ever queued."""
        self._on_first_sound = None

    def _check(self) -> None:
        if not self._is_open:
            raise DeviceMissing(f"{self._path} is not open")

    def _all_of_it(self) -> Clip:
        sounds = [np.zeros(0, np.int16)]
        for rate_hz, blocks in groupby(self._blocks, lambda block: block.rate_hz):
            samples = np.concatenate([block.samples for block in blocks])
            sounds.append(resampled(samples, rate_hz, RATE_HZ))
        return Clip(np.concatenate(sounds), RATE_HZ)
