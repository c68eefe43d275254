"""An answer begun on words that may still change."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import starmap
from string import punctuation

from agents.conversation import CustomerSaid, Message
from agents.errors import AgentError
from agents.lookahead import Looked
from agents.model import ModelEvent

_MARKS = f"{punctuation}¿¡…"


@dataclass(frozen=True, slots=True)
class Asked:
    """A pass of a model, with what it was asked."""

    prompt: str
    messages: Sequence[Message]
    stream: AsyncIterator[ModelEvent]

    def is_same(self, prompt: str, messages: Sequence[Message]) -> bool:
        """Whether these would be the same request, but for marks and capitals."""
        return (
            self.prompt == prompt
            and len(self.messages) == len(messages)
            and all(starmap(_alike, zip(self.messages, messages, strict=True)))
        )


class HeadStart:
    """What the rules look up and a model begins to say to a likely question.

    Nothing comes of it by itself: no tool is run that changes anything, nothing is
    told, and nothing is remembered.
    """

    def __init__(
        self,
        question: str,
        look: Awaitable[Looked | None],
        ask: Callable[[Looked], Awaitable[Asked | None]],
    ) -> None:
        """Begin at once.

        Args:
            question: The words so far.
            look: Gives what a tool plainly answers to them.
            ask: Begins a pass of the model over it; None when the model is not needed.
        """
        self._question = question
        self._asked: Asked | None = None
        self._looking = asyncio.ensure_future(look)
        self._beginning = asyncio.create_task(self._begin(ask))

    async def asks(self) -> bool:
        """Whether the model was asked: the rules have found what the words need."""
        return await asyncio.shield(self._looking) is not None

    async def looked(self, question: str) -> Looked | None:
        """Give what was looked up, if it was for the words of this question."""
        return await self._looking if same_words(self._question, question) else None

    async def taken_over(
        self, prompt: str, messages: Sequence[Message]
    ) -> AsyncIterator[ModelEvent] | None:
        """Give the model's pass, if it was asked the same; None to ask it now."""
        asked = self._asked
        if asked is None or not asked.is_same(prompt, messages):
            return None
        try:
            first = await self._beginning
        except AgentError:
            return None
        self._asked = None
        return _resumed(first, asked.stream)

    async def drop(self) -> None:
        """Throw away what was not taken over."""
        self._looking.cancel()
        self._beginning.cancel()
        await asyncio.gather(self._looking, self._beginning, return_exceptions=True)
        if self._asked is not None:
            await _close(self._asked.stream)

    async def _begin(
        self, ask: Callable[[Looked], Awaitable[Asked | None]]
    ) -> ModelEvent | None:
        """Give the first event; the others wait in the line until somebody reads it."""
        looked = await self._looking
        if looked is None:
            return None
        self._asked = await ask(looked)
        return await anext(self._asked.stream, None) if self._asked else None


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but marks around words, and capitals."""
    return _words(one) == _words(other)


def _words(text: str) -> list[str]:
    bare = (word.strip(_MARKS) for word in text.casefold().split())
    return [word for word in bare if word]


def _alike(one: Message, other: Message) -> bool:
    if isinstance(one, CustomerSaid) and isinstance(other, CustomerSaid):
        return same_words(one.text, other.text)
    return one == other


async def _resumed(
    first: ModelEvent | None, rest: AsyncIterator[ModelEvent]
) -> AsyncGenerator[ModelEvent]:
    try:
        if first is not None:
            yield first
            async for event in rest:
                yield event
    finally:
        await _close(rest)


async def _close(stream: AsyncIterator[ModelEvent]) -> None:
    if isinstance(stream, AsyncGenerator):
        async with aclosing(stream):
            pass
