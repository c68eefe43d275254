"""Sound that arrives in pieces of any length, with or without a WAV header."""

import struct

import numpy as np

from audio.sound import Samples, mono_from

_PCM = {1, 0xFFFE}
"""Format tags of integer samples: plain and extensible."""


class PcmStream:
    """Bytes in, mono samples out; half a sample waits for its other half."""

    def __init__(self, rate_hz: int | None) -> None:
        """Begin a stream.

        Args:
            rate_hz: Rate of samples that come without a header; None demands one.
        """
        self.rate_hz = rate_hz or 0
        """Valid as soon as there are samples."""
        self._needs_header = rate_hz is None
        self._channels = 1
        self._held = b""
        self._is_begun = False

    def feed(self, data: bytes) -> Samples:
        """Give the samples that are complete.

        Raises:
            ValueError: The header is missing, or describes something else.
        """
        self._held += data
        if not self._is_begun:
            self._begin()
        if not self._is_begun:
            return np.zeros(0, np.int16)
        frame = 2 * self._channels
        whole = len(self._held) // frame * frame
        samples = np.frombuffer(self._held[:whole], "<i2").astype(np.int16)
        self._held = self._held[whole:]
        return mono_from(samples, self._channels)

    def _begin(self) -> None:
        """Read the header, as soon as it has arrived.

        Its lengths are dummies in streamed files; everything behind it is sound.
        """
        if self._held[:4] != b"RIFF"[: len(self._held)]:
            if self._needs_header:
                raise ValueError("neither a WAV header nor a known rate")
            self._is_begun = True
            return
        place = 12
        while len(self._held) >= place + 8:
            name, length = struct.unpack_from("<4sI", self._held, place)
            place += 8
            if name == b"data":
                if not self.rate_hz:
                    raise ValueError("a WAV header with sound before its shape")
                self._held = self._held[place:]
                self._is_begun = True
                return
            if name == b"fmt " and len(self._held) >= place + 16:
                self._read_shape(place)
            place += length + length % 2

    def _read_shape(self, place: int) -> None:
        tag, channels, rate_hz, _, _, bits = struct.unpack_from(
            "<HHIIHH", self._held, place
        )
        if tag not in _PCM or bits != 16 or not 1 <= channels <= 8:
            raise ValueError(f"WAV format {tag}, {channels} channels of {bits} bits")
        if not 8_000 <= rate_hz <= 192_000:
            raise ValueError(f"WAV rate of {rate_hz} Hz")
        self._channels, self.rate_hz = channels, rate_hz
