"""The openai client as this room uses it: deadlines, one retry, raw events.

Events are taken as plain dicts: the client's typed ones cost 0.4 s at the first turn,
four times the work at every event, and mean nothing for servers that bend the protocol.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any, TypeVar

import httpx2
import openai

from agents.client_errors import (
    in_our_words,
    not_the_protocol,
    pause_before_retry_s,
    reading,
    root_words,
)
from agents.finding import MadeFile
from agents.probe import ask_about, server_in
from agents.servers import SERVERS
from agents.settings import OPENAI_URL, AgentSettings

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

Event = Mapping[str, Any]

_QUIET_HOURS_S = 4 * 3600
"""How long an idle connection is kept; `warm` finds out whether it still works."""
_NO_PROXY: dict[str, None] = dict.fromkeys(("http://", "https://", "all://"))
"""Whatever the environment says of proxies."""
_GRACE_S = 0.3
"""How long the end of a stream may lag behind its last event."""
_LARGEST_FILE = 4_000_000
"""Bytes of a file that is kept for a visit."""
_DISPENSABLE = {"reasoning", "reasoning_effort", "include", "stream_options"}
"""Parameters that a model may not take, and that its answer does not depend on."""


def open_client(settings: AgentSettings) -> openai.AsyncOpenAI:
    """Give a client for the server in the settings; it belongs to one event loop."""
    key = settings.api_key.get_secret_value() if settings.api_key else "unused"
    return openai.AsyncOpenAI(
        api_key=key,
        base_url=settings.base_url or OPENAI_URL,
        max_retries=0,
        timeout=httpx2.Timeout(settings.turn_s, connect=3, write=20, pool=3),
        http_client=openai.DefaultAioHttpClient(
            mounts=_NO_PROXY if settings.is_nearby else None,
            limits=httpx2.Limits(
                max_connections=8,
                max_keepalive_connections=4,
                keepalive_expiry=_QUIET_HOURS_S,
            ),
        ),
    )


class Patience:
    """How long a server may keep us waiting; what the reader takes does not count."""

    def __init__(self, first_s: float, total_s: float) -> None:
        self._first_s = first_s
        self._total_s = total_s
        self._spent_s = 0.0
        self.has_begun = False
        """Set it when the answer has begun: only the total counts from then on."""

    async def wait(self, awaitable: Awaitable[_T]) -> _T:
        """Give the result.

        Raises:
            TimeoutError: Patience ran out.
        """
        limit_s = self._total_s if self.has_begun else self._first_s
        loop = asyncio.get_running_loop()
        start_s = loop.time()
        try:
            async with asyncio.timeout(min(limit_s, self._total_s) - self._spent_s):
                return await awaitable
        finally:
            self._spent_s += loop.time() - start_s


class Line:
    """A line to one server, kept open between turns."""

    def __init__(
        self,
        settings: AgentSettings,
        path: str,
        *,
        has_content: Callable[[Event], bool],
        is_last: Callable[[Event], bool],
    ) -> None:
        """Prepare a line; the first request or `warm` opens it.

        Args:
            settings: The server, its model and the deadlines.
            path: Where questions go, such as `/responses`.
            has_content: Whether an event shows that the answer has begun.
            is_last: Whether the answer is complete with an event; what comes behind
                it is not waited for long.
        """
        self._client = open_client(settings)
        self._settings = settings
        self._model = settings.model
        self._path = path
        self._has_content = has_content
        self._is_last = is_last
        self._not_taken: set[str] = set()
        self.url = str(self._client.base_url).rstrip("/") + path
        """The full address, for messages."""
        is_told = settings.dialect in SERVERS
        self.server: str = settings.dialect if is_told else ""
        """Which of `SERVERS` it is; empty for others, and until it was asked."""

    async def warm(self) -> None:
        """Open the connection, or find out that it still stands.

        Raises:
            AgentError: Nobody answers, or the key is refused.
        """
        with in_our_words(self.url, self._model):
            async with asyncio.timeout(self._settings.first_token_s):
                answer = await self._twice(lambda: ask_about(self._client, self._model))
        if answer.headers.get("content-type", "").startswith("text/html"):
            raise not_the_protocol(self.url, "text/html")
        if not self.server and self._settings.spoken_dialect == "compatible":
            self.server = server_in(answer)

    async def close(self) -> None:
        """Close all connections; may be called twice."""
        await self._client.close()

    async def events(
        self, request: Mapping[str, Any], *, patience: Patience | None = None
    ) -> AsyncGenerator[Event]:
        """Yield the events of an answer to its end.

        Args:
            request: The body; what this model has refused before is left out.
            patience: Instead of what the settings say.

        Raises:
            AgentError: The server could not be reached, refused, or broke off.
        """
        settings = self._settings
        patience = patience or Patience(settings.first_token_s, settings.turn_s)
        asked = {k: v for k, v in request.items() if k not in self._not_taken}
        asked["model"] = self._model
        with in_our_words(self.url, self._model):
            stream, event = await self._twice(
                lambda: self._open(asked, patience),
                lambda error: self._amend(asked, error),
            )
            wait: Callable[[Awaitable[Any]], Awaitable[Any]] = patience.wait
            async with stream:
                while event is not None:
                    with reading(self.url):
                        patience.has_begun |= self._has_content(event)
                        wait = _late if self._is_last(event) else wait
                    yield event
                    event = await wait(anext(stream, None))

    async def fetch(self, container: str, file_id: str, name: str) -> MadeFile | None:
        """Give a file of a container; a warning and None when it can't be had."""
        contents = self._client.containers.files.content.with_streaming_response
        try:
            async with (
                asyncio.timeout(self._settings.first_token_s),
                contents.retrieve(file_id, container_id=container) as answer,
            ):
                data = b""
                async for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > _LARGEST_FILE:
                        raise ValueError(f"more than {_LARGEST_FILE} bytes")
        except (TimeoutError, ValueError, openai.APIError, httpx2.HTTPError) as error:
            _log.warning("file %s of a container: %r", file_id, error)
            return None
        return MadeFile(name, data)

    async def _open(
        self, asked: Mapping[str, Any], patience: Patience
    ) -> tuple[openai.AsyncStream[Any], Any]:
        """Give the stream with its first event."""
        stream = await patience.wait(
            self._client.post(
                self._path,
                cast_to=object,
                body={**asked, **self._settings.extra},
                stream=True,
                stream_cls=openai.AsyncStream[Any],
            )
        )
        try:
            kind = stream.response.headers.get("content-type", "")
            if not kind.startswith("text/event-stream"):
                raise not_the_protocol(self.url, kind)
            return stream, await patience.wait(anext(stream, None))
        except BaseException:
            await stream.close()
            raise

    async def _twice(
        self,
        attempt: Callable[[], Awaitable[_T]],
        amend: Callable[[openai.APIError], bool] = lambda _: False,
    ) -> _T:
        """Try again, once, what failed before anything was received."""
        try:
            return await attempt()
        except openai.APIError as error:
            pause_s = 0.0 if amend(error) else pause_before_retry_s(error)
            if pause_s is None:
                raise
            _log.warning("%s: %s; asking once more", self.url, root_words(error))
        await asyncio.sleep(pause_s)
        return await attempt()

    def _amend(self, asked: dict[str, Any], error: openai.APIError) -> bool:
        """Change a request so that the server may take it; say if there was a way."""
        successor = self._settings.successor
        if error.code == "model_not_found" and successor not in {"", self._model}:
            _log.warning("%r is gone; %r takes over", self._model, successor)
            asked["model"] = self._model = successor
            return True
        if error.code == "invalid_encrypted_content" and "input" in asked:
            asked["input"] = [i for i in asked["input"] if i["type"] != "reasoning"]
            return True
        refused = (error.param or "").partition(".")[0]
        if refused not in _DISPENSABLE or refused not in asked:
            return False
        # Sealed reasoning cannot be had of a model that does not reason.
        for name in {refused, "include"} & asked.keys():
            del asked[name]
            self._not_taken.add(name)
        _log.warning("%s: %r does not take %r", self.url, self._model, refused)
        return True


async def _late(following: Awaitable[_T]) -> _T | None:
    """Give what still comes behind the last event.

    A stream read to its very end leaves its connection fit for the next turn.
    """
    with contextlib.suppress(TimeoutError, openai.APIError, ValueError):
        async with asyncio.timeout(_GRACE_S):
            return await following
    return None
