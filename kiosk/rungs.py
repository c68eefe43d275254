"""Ladders that stand where one engine would: in the mind, the ears and the voice."""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, Generic

from agents import (
    AgentError,
    ChatModel,
    Message,
    ModelDone,
    ModelEvent,
    OfflineModel,
    StartedOver,
    TextDelta,
    Tool,
    build_model,
    engines_for,
)
from audio import (
    Block,
    PhraseBook,
    SpeechServiceError,
    Synthesizer,
    Transcriber,
    Transcript,
    UnknownBackend,
    build_synthesizer,
    build_transcriber,
)
from kiosk.budget import FREE, Budget
from kiosk.config import ConfigError, KioskConfig
from kiosk.ladder import E, Ladder, Rest, Rung, Station, Step, watching

log = logging.getLogger(__name__)

_LETTERS = 4
"""Of a token, about."""
_MINUTE_S = 60

OnStep = Callable[[Step], None]


def build_engines(
    config: KioskConfig, on_step: OnStep, budget: Budget
) -> Ladder[ChatModel] | None:
    """Give what thinks, best first; None when the rules do it alone.

    Raises:
        UnknownEngine: One of them does not exist, or lacks its key or address.
    """
    names = engines_for(config.agents)
    if set(names) == {"offline"}:
        return None
    build = partial(build_model, settings=config.agents, offline=OfflineModel)
    rungs = [Rung(name, build(name)) for name in names]
    return _ladder("mind", rungs, (AgentError,), config, on_step, budget)


def build_ears(
    config: KioskConfig,
    books: Callable[[], tuple[PhraseBook, ...]],
    on_step: OnStep,
    budget: Budget,
) -> Transcriber:
    """Give what hears.

    Raises:
        UnknownBackend: One of the ears does not exist.
    """
    build = partial(
        build_transcriber,
        config.audio,
        books=books,
        cache_dir=config.state_dir / "cache",
    )
    names = config.audio.ears
    rungs = _rungs(names, build, is_wish=config.audio.stt == names)
    if rungs[0].name in FREE:
        return rungs[0].engine
    errors = (SpeechServiceError,)
    ladder = _ladder("ears", rungs, errors, config, on_step, budget)
    return LadderTranscriber(ladder, budget)


def build_voice(config: KioskConfig, on_step: OnStep, budget: Budget) -> Synthesizer:
    """Give what speaks.

    Raises:
        UnknownBackend: One of the voices does not exist or is not installed.
    """
    names = config.audio.voices
    build = partial(build_synthesizer, config.audio)
    rungs = _rungs(names, build, is_wish=config.audio.tts == names)
    if rungs[0].name in FREE:
        return rungs[0].engine
    errors = (SpeechServiceError,)
    ladder = _ladder("voice", rungs, errors, config, on_step, budget)
    return LadderVoice(ladder, budget)


async def close_all(ladder: Ladder[Any]) -> None:
    """Close the engines of a ladder."""
    for rung in ladder.rungs:
        await rung.engine.close()


def _rungs(
    names: Sequence[str], build: Callable[[str], E], *, is_wish: bool
) -> list[Rung[E]]:
    """Build engines; one that nobody named and that is not installed is left out."""
    rungs: list[Rung[E]] = []
    for name in names:
        try:
            rungs.append(Rung(name, build(name)))
        except UnknownBackend as error:
            if is_wish or not rungs:
                raise
            log.warning("nothing stands behind %r: %s", rungs[-1].name, error)
    return rungs


def _ladder(
    station: Station,
    rungs: list[Rung[E]],
    errors: tuple[type[Exception], ...],
    config: KioskConfig,
    on_step: OnStep,
    budget: Budget,
) -> Ladder[E]:
    if config.budget.daily_cap and rungs[-1].name not in FREE:
        raise ConfigError(
            f"budget.daily_cap: {rungs[-1].name!r} costs as well; put an engine behind "
            f"it that asks no server ({', '.join(sorted(FREE))})"
        )
    settings = config.ladder
    rest = Rest(settings.rest_s, settings.longest_rest_s)
    return Ladder(
        station, rungs, errors, on_step, settings.hedge_s, rest, allows=budget.allows
    )


class Usage:
    """The tokens of a pass, guessed where the server did not come to report them."""

    def __init__(self, instructions: str, messages: Sequence[Message]) -> None:
        asked = len(instructions) + sum(len(message.text) for message in messages)
        self.input_tokens = asked // _LETTERS
        self.output_tokens = 0

    def take(self, event: ModelEvent) -> None:
        """Count an event."""
        match event:
            case TextDelta(text):
                self.output_tokens += len(text) // _LETTERS + 1
            case ModelDone() if event.input_tokens:
                self.input_tokens = event.input_tokens
                self.output_tokens = event.output_tokens


