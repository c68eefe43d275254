"""One pass of a model over the conversation, as sentences."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

from agents.conversation import AssistantSaid
from agents.model import (
    HostedAnswer,
    HostedCalled,
    ModelDone,
    ModelEvent,
    StartedOver,
    TextDelta,
)

_T = TypeVar("_T")

SplitSentences = Callable[[AsyncIterable[str]], AsyncIterator[str]]
"""Cuts a stream of text into sentences; handed in, because this room has no ears."""


class ModelPass:
    """What has come of a pass so far; it may take more than one try."""

    def __init__(
        self,
        split: SplitSentences,
        on_hosted: Callable[[HostedCalled | HostedAnswer], None] = lambda _: None,
    ) -> None:
        """Begin with nothing.

        Args:
            split: Cuts text into sentences.
            on_hosted: Told what tools at the server have answered.
        """
        self._split = split
        self._on_hosted = on_hosted
        self._text: list[str] = []
        self._let_out: list[str] = []
        self._is_void = False
        self.done = ModelDone()
        """How the last try ended."""
        self.input_tokens = 0
        self.output_tokens = 0

    async def sentences(self, stream: AsyncIterator[ModelEvent]) -> AsyncGenerator[str]:
        """Yield the sentences of a try; the stream is closed at its end.

        When the engine starts over, what was not yet yielded is forgotten.
        """
        self._is_void = True
        async with _closing(stream):
            while self._is_void:
                self._is_void = False
                async with _closing(self._deltas(stream)) as deltas:
                    async for sentence in self._cut(deltas):
                        self._let_out.append(f"{sentence} ")
                        yield sentence

    def give_up(self, *, sentence: bool = False) -> None:
        """Forget what was not let out; with `sentence` also the last one that was."""
        if sentence:
            self._let_out.pop()
        self._text = list(self._let_out)
        self.done = ModelDone()

    def message(self) -> AssistantSaid | None:
        """The pass as the conversation keeps it; None when nothing came of it."""
        if not self._text and not self.done.calls:
            return None
        return AssistantSaid("".join(self._text), self.done.calls, self.done.carried)

    async def _cut(self, deltas: AsyncIterator[str]) -> AsyncIterator[str]:
        async with _closing(self._split(deltas)) as sentences:
            async for sentence in sentences:
                if self._is_void:
                    break
                yield sentence
        if self._is_void:
            self.give_up()

    async def _deltas(self, stream: AsyncIterator[ModelEvent]) -> AsyncIterator[str]:
        async for event in stream:
            match event:
                case TextDelta(text):
                    self._text.append(text)
                    yield text
                case HostedCalled() | HostedAnswer():
                    self._on_hosted(event)
                case StartedOver():
                    self._is_void = True
                    return
                case ModelDone():
                    self.done = event
                    self.input_tokens += event.input_tokens
                    self.output_tokens += event.output_tokens


def _closing(
    items: AsyncIterator[_T],
) -> AbstractAsyncContextManager[AsyncIterator[_T]]:
    """Close a generator in any case; other iterators have nothing to close."""
    if isinstance(items, AsyncGenerator):
        return contextlib.aclosing(items)
    return contextlib.nullcontext(items)
