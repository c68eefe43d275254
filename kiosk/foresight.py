"""Begins an answer while the question may still go on."""

import asyncio
from contextlib import suppress
from types import TracebackType

from agents import Assistant, aloud_wish
from kiosk.voice_words import voice_wish

_STILL_S = 0.25
"""Words that have not changed for so long may be all of them."""
_MOST = 2
"""Beginnings in one recording: each that proves wrong costs as much as a right one."""


class Foresight:
    """Lets an assistant begin when the words heard so far have stood still for a while.

    To be entered for as long as the recording is listened to.
    """

    def __init__(self, assistant: Assistant, *, still_s: float = _STILL_S) -> None:
        self._assistant = assistant
        self._still_s = still_s
        self._words = ""
        self._changed = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Foresight":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait([self._watching])

    def note(self, words: str) -> None:
        """Take all words heard so far."""
        if words == self._words:
            return
        self._words = words
        self._changed.set()
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        for _ in range(_MOST):
            await self._changed.wait()
            await self._until_still()
            if voice_wish(self._words) is None and aloud_wish(self._words) is None:
                await self._assistant.foresee(self._words)

    async def _until_still(self) -> None:
        with suppress(TimeoutError):
            while True:
                self._changed.clear()
                async with asyncio.timeout(self._still_s):
                    await self._changed.wait()
