"""A loudspeaker that is always open, starts at once and falls silent at once."""

import asyncio
import time

import numpy as np

from audio.device_thread import DeviceThread, OnDevice
from audio.devices import OpenStream, opened
from audio.errors import DeviceMissing
from audio.play_queue import PlayQueue
from audio.player import OnFirstSound
from audio.settings import AudioSettings
from audio.sound import Block, Resampler, Samples, louder

_PIECE_MS = 10
_LATENCY_S = 0.045
"""What the device holds cannot be taken back: with a piece in the middle of being
written and the fade it must stay well under the 80 ms until silence."""
_QUEUED_S, _SHRUNK_S = 1.0, 0.8
"""With so much queued more has to wait, until it has shrunk to so much."""
_DRY_S = 0.1
"""After this the device has played all it holds."""
_PROBE_S = 1.0
_ALIVE_S = 2.0


class PortAudioPlayer:
    """Queues sound on the loop and writes it in a thread.

    At most one task may play or wait for the end at a time.
    """

    def __init__(
        self, settings: AudioSettings, on_device: OnDevice | None = None
    ) -> None:
        self.volume = settings.volume
        self.played_s = 0.0
        self.underruns = 0
        """Times the device ran dry within a reply: a gap was heard."""
        self._queue = PlayQueue()
        self._resampler: Resampler | None = None
        self._expecting: tuple[int, OnFirstSound] | None = None
        self._wake_at: int | None = None
        self._handing_since: float | None = None
        """Since when the device has kept the thread, in monotonic seconds."""
        self._shrunk = asyncio.Event()
        self._thread = DeviceThread(
            "loudspeaker",
            opened=lambda is_retry: opened(
                "output",
                settings.output,
                block_ms=_PIECE_MS,
                latency_s=_LATENCY_S,
                is_retry=is_retry,
            ),
            work=self._write_all,
            is_busy=lambda: len(self._queue) > 0,
            on_lost=self._lose,
            on_device=on_device,
        )

    @property
    def is_alive(self) -> bool:
        """Whether sound advances, or it is known why it does not."""
        since = self._handing_since
        return since is None or time.monotonic() - since < _ALIVE_S

    async def open(self) -> None:
        """Open the loudspeaker and keep it open, as soon as there is one.

        Raises:
            DeviceMissing: There is none; one that is plugged in later is taken.
        """
        await self._thread.open()

    async def close(self) -> None:
        """Cut what is playing and close the loudspeaker; may be called twice."""
        self._thread.end()
        self._queue.clear()
        await self._thread.close()

    def expect(self, on_first_sound: OnFirstSound) -> None:
        """Ask to be told when the next sound played is handed to the device.

        Raises:
            DeviceMissing: There is no loudspeaker now.
        """
        self._check()
        self._expecting = (self._queue.taken + len(self._queue), on_first_sound)

    async def play(self, block: Block) -> None:
        """Queue a block, waiting while more than a second is queued already.

        Raises:
            DeviceMissing: The loudspeaker is not there or went away.
        """
        self._check()
        self._queue.put(self._at_device_rate(block))
        if len(self._queue) > _QUEUED_S * self._thread.rate_hz:
            await self._shrunk_to(int(_SHRUNK_S * self._thread.rate_hz))
        self._check()

    async def drained(self) -> None:
        """Return when everything queued has been handed to the device.

        Raises:
            DeviceMissing: The loudspeaker went away before.
        """
        self._flush()
        await self._shrunk_to(0)

    def silence(self) -> None:
        """Fade out within 12 ms and forget everything queued."""
        self._expecting = None
        self._resampler = None
        self._queue.cut(self._thread.rate_hz)
        self._shrunk.set()

    def _check(self) -> None:
        if self._thread.missing is not None:
            raise self._thread.missing

    def _at_device_rate(self, block: Block) -> Samples:
        rates = (block.rate_hz, self._thread.rate_hz)
        if self._resampler is None or self._resampler.rates != rates:
            self._flush()
            self._resampler = Resampler(*rates)
        return self._resampler.feed(block.samples)

    def _flush(self) -> None:
        """Queue what the resampler holds back: the sound so far is over."""
        if self._resampler is not None:
            nothing = np.zeros(0, np.int16)
            self._queue.put(self._resampler.feed(nothing, is_last=True))
            self._resampler = None

    async def _shrunk_to(self, length: int) -> None:
        while len(self._queue) > length:
            self._shrunk.clear()
            self._wake_at = length
            if len(self._queue) > length:
                await self._shrunk.wait()
        self._wake_at = None
        self._check()

    def _write_all(self, stream: OpenStream) -> None:
        """Write until told otherwise; runs in the loudspeaker's thread."""
        wait_s = _DRY_S
        while self._thread.is_wanted:
            has_sound = self._queue.wait(wait_s)
            self._handing_since = time.monotonic()
            try:
                if has_sound:
                    self._write(stream)
                else:
                    # Ready for the next sound, without underrun; fails if it is gone.
                    stream.raw.abort()
                    stream.raw.start()
            finally:
                self._handing_since = None
            wait_s = _DRY_S if has_sound else _PROBE_S

    def _write(self, stream: OpenStream) -> None:
        size = stream.rate_hz * _PIECE_MS // 1000
        samples = louder(self._queue.take(size), self.volume)
        ran_dry = stream.raw.write(np.repeat(samples, stream.channels).tobytes())
        self.underruns += ran_dry
        self.played_s += len(samples) / stream.rate_hz
        self._tell_first_sound()
        if self._wake_at is not None and len(self._queue) <= self._wake_at:
            self._wake_at = None
            self._thread.call_on_loop(self._shrunk.set)

    def _tell_first_sound(self) -> None:
        expecting = self._expecting
        if expecting is not None and self._queue.taken > expecting[0]:
            self._expecting = None
            self._thread.call_on_loop(expecting[1], time.monotonic())

    def _lose(self, _: DeviceMissing) -> None:
        self._queue.clear()
        self._thread.call_on_loop(self._shrunk.set)
