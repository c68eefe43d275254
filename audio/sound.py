"""The values for sound: 16-bit mono PCM and its rate, and what is done to it."""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Mono samples, -32768 to 32767."""

BLOCK_MS = 20
"""What a microphone hands over at a time."""


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


def level_of(samples: Samples) -> float:
    """Give the loudness for a meter: 0.0 at -60 dB of full scale, 1.0 at 0 dB."""
    if not len(samples):
        return 0.0
    floats = samples.astype(np.float32)
    root_mean_square = float(np.sqrt(np.dot(floats, floats) / len(floats)))
    decibels = 20 * np.log10(max(root_mean_square, 1.0) / 32768)
    return float(min(max(1 + decibels / 60, 0.0), 1.0))


def mono_from(interleaved: Samples, channels: int) -> Samples:
    """Give the average of all channels."""
    if channels == 1:
        return interleaved
    frames = interleaved.reshape(-1, channels)
    mono: Samples = frames.mean(axis=1, dtype=np.float32).astype(np.int16)
    return mono


def louder(samples: Samples, gain: float) -> Samples:
    """Give the samples times a gain, clipped at full scale."""
    if gain == 1.0:
        return samples
    scaled = np.clip(samples * np.float32(gain), -32768, 32767)
    clipped: Samples = scaled.astype(np.int16)
    return clipped


def faded_out(samples: Samples) -> Samples:
    """Give the samples going down to zero without a click."""
    slope = 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, len(samples), dtype=np.float32))
    return (samples * slope).astype(np.int16)


class Resampler:
    """Changes the rate of sound that arrives in pieces, as one unbroken sound."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        import soxr

        self.rates = (from_hz, to_hz)
        self._stream = (
            None
            if from_hz == to_hz
            else soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16")
        )

    def feed(self, samples: Samples, *, is_last: bool = False) -> Samples:
        """Give what can be given; a few milliseconds stay behind until the last."""
        if self._stream is None:
            return samples
        resampled: Samples = self._stream.resample_chunk(samples, last=is_last)
        return resampled


def resampled(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """Give a whole sound at another rate."""
    return Resampler(from_hz, to_hz).feed(samples, is_last=True)


def read_wav(path: Path) -> Clip:
    """Give the sound of a 16-bit WAV file, stereo made mono.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no WAV file of 16 bits.
    """
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                bits = 8 * file.getsampwidth()
                raise ValueError(f"{path} has {bits} bits per sample; 16 are wanted")
            raw = file.readframes(file.getnframes())
            interleaved = np.frombuffer(raw, "<i2").astype(np.int16)
            mono = mono_from(interleaved, file.getnchannels())
            return Clip(mono, file.getframerate())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"{path} is no WAV file: {error}") from error


def write_wav(path: Path, clip: Clip) -> None:
    """Write a sound as a WAV file of 16 bits, one channel."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.rate_hz)
        file.writeframes(clip.samples.astype("<i2").tobytes())
