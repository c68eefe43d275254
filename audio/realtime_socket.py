"""A session over OpenAI's realtime WebSocket, kept open between turns."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import openai
from openai.resources.realtime.realtime import AsyncRealtimeConnection
from websockets.exceptions import InvalidStatus, WebSocketException

from audio.errors import (
    ServiceBroken,
    ServiceRefused,
    ServiceUnreachable,
    SpeechServiceError,
)

Event = Mapping[str, Any]

_MOST_UNREAD = 500
"""Events that may wait for their reader; then the server has to."""
_GOODBYE_S = 0.2
"""A server that does not answer a goodbye within this is left without one."""
_REFUSALS = {
    "invalid_api_key": "bad_key",
    "insufficient_quota": "no_quota",
    "rate_limit_exceeded": "busy",
    "model_not_found": "no_model",
}
_REFUSED_STATUS = {401: "bad_key", 403: "bad_key", 404: "no_model", 429: "busy"}


class RealtimeSocket:
    """One session at a time; a broken one is replaced by the next `open`."""

    def __init__(
        self,
        client: openai.AsyncOpenAI,
        session: Mapping[str, Any],
        *,
        query: Mapping[str, str],
        deadline_s: float,
    ) -> None:
        """Prepare a session.

        Args:
            client: Knows address and key.
            session: What `session.update` tells the server.
            query: What the address says besides, such as the model.
            deadline_s: For opening, and for each event that is waited for.
        """
        # Below that it writes down what customers say.
        logging.getLogger("websockets").setLevel(logging.WARNING)
        self._client = client
        self._session = session
        self._query = query
        self._deadline_s = deadline_s
        self._url = f"{client.base_url}realtime"
        self._connection: AsyncRealtimeConnection | None = None
        self._events: asyncio.Queue[Event | SpeechServiceError]
        self._reader: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the session, unless it still stands.

        Raises:
            SpeechServiceError: The server cannot be reached or does not agree.
        """
        if self._reader and not self._reader.done():
            return
        await self.close()
        with self._in_our_words():
            async with asyncio.timeout(self._deadline_s):
                self._connection = await self._client.realtime.connect(
                    extra_query=dict(self._query),
                    websocket_connection_options={
                        # The client passes on what its own types leave out.
                        "close_timeout": _GOODBYE_S  # type: ignore[typeddict-unknown-key]
                    },
                ).enter()
        self._events = asyncio.Queue(_MOST_UNREAD)
        self._reader = asyncio.create_task(self._read(self._connection))
        try:
            await self.send({"type": "session.update", "session": self._session})
            while (await self.next_event())["type"] != "session.updated":
                pass
        except BaseException:
            await self.close()
            raise

    async def change(self, session: Mapping[str, Any]) -> None:
        """Let this session, and those to come, be another kind from now on.

        Raises:
            ServiceUnreachable: The session has broken.
        """
        if session != self._session:
            self._session = session
            await self.send({"type": "session.update", "session": session})

    async def close(self) -> None:
        """Hang up; may be called twice."""
        reader, self._reader = self._reader, None
        connection, self._connection = self._connection, None
        if reader:
            reader.cancel()
        if connection:
            with contextlib.suppress(WebSocketException, OSError):
                await connection.close()

    async def send(self, event: Event) -> None:
        """Tell the server something.

        Raises:
            ServiceUnreachable: The session has broken.
        """
        if self._connection is None:
            raise self._gone("the session is not open")
        with self._in_our_words():
            async with asyncio.timeout(self._deadline_s):
                await self._connection.send_raw(json.dumps(event))

    async def next_event(self, deadline_s: float | None = None) -> Event:
        """Give the next event.

        Raises:
            SpeechServiceError: The server reports an error, is silent, or has gone.
        """
        with self._in_our_words():
            async with asyncio.timeout(deadline_s or self._deadline_s):
                event = await self._events.get()
        return self._looked_at(event)

    def arrived(self) -> Iterator[Event]:
        """Yield the events that have come and were not read, without waiting.

        Raises:
            SpeechServiceError: The server reports an error, or has gone.
        """
        while not self._events.empty():
            yield self._looked_at(self._events.get_nowait())

    def _looked_at(self, event: Event | SpeechServiceError) -> Event:
        if isinstance(event, SpeechServiceError):
            raise event
        if event["type"] == "error":
            raise self.refused(event.get("error") or {})
        return event

    def refused(self, detail: Mapping[str, Any]) -> SpeechServiceError:
        """Give the error for what the server says went wrong."""
        code = detail.get("code") or detail.get("type") or "no code"
        told = f"{self._url}: the server reports {code} ({detail.get('param')})"
        if code in _REFUSALS:
            return ServiceRefused(told, code=_REFUSALS[code])
        return ServiceBroken(told, code="server_error")

    async def _read(self, connection: AsyncRealtimeConnection) -> None:
        """Pass events on until the end, which is passed on as well."""
        try:
            while True:
                event = json.loads(await connection.recv_bytes())
                if not isinstance(event, dict) or "type" not in event:
                    raise ValueError("an event without a type")
                await self._events.put(event)
        except (WebSocketException, OSError) as error:
            end: SpeechServiceError = self._gone(str(error))
        except ValueError as error:
            end = ServiceBroken(f"{self._url}: {error}", code="bad_answer")
        await self._events.put(end)

    def _gone(self, why: str) -> ServiceUnreachable:
        return ServiceUnreachable(
            f"{self._url}: {why}; check the network", code="unreachable"
        )

    @contextlib.contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            raise ServiceUnreachable(
                f"{self._url}: no answer within the deadline; check line and server",
                code="timeout",
            ) from error
        except InvalidStatus as error:
            raise self._not_let_in(error) from error
        except (WebSocketException, OSError, openai.OpenAIError) as error:
            raise self._gone(type(error).__name__) from error

    def _not_let_in(self, error: InvalidStatus) -> SpeechServiceError:
        status = error.response.status_code
        told = f"{self._url} answered {status} instead of opening a session"
        if b"insufficient_quota" in error.response.body:
            return ServiceRefused(f"{told}; the account is used up", code="no_quota")
        if status in _REFUSED_STATUS:
            return ServiceRefused(told, code=_REFUSED_STATUS[status])
        code = "server_error" if status >= 500 else "bad_answer"
        return ServiceBroken(f"{told}; is base_url complete (…/v1)?", code=code)
