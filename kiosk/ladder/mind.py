"""The engines of the mind on a ladder, standing where one of them would."""

import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

from agents import (
    AgentError,
    ChatModel,
    Message,
    ModelDone,
    ModelEvent,
    StartedOver,
    TextDelta,
    Tool,
)
from kiosk.budget import Budget
from kiosk.ladder.ladder import Ladder, Rung
from kiosk.ladder.race import closing, streamed

log = logging.getLogger(__name__)

_LETTERS = 4
"""Of a token, about."""
_MINUTE_S = 60

_Events = AsyncGenerator[tuple[Rung[ChatModel], ModelEvent]]


class Usage:
    """The tokens of a pass, guessed where the server did not come to report them."""

    def __init__(self, instructions: str, messages: Sequence[Message]) -> None:
        asked = len(instructions) + sum(len(message.text) for message in messages)
        self.input_tokens = asked // _LETTERS
        self.output_tokens = 0

    def broke_off(self) -> None:
        """Nothing is paid for what was refused before it had begun."""
        if not self.output_tokens:
            self.input_tokens = 0

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
            return self._paid(self._own(engine), instructions, messages, tools)

        if self._is_hasty():
            log.warning("a visit asks too often; the rules answer it for a while")
            self._in_use = self._offline
            async for event in begin(self._offline):
                yield event
            return
        events: _Events = streamed(self._ladder, begin, again=StartedOver())
        async with aclosing(events):
            async for rung, event in events:
                self._in_use = self._own(rung.engine)
                yield event

    async def _paid(
        self,
        engine: ChatModel,
        instructions: str,
        messages: Sequence[Message],
        tools: Sequence[Tool],
    ) -> AsyncIterator[ModelEvent]:
        """Yield a pass of an engine; it is paid for, whether it is used or not.

        What it reads is counted before it is asked, so that what runs beside it knows.
        """
        usage = Usage(instructions, messages)
        guess = usage.input_tokens
        self._budget.spend(engine.name, input_tokens=guess)
        try:
            async with closing(engine.stream(instructions, messages, tools)) as events:
                async for event in events:
                    usage.take(event)
                    yield event
        except AgentError:
            usage.broke_off()
            raise
        finally:
            self._budget.spend(
                engine.name,
                input_tokens=usage.input_tokens - guess,
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
