"""The mouth: sentences become sound, one sentence ahead of the air."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import AbstractAsyncContextManager

from audio.player import OnFirstSound, Player
from audio.sound import Block, Clip
from audio.tts import Synthesizer
from audio.utterance import Hearing, OnSpoken, Utterance


class Speaker:
    """Says sentences while later ones are still being made.

    One `say` at a time; cancelling it is the interruption.
    """

    def __init__(self, synthesizer: Synthesizer, player: Player) -> None:
        self.synthesizer = synthesizer
        self._player = player

    @property
    def volume(self) -> float:
        """Gain of everything that is played; 1.0 leaves it as it is."""
        return self._player.volume

    @volume.setter
    def volume(self, gain: float) -> None:
        self._player.volume = gain

    @property
    def pace(self) -> float:
        """Speed of speech; 1.0 is as the owner set it."""
        return self.synthesizer.pace

    @pace.setter
    def pace(self, pace: float) -> None:
        self.synthesizer.pace = pace

    @property
    def is_alive(self) -> bool:
        """Whether the loudspeaker takes what it is given, or is known to be gone."""
        return self._player.is_alive

    async def warm(self) -> None:
        """Make the first sentence as quick as the others."""
        await self.synthesizer.warm()

    def silence(self) -> None:
        """Be silent within 80 ms; what was queued is forgotten."""
        self._player.silence()

    async def chime(self, clip: Clip) -> None:
        """Play a short sound now; it is no part of a reply.

        Raises:
            DeviceMissing: There is no loudspeaker, or it went away.
        """
        await self._player.play(Block(clip.samples, clip.rate_hz))

    async def say(
        self,
        sentences: AsyncIterable[str],
        language: str,
        *,
        on_spoken: OnSpoken,
        on_first_sound: OnFirstSound,
    ) -> None:
        """Say all sentences in order; returns when the last has been handed over.

        Args:
            sentences: As they are written; the next is taken while one is being said.
            language: `es` or `en`.
            on_spoken: Told each sentence once it has been heard, and when it is cut off
                the words that were heard of it.
            on_first_sound: Told when the first sample was handed to the device.

        Raises:
            SpeechServiceError: A sentence could not be made; nothing is left running.
            DeviceMissing: There is no loudspeaker, or it went away.
        """
        self._player.expect(on_first_sound)
        made: asyncio.Queue[Utterance | None] = asyncio.Queue(maxsize=1)
        hearing = Hearing(self._player, on_spoken)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._make_all(sentences, language, made))
                await self._play_all(made, hearing)
        except BaseException as error:
            self._player.silence()
            if isinstance(error, ExceptionGroup):
                raise error.exceptions[0] from error
            raise
        finally:
            hearing.end()

    async def _make_all(
        self,
        sentences: AsyncIterable[str],
        language: str,
        made: asyncio.Queue[Utterance | None],
    ) -> None:
        async for text in sentences:
            utterance = Utterance(text)
            await made.put(utterance)
            sound = self.synthesizer.synthesize(text, language)
            async with _closing(sound):
                async for block in sound:
                    await utterance.put(block)
            utterance.end()
        await made.put(None)

    async def _play_all(
        self, made: asyncio.Queue[Utterance | None], hearing: Hearing
    ) -> None:
        while (utterance := await made.get()) is not None:
            hearing.begin(utterance)
            async for block in utterance.blocks():
                await self._player.play(block)
                hearing.tell()
        await self._player.drained()


def _closing(sound: AsyncIterator[Block]) -> AbstractAsyncContextManager[object]:
    """Close a generator in any case; other iterators have nothing to close."""
    if isinstance(sound, AsyncGenerator):
        return contextlib.aclosing(sound)
    return contextlib.nullcontext()
