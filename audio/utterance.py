"""A sentence with its sound, between who makes it and who plays it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable

import numpy as np

from audio.player import Player
from audio.sound import Block

OnSpoken = Callable[[str], None]
"""Called on the loop with words that the customer has heard, in order."""

_AHEAD_S = 20.0
"""Sound that may wait to be played: a reply of any length fits in memory."""
_CHARACTERS_PER_S = 15.0
"""How fast voices speak; used only while a sentence's length is not known."""
_NEARLY_S = 0.05
_MOST_AT_ONCE_S = 0.2
"""Sound that has gathered is handed on together: resampling costs by the piece."""


class Utterance:
    """One sentence; `put` and `blocks` run in two tasks of one loop."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._made_s = 0.0
        self._taken_s = 0.0
        self._is_made = False
        self._waiting: deque[Block] = deque()
        self._was_put = asyncio.Event()
        self._was_taken = asyncio.Event()

    @property
    def length_s(self) -> float:
        """How long it takes to say; a guess until all of it is made."""
        if self._is_made:
            return self._made_s
        return max(self._made_s, len(self.text) / _CHARACTERS_PER_S)

    async def put(self, block: Block) -> None:
        """Add sound, waiting while a lot of it waits to be played."""
        self._made_s += block.length_s
        self._waiting.append(block)
        self._was_put.set()
        while self._made_s - self._taken_s > _AHEAD_S:
            self._was_taken.clear()
            await self._was_taken.wait()

    def end(self) -> None:
        """Declare that all of it is made."""
        self._is_made = True
        self._was_put.set()

    async def blocks(self) -> AsyncIterator[Block]:
        """Yield the sound as it is made."""
        while True:
            while self._waiting:
                block = self._take()
                self._taken_s += block.length_s
                self._was_taken.set()
                yield block
            if self._is_made:
                return
            self._was_put.clear()
            await self._was_put.wait()

    def _take(self) -> Block:
        """Take what waits, as one block of one rate."""
        first = self._waiting.popleft()
        pieces, length_s = [first.samples], first.length_s
        while (
            self._waiting
            and self._waiting[0].rate_hz == first.rate_hz
            and length_s < _MOST_AT_ONCE_S
        ):
            block = self._waiting.popleft()
            pieces.append(block.samples)
            length_s += block.length_s
        return Block(np.concatenate(pieces), first.rate_hz)

    def heard_within(self, played_s: float) -> str:
        """Give the words that are heard in so many seconds."""
        if played_s >= self.length_s - _NEARLY_S:
            return self.text
        end = int(len(self.text) * played_s / self.length_s)
        return self.text[:end].rpartition(" ")[0].rstrip()


class Hearing:
    """Follows the loudspeaker and tells which utterances have been heard."""

    def __init__(self, player: Player, on_spoken: OnSpoken) -> None:
        self._player = player
        self._on_spoken = on_spoken
        self._begins_s = player.played_s
        self._playing: list[Utterance] = []

    def begin(self, utterance: Utterance) -> None:
        """Expect an utterance after those before it."""
        self._playing.append(utterance)

    def tell(self) -> None:
        """Report utterances that have been heard to their end."""
        while self._playing and self._heard_s >= self._playing[0].length_s - _NEARLY_S:
            utterance = self._playing.pop(0)
            self._begins_s += utterance.length_s
            self._on_spoken(utterance.text)

    def end(self) -> None:
        """Report what is left: the words heard of an utterance that was cut off."""
        self.tell()
        if self._playing and (words := self._playing[0].heard_within(self._heard_s)):
            self._on_spoken(words)
        self._playing.clear()

    @property
    def _heard_s(self) -> float:
        return self._player.played_s - self._begins_s
