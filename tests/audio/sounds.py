"""Sounds for tests, without a microphone."""

import contextlib
import functools
import subprocess
from collections.abc import AsyncIterator

import numpy as np

from audio.sound import Block, Samples

ESPEAK_RATE_HZ = 22_050


@functools.cache
def spoken(text: str, voice: str = "es", words_per_minute: int = 175) -> Samples:
    done = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(words_per_minute), "--stdout", text],
        capture_output=True,
        check=True,
    )
    return np.frombuffer(done.stdout[44:], "<i2").astype(np.int16)


async def blocks_of(samples: Samples, rate_hz: int) -> AsyncIterator[Block]:
    step = rate_hz // 50
    for start in range(0, len(samples), step):
        yield Block(samples[start : start + step], rate_hz)


@contextlib.asynccontextmanager
async def running(device):
    """Open a recorder or player and close it in any case."""
    try:
        await device.open()
        yield device
    finally:
        await device.close()
