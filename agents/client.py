"""The openai client as this room uses it: deadlines, one retry, our own errors."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from typing import Any, TypeVar

import httpx2
import openai

from agents.errors import AgentError, ModelBroken, ModelRefused, ModelUnreachable
from agents.settings import OPENAI_URL, AgentSettings

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_QUIET_HOURS_S = 4 * 3600
"""How long an idle connection is kept; `warm` finds out whether it still works."""
_GRACE_S = 0.3
"""How long the end of a stream may lag behind its last event."""
_LONGEST_RETRY_AFTER_S = 1.5
"""A server that asks for a longer wait is not asked again within the turn."""

_DISPENSABLE = {"reasoning", "reasoning_effort", "include", "stream_options"}
"""Parameters that a model may not take, and that its answer does not depend on."""

Create = Callable[..., Awaitable[openai.AsyncStream[Any]]]


def open_client(settings: AgentSettings) -> openai.AsyncOpenAI:
    """Give a client for the server in the settings; it belongs to one event loop."""
    key = settings.api_key.get_secret_value() if settings.api_key else "unused"
    return openai.AsyncOpenAI(
        api_key=key,
        base_url=settings.base_url or OPENAI_URL,
        max_retries=0,
        timeout=httpx2.Timeout(settings.turn_s, connect=3, write=20, pool=3),
        http_client=openai.DefaultAsyncHttpx2Client(
            limits=httpx2.Limits(
                max_connections=8,
                max_keepalive_connections=4,
                keepalive_expiry=_QUIET_HOURS_S,
            )
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

    def __init__(self, settings: AgentSettings) -> None:
        self.client = open_client(settings)
        self._settings = settings
        self.url = str(self.client.base_url).rstrip("/")
        self._not_taken: set[str] = set()

    async def warm(self) -> None:
        """Open the connection, or find out that it still stands.

        Raises:
            AgentError: Nobody answers, or the key is refused.
        """
        patience = Patience(self._settings.first_token_s, self._settings.first_token_s)
        with self._in_our_words():
            try:
                found = await patience.wait(
                    self._twice(lambda: self.client.models.retrieve(self._model))
                )
            except (openai.NotFoundError, openai.BadRequestError):
                return  # Many compatible servers list no models; they did answer.
            if isinstance(found, str):
                raise self._not_the_protocol("text/html")

    async def close(self) -> None:
        """Close all connections."""
        await self.client.close()

    async def events(
        self,
        create: Create,
        request: Mapping[str, Any],
        has_content: Callable[[Any], bool],
        is_last: Callable[[Any], bool],
    ) -> AsyncGenerator[Any]:
        """Yield the events of a stream to its end.

        Args:
            create: Asks for the stream; called once more if nothing came of it.
            request: Its parameters; what this model has refused before is left out.
            has_content: Whether an event shows that the answer has begun.
            is_last: Whether the answer is complete with an event; what comes behind
                it is not waited for long.

        Raises:
            AgentError: The server could not be reached, refused, or broke off.
        """
        patience = Patience(self._settings.first_token_s, self._settings.turn_s)
        asked = {k: v for k, v in request.items() if k not in self._not_taken}
        with self._in_our_words():
            stream, event = await self._twice(
                lambda: self._open(create(**asked), patience),
                lambda error: self._amend(asked, error),
            )
            is_over = False
            async with stream:
                while event is not None:
                    with reading(self.url):
                        patience.has_begun = patience.has_begun or has_content(event)
                        is_over = is_over or is_last(event)
                    yield event
                    following = anext(stream, None)
                    event = await (
                        _late(following) if is_over else patience.wait(following)
                    )

    @property
    def _model(self) -> str:
        return self._settings.model

    async def _open(
        self, opening: Awaitable[openai.AsyncStream[Any]], patience: Patience
    ) -> tuple[openai.AsyncStream[Any], Any]:
        """Give the stream with its first event."""
        stream = await patience.wait(opening)
        try:
            kind = stream.response.headers.get("content-type", "")
            if not kind.startswith("text/event-stream"):
                raise self._not_the_protocol(kind)
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
            pause_s = 0.0 if amend(error) else _pause_before_retry_s(error)
            if pause_s is None:
                raise
            _log.warning("%s: %s; asking once more", self.url, type(error).__name__)
        await asyncio.sleep(pause_s)
        return await attempt()

    def _amend(self, asked: dict[str, Any], error: openai.APIError) -> bool:
        """Take out of a request what the model does not take; say if there was any."""
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

    @contextlib.contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            raise ModelUnreachable(
                f"{self.url}: no answer from {self._model!r} within the deadline; "
                "check the line and the server, or raise first_token_s and turn_s",
                code="timeout",
            ) from error
        except openai.APIStatusError as error:
            raise self._refused(error) from error
        except openai.APITimeoutError as error:
            raise ModelUnreachable(
                f"{self.url}: no connection within the deadline; check the network",
                code="timeout",
            ) from error
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise ModelUnreachable(
                f"{self.url}: {_root_of(error)}; check the network and base_url",
                code="unreachable",
            ) from error
        except openai.APIError as error:
            raise broken_off(self.url, error.code) from error
        except json.JSONDecodeError as error:
            raise ModelBroken(
                f"{self.url}: an event of the stream is not JSON; {self._model!r} or "
                "a proxy before it breaks the protocol",
                code="bad_answer",
            ) from error

    def _refused(self, error: openai.APIStatusError) -> AgentError:
        code = error.code or error.type or "no code"
        told = (
            f"{error.request.method} {error.request.url} answered {error.status_code} "
            f"({code}, parameter {error.param}, request {error.request_id})"
        )
        match error.status_code:
            case 401 | 403:
                return ModelRefused(f"{told}; check the key", code="bad_key")
            case 429 if _is_out_of_quota(error):
                remedy = "the account is used up: check its plan and billing"
                return ModelRefused(f"{told}; {remedy}", code="no_quota")
            case 429:
                return ModelRefused(f"{told}; too many requests", code="busy")
            case _ if error.code == "model_not_found" or error.status_code == 404:
                remedy = f"is {self._model!r} the model's name, base_url right?"
                return ModelRefused(f"{told}; {remedy}", code="no_model")
            case status if status >= 500:
                return ModelBroken(f"{told}; the server failed", code="server_error")
            case _:
                remedy = "the server does not take this request: check dialect, extra"
                return ModelBroken(f"{told}; {remedy}", code="bad_request")

    def _not_the_protocol(self, kind: str) -> ModelBroken:
        return ModelBroken(
            f"{self.url}: answered with {kind or 'nothing'} instead of events; is "
            "base_url complete (…/v1)? is a Wi-Fi login page in between?",
            code="bad_answer",
        )


@contextlib.contextmanager
def reading(where: str) -> Iterator[None]:
    """Look into an event of a server that may leave out what the protocol demands.

    Raises:
        ModelBroken: It did.
    """
    try:
        yield
    except (AttributeError, TypeError, IndexError) as error:
        raise ModelBroken(
            f"{where}: an event is not as the protocol has it: {error}",
            code="bad_answer",
        ) from error


def broken_off(where: str, code: str | None) -> AgentError:
    """Give the error for a failure that a server reports inside its stream."""
    told = f"{where}: the server broke off its answer ({code or 'no code'})"
    match code:
        case "insufficient_quota":
            return ModelRefused(f"{told}; the account is used up", code="no_quota")
        case "rate_limit_exceeded":
            return ModelRefused(f"{told}; too many requests", code="busy")
        case _:
            return ModelBroken(told, code="server_error")


async def _late(following: Awaitable[_T]) -> _T | None:
    """Give what still comes behind the last event.

    A stream read to its very end leaves its connection fit for the next turn.
    """
    with contextlib.suppress(TimeoutError, openai.APIError, ValueError):
        async with asyncio.timeout(_GRACE_S):
            return await following
    return None


def _pause_before_retry_s(error: openai.APIError) -> float | None:
    """Give the seconds to wait before asking again; None: it would be of no use."""
    if isinstance(error, openai.APITimeoutError):
        return None
    if isinstance(error, openai.APIConnectionError):
        return 0.0
    if not isinstance(error, openai.APIStatusError) or _is_out_of_quota(error):
        return None
    if error.status_code not in {408, 409, 429} and error.status_code < 500:
        return None
    try:
        asked_s = float(error.response.headers.get("retry-after", "0.2"))
    except ValueError:
        return None
    return asked_s if asked_s <= _LONGEST_RETRY_AFTER_S else None


def _is_out_of_quota(error: openai.APIError) -> bool:
    return "insufficient_quota" in {error.code, error.type}


def _root_of(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error
