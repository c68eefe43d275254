"""Ears and voices on a ladder, standing where one of them would."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Generic

from audio import Block, OnWords, Synthesizer, Transcriber, Transcript
from kiosk.budget import Budget
from kiosk.ladder.ladder import E, Ladder, watching
from kiosk.ladder.race import closing, first_sign, streamed


class _LadderStation(Generic[E]):
    """What ears and voices on a ladder share."""

    def __init__(self, ladder: Ladder[E], budget: Budget) -> None:
        self.ladder = ladder
        self._budget = budget

    @property
    def name(self) -> str:
        """The engine that worked last."""
        return self.ladder.now.name

    async def warm(self) -> None:
        """Make ready whichever engine would be asked; see `Ladder.check`."""
        await self.ladder.check()

    def watching(self) -> AbstractAsyncContextManager[None]:
        """Try resting engines in the background as long as the context lasts."""
        return watching(self.ladder)

    async def close(self) -> None:
        """Close all engines."""
        await self.ladder.close()


class LadderTranscriber(_LadderStation[Transcriber]):
    """The ears: when one fails, the next hears the same recording."""

    async def transcribe(
        self, blocks: AsyncIterator[Block], on_words: OnWords | None = None
    ) -> Transcript:
        """Listen until the blocks end and give back what was said."""
        tape = _Tape()
        recording = asyncio.create_task(tape.record(blocks))
        try:
            rung, heard = await first_sign(
                self.ladder,
                lambda ears: ears.transcribe(tape.blocks(), on_words),
                after=tape.ended,
            )
        finally:
            recording.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await recording
        self._budget.spend(rung.name, heard_s=heard.heard_s)
        return heard


class LadderVoice(_LadderStation[Synthesizer]):
    """The voices: when one breaks off, the next says the whole sentence."""

    @property
    def pace(self) -> float:
        """Speed of all voices; 1.0 is as the owner set it."""
        return self.ladder.now.engine.pace

    @pace.setter
    def pace(self, pace: float) -> None:
        for rung in self.ladder.rungs:
            rung.engine.pace = pace

    async def synthesize(self, text: str, language: str) -> AsyncIterator[Block]:
        """Yield the sound of a sentence."""
        sound = streamed(self.ladder, lambda voice: self._paid(voice, text, language))
        async with contextlib.aclosing(sound):
            async for _, block in sound:
                yield block

    async def _paid(
        self, voice: Synthesizer, text: str, language: str
    ) -> AsyncIterator[Block]:
        """Yield the sound that a voice makes; all of it is paid for, used or not."""
        spoken_s = 0.0
        try:
            async with closing(voice.synthesize(text, language)) as sound:
                async for block in sound:
                    spoken_s += len(block.samples) / block.rate_hz
                    yield block
        finally:
            self._budget.spend(voice.name, spoken_s=spoken_s)


class _Tape:
    """A recording that several can hear, each from its beginning."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self._blocks: list[Block] = []
        self._error: Exception | None = None
        self._news = asyncio.Event()

    async def record(self, blocks: AsyncIterator[Block]) -> None:
        """Keep the blocks as they come; an error of theirs is told to who listens."""
        try:
            async for block in blocks:
                self._blocks.append(block)
                self._tell()
        except Exception as error:  # noqa: BLE001 - raised again where it is heard
            self._error = error
        finally:
            self.ended.set()
            self._tell()

    async def blocks(self) -> AsyncIterator[Block]:
        """Yield all blocks, those to come included."""
        place = 0
        while True:
            news = self._news
            for block in self._blocks[place:]:
                place += 1
                yield block
            if place < len(self._blocks):
                continue
            if self.ended.is_set():
                break
            await news.wait()
        if self._error is not None:
            raise self._error

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
