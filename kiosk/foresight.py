"""Begins an answer while the question may still go on."""

import asyncio
from collections.abc import AsyncIterator

from agents import Assistant, aloud_wish
from audio import Block, Pauses
from kiosk.voice_words import voice_wish

PAUSE_S = 0.2
"""Who is silent for so long, with no new words understood, may have said all."""
_MOST = 2
"""Beginnings in one recording: each that proves wrong costs as much as a right one."""


class Foresight:
    """Lets an assistant begin on the words heard so far when the customer pauses."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._words = ""
        self._settled = ""
        """The words as they were when last looked at."""
        self._foreseen = ""
        self._left = _MOST
        self._unheard: list[Block] = []
        self._pauses: Pauses | None = None

    def note(self, words: str) -> None:
        """Take all words understood so far."""
        self._words = words

    async def listening(self, blocks: AsyncIterator[Block]) -> AsyncIterator[Block]:
        """Yield the same blocks, and begin in a pause between them."""
        beginning: asyncio.Task[None] | None = None
        try:
            async for block in blocks:
                yield block
                self._unheard.append(block)
                if self._is_time() and (beginning is None or beginning.done()):
                    beginning = asyncio.create_task(self._begin(self._words))
        finally:
            if beginning is not None and not beginning.done():
                beginning.cancel()
                await asyncio.wait([beginning])

    def _is_time(self) -> bool:
        if not self._words or not self._left:
            return False
        if not self._has_paused():
            return False
        is_settled = self._words == self._settled
        self._settled = self._words
        return is_settled and self._words != self._foreseen

    def _has_paused(self) -> bool:
        """Whether it is quiet now; looked at ten times a second, false in between."""
        heard, self._unheard = self._unheard, []
        if self._pauses is None:
            self._pauses = Pauses(heard[0].rate_hz, PAUSE_S)
        has_paused = False
        for block in heard:
            has_paused = self._pauses.add(block.samples)
        return has_paused

    async def _begin(self, words: str) -> None:
        self._foreseen = words
        if voice_wish(words) is None and aloud_wish(words) is None:
            self._left -= await self._assistant.foresee(words)