class LadderModel:
    """The engines of the mind, for one visit.

    The visit's memory and tools are the assistant's, so that it goes on with any of
    them.
    """

    def __init__(
        self,
        ladder: Ladder[ChatModel],
        offline: ChatModel,
        budget: Budget,
        *,
        asks_per_minute: int = 60,
    ) -> None:
        """Join the shared engines and the visit's own.

        Args:
            ladder: Shared by all visits.
            offline: Stands for the rung called `offline`: it knows the visit's debts.
            budget: What each pass costs is counted there.
            asks_per_minute: Passes of this visit; beyond them `offline` answers.
        """
        self._ladder = ladder
        self._budget = budget
        self._asked_at: deque[float] = deque(maxlen=asks_per_minute)
        self._offline = offline
        self._in_use = self._own(ladder.now.engine)

    @property
    def name(self) -> str:
        """The engine that answered last."""
        return self._in_use.name

    @property
    def is_trusted(self) -> bool:
        """Whether the engine that is answering goes by rule."""
        return self._in_use.is_trusted

    async def warm(self) -> None:
        """Make all engines ready."""
        await self._ladder.check()

    async def close(self) -> None:
        """The engines are closed where they were opened."""

    async def stream(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> AsyncIterator[ModelEvent]:
        """Yield one pass of the best engine that answers."""

        def begin(engine: ChatModel) -> AsyncIterator[ModelEvent]:
            return self._own(engine).stream(instructions, messages, tools)

        if self._is_hasty():
            self._in_use = self._offline
            async for event in begin(self._offline):
                yield event
            return
        events: AsyncGenerator[ModelEvent] = self._ladder.stream(
            begin, again=StartedOver()
        )
        usage = Usage(instructions, messages)
        try:
            async with contextlib.aclosing(events):
                async for event in events:
                    self._in_use = self._own(self._ladder.now.engine)
                    usage.take(event)
                    yield event
        finally:
            self._budget.spend(
                self._in_use.name,
                input_tokens=usage.input_tokens,
                output_tokens=usage.output_tokens,
            )

    def _is_hasty(self) -> bool:
        """Whether this visit has asked so often that the rules must do."""
        now, times = time.monotonic(), self._asked_at
        is_full = len(times) == times.maxlen and now - times[0] < _MINUTE_S
        if not is_full:
            times.append(now)
        return is_full

    def _own(self, engine: ChatModel) -> ChatModel:
        return self._offline if engine.name == self._offline.name else engine


class _LadderStation(Generic[E]):
    """What ears and voices on a ladder share."""

    def __init__(self, ladder: Ladder[E], budget: Budget) -> None:
        self._ladder = ladder
        self._budget = budget

    @property
    def name(self) -> str:
        """The engine that worked last."""
        return self._ladder.now.name

    async def warm(self) -> None:
        """Make all engines ready."""
        await self._ladder.check()

    def watching(self) -> AbstractAsyncContextManager[None]:
        """Try resting engines in the background as long as the context lasts."""
        return watching(self._ladder)

    async def close(self) -> None:
        """Close all engines."""
        await close_all(self._ladder)


class LadderTranscriber(_LadderStation[Transcriber]):
    """The ears: when one fails, the next hears the same recording."""

    async def transcribe(self, blocks: AsyncIterator[Block]) -> Transcript:
        """Listen until the blocks end and give back what was said."""
        tape = _Tape()
        recording = asyncio.create_task(tape.record(blocks))
        try:
            rung, heard = await self._ladder.begin(
                lambda ears: ears.transcribe(tape.blocks()), after=tape.ended
            )
        finally:
            recording.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await recording
        self._budget.spend(rung.name, heard_s=heard.heard_s)
        return heard


class LadderVoice(_LadderStation[Synthesizer]):
    """The voices: when one breaks off, the next says the whole sentence."""

    async def synthesize(self, text: str, language: str) -> AsyncIterator[Block]:
        """Yield the sound of a sentence."""
        sound = self._ladder.stream(lambda voice: voice.synthesize(text, language))
        spoken_s = 0.0
        try:
            async with contextlib.aclosing(sound):
                async for block in sound:
                    spoken_s += len(block.samples) / block.rate_hz
                    yield block
        finally:
            self._budget.spend(self.name, spoken_s=spoken_s)


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
