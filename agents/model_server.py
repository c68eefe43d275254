"""A model behind a server; what differs between protocols is a `Wire`."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any, Protocol

from agents.client import Event, Line, Patience
from agents.client_errors import reading, stopped_early
from agents.conversation import CustomerSaid, Message, language_in, without_pictures
from agents.errors import AgentError, ModelBroken
from agents.hosted import HostedWork
from agents.instructions import offline_texts
from agents.model import HostedAnswer, ModelDone, ModelEvent, TextDelta
from agents.servers import SERVERS
from agents.settings import AgentSettings
from agents.tool import Tool
from agents.unspoken import Spoken

_log = logging.getLogger(__name__)

_BLIND = {"bad_request", "server_error"}
"""What servers say whose model takes no pictures."""
_LOADING_S = 300.0
"""How long a server may take to load a model from a slow card."""


class Answer(Protocol):
    """What has come of an answer so far."""

    hosted: HostedWork
    """What tools at the server did for it."""

    def take(self, event: Event) -> str:
        """Take in an event; give its text, often none.

        Raises:
            AgentError: The server says that it failed.
        """

    def done(self) -> ModelDone | None:
        """Give the end of the pass; None when the stream stopped without it."""


class Wire(Protocol):
    """How one protocol writes questions and tells answers."""

    path: str
    """Where questions go, such as `/responses`."""

    def request(
        self,
        server: str,
        instructions: str,
        messages: Sequence[Message],
        tools: Sequence[Tool],
    ) -> dict[str, Any]:
        """Give the body of a request, but for the model's name.

        Args:
            server: What the server calls itself; empty while that is unknown.
            instructions: The prompt.
            messages: The conversation.
            tools: What the model may use.
        """

    def has_content(self, event: Event) -> bool:
        """Whether an event shows that the answer has begun."""

    def is_last(self, event: Event) -> bool:
        """Whether the answer is complete with an event."""

    def answer(self, url: str) -> Answer:
        """Begin to read an answer from an address."""


class ServerModel:
    """A model that a server runs, asked over a line that is kept open."""

    is_trusted = False

    def __init__(self, name: str, wire: Wire, settings: AgentSettings) -> None:
        self.name = name
        self._wire = wire
        self._line = Line(
            settings,
            wire.path,
            has_content=wire.has_content,
            is_last=wire.is_last,
        )
        self._loading: asyncio.Task[None] | None = None

    async def warm(self) -> None:
        """Open the connection, or find out that it still stands.

        A server that loads a model at its first question is asked one meanwhile.
        """
        await self._line.warm()
        server = SERVERS.get(self._line.server)
        if server is not None and server.loads_models and self._loading is None:
            self._loading = asyncio.create_task(self._load())

    async def close(self) -> None:
        """Close the connection; may be called twice."""
        if self._loading is not None:
            self._loading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loading
        await self._line.close()

    async def _load(self) -> None:
        """Wait for the beginning of an answer that nobody needs."""
        line = self._line
        asked = self._wire.request(line.server, "", [CustomerSaid("Hola")], ())
        events = line.events(asked, patience=Patience(_LOADING_S, _LOADING_S))
        try:
            async with contextlib.aclosing(events):
                async for event in events:
                    if self._wire.has_content(event):
                        return
        except AgentError as error:
            self._loading = None
            _log.warning("%s: the model is not loaded: %s", line.url, error)

    async def stream(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> AsyncIterator[ModelEvent]:
        """Yield one pass; closing the iterator hangs up at once.

        Raises:
            AgentError: The model could not be asked, or broke off.
        """
        has_begun = False
        has_picture = list(messages) != without_pictures(messages)
        stream = self._streamed(instructions, messages, tools)
        try:
            async with contextlib.aclosing(stream):
                async for event in stream:
                    has_begun = True
                    yield event
        except ModelBroken as error:
            if has_begun or not has_picture or error.code not in _BLIND:
                raise
            _log.warning("%s: no answer to a picture: %s", self._line.url, error)
            language = language_in(messages, "es")
            yield TextDelta(offline_texts(language)["cannot_see"])
            yield ModelDone()

    async def _streamed(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> AsyncGenerator[ModelEvent]:
        line = self._line
        answer = self._wire.answer(line.url)
        spoken = Spoken()
        asked = self._wire.request(line.server, instructions, messages, tools)
        events = line.events(asked)
        async with contextlib.aclosing(events):
            async for event in events:
                with reading(line.url):
                    text = spoken.feed(answer.take(event))
                for found in answer.hosted.news():
                    yield found
                if text:
                    yield TextDelta(text)
        if text := spoken.rest():
            yield TextDelta(text)
        done = answer.done()
        if done is None:
            raise stopped_early(line.url)
        if made := await self._made(answer.hosted):
            yield made
        yield done

    async def _made(self, hosted: HostedWork) -> HostedAnswer | None:
        """Fetch what was made at the server; tell it with what was cited."""
        if hosted.made:
            fetched = [await self._line.fetch(*cited) for cited in hosted.made]
            files = tuple(file for file in fetched if file is not None)
            return HostedAnswer("code_interpreter", sources=hosted.sources, files=files)
        if hosted.sources:
            return HostedAnswer("file_search", sources=hosted.sources)
        return None
