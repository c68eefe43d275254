"""Marks when each station of a turn is asked and when it gives its first."""

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from agents import ChatModel, Message, ModelEvent, TextDelta, Tool
from audio import Block, OnWords, Synthesizer, Transcriber, Transcript


@dataclass(slots=True)
class Stopwatch:
    """The marks of one turn: name → monotonic seconds, the first of each name."""

    marks: dict[str, float] = field(default_factory=dict)

    def mark(self, name: str, at: float | None = None) -> None:
        """Note that something happens, now unless it says when."""
        self.marks.setdefault(name, time.monotonic() if at is None else at)


class TimedTranscriber:
    """Marks `released` when the sound has ended and `words` when they are there."""

    def __init__(self, ears: Transcriber, watch: Stopwatch) -> None:
        self.name = ears.name
        self._ears = ears
        self._watch = watch

    async def warm(self) -> None:
        """Warm the ears."""
        await self._ears.warm()

    async def close(self) -> None:
        """Close the ears."""
        await self._ears.close()

    async def transcribe(
        self, blocks: AsyncIterator[Block], on_words: OnWords | None = None
    ) -> Transcript:
        """Let the ears listen.

        Raises:
            SpeechServiceError: The service did not do its work.
        """
        transcript = await self._ears.transcribe(self._until_released(blocks), on_words)
        self._watch.mark("words")
        return transcript

    async def _until_released(
        self, blocks: AsyncIterator[Block]
    ) -> AsyncIterator[Block]:
        async for block in blocks:
            yield block
        self._watch.mark("released")


class TimedModel:
    """Marks `thinking` when the model is asked and `token` at its first text."""

    def __init__(self, model: ChatModel, watch: Stopwatch) -> None:
        self.name = model.name
        self.is_trusted = model.is_trusted
        self._model = model
        self._watch = watch

    async def warm(self) -> None:
        """Warm the model."""
        await self._model.warm()

    async def close(self) -> None:
        """Close the model."""
        await self._model.close()

    async def stream(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> AsyncIterator[ModelEvent]:
        """Yield the model's pass.

        Raises:
            AgentError: The model could not be asked, or broke off.
        """
        self._watch.mark("thinking")
        async for event in self._model.stream(instructions, messages, tools):
            if isinstance(event, TextDelta):
                self._watch.mark("token")
            yield event


class TimedSynthesizer:
    """Marks `speaking` when a voice is asked and `speech` at its first sound."""

    def __init__(self, voice: Synthesizer, watch: Stopwatch) -> None:
        self.name = voice.name
        self.pace = voice.pace
        self._voice = voice
        self._watch = watch

    async def warm(self) -> None:
        """Warm the voice."""
        await self._voice.warm()

    async def close(self) -> None:
        """Close the voice."""
        await self._voice.close()

    async def synthesize(self, text: str, language: str) -> AsyncIterator[Block]:
        """Yield the sound of a sentence.

        Raises:
            SpeechServiceError: The service did not do its work.
        """
        self._watch.mark("speaking")
        async for block in self._voice.synthesize(text, language):
            self._watch.mark("speech")
            yield block
