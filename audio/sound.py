"""The values for sound: 16-bit mono PCM and its rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Mono samples, -32768 to 32767."""

BLOCK_MS = 20
"""What devices read and write at a time; shorter blocks under-run on a busy Pi."""


@dataclass(frozen=True, slots=True)
class Block:
    """A short piece of sound on its way from or to a device."""

    samples: Samples
    rate_hz: int

    @property
    def length_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate_hz


@dataclass(frozen=True, slots=True)
class Clip:
    """A whole recording."""

    samples: Samples
    rate_hz: int

    @property
    def length_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate_hz
