"""The openai client as this room uses it: one retry, and our own errors."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import quote

import httpx2
import openai

from audio.errors import (
    ServiceBroken,
    ServiceRefused,
    ServiceUnreachable,
    SpeechServiceError,
)
from audio.servers import SERVERS, SpeechServer, server_named
from audio.settings import OPENAI_URL, SpeechEndpoint

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

OnRequest = Callable[[httpx2.Request], Awaitable[None]]

_QUIET_HOURS_S = 4 * 3600
"""How long an idle connection is kept; `warm` finds out whether it still works."""
_NO_PROXY: dict[str, None] = dict.fromkeys(("http://", "https://", "all://"))
"""Whatever the environment says of proxies."""
_UNKNOWN_THERE = (openai.NotFoundError, openai.BadRequestError)
_WARM_S = 5.0
"""A server that says nothing for so long is not there."""
_LONGEST_RETRY_AFTER_S = 1.5
"""A server that asks for a longer wait is not asked again within the turn."""


def open_client(
    endpoint: SpeechEndpoint, on_request: OnRequest | None = None
) -> openai.AsyncOpenAI:
    """Give a client for that server; it belongs to one event loop.

    Args:
        endpoint: The server.
        on_request: May change each request before it is sent.
    """
    key = endpoint.api_key.get_secret_value() if endpoint.api_key else "unused"
    limits = httpx2.Limits(
        max_connections=8, max_keepalive_connections=4, keepalive_expiry=_QUIET_HOURS_S
    )
    return openai.AsyncOpenAI(
        api_key=key,
        base_url=endpoint.base_url or OPENAI_URL,
        max_retries=0,
        timeout=httpx2.Timeout(60, connect=3, pool=3),
        http_client=openai.DefaultAioHttpClient(
            limits=limits,
            event_hooks={"request": [on_request] if on_request else []},
            mounts=_NO_PROXY if endpoint.is_nearby else None,
        ),
    )


async def warm(
    client: openai.AsyncOpenAI, endpoint: SpeechEndpoint, model: str
) -> SpeechServer:
    """Open the connection, or find out that it still stands.

    Returns:
        What is to be known of the server.

    Raises:
        SpeechServiceError: Nobody answers, or the key is refused.
    """
    with in_our_words(client):
        answer = await twice(lambda: _ask_about(client, model))
    if answer.headers.get("content-type", "").startswith("text/html"):
        raise not_sound(client, "text/html")
    if endpoint.dialect != "auto":
        return SERVERS.get(endpoint.dialect, SpeechServer())
    name = server_named(answer.headers.get("server", ""), _models_in(answer))
    return SERVERS.get(name, SpeechServer())


async def _ask_about(client: openai.AsyncOpenAI, model: str) -> httpx2.Response:
    """Give what a server says of a model, or else of all that it has.

    One that says neither did answer all the same. It is read as speech is, so that the
    first sentence goes over a path that was gone before.
    """
    try:
        return await _read(client, f"/models/{quote(model, safe='')}")
    except _UNKNOWN_THERE:
        pass
    try:
        return await _read(client, "/models")
    except _UNKNOWN_THERE as error:
        return error.response


async def _read(client: openai.AsyncOpenAI, path: str) -> httpx2.Response:
    async with asyncio.timeout(_WARM_S), await answer(client, path) as found:
        await found.response.aread()
        return found.response


def _models_in(answer: httpx2.Response) -> list[dict[str, Any]]:
    try:
        told = answer.json()
        models = told.get("data", [told] if "id" in told else [])
        return [model for model in models if isinstance(model, dict)]
    except (ValueError, AttributeError, TypeError):
        return []


async def answer(
    client: openai.AsyncOpenAI, path: str, body: Mapping[str, Any] | None = None
) -> openai.AsyncStream[Any]:
    """Give a server's answer, whose `response` is to be read while it arrives.

    The methods of the client's own look at every parameter by its type: 1 ms more.

    Args:
        client: Knows address and key.
        path: What is asked for, such as `/audio/speech`.
        body: What is told with it; None only fetches.
    """
    how: Any = {
        "cast_to": object,
        "stream": True,
        "stream_cls": openai.AsyncStream[Any],
    }
    if body is None:
        stream = await client.get(path, **how)
    else:
        stream = await client.post(path, body=body, **how)
    return cast("openai.AsyncStream[Any]", stream)


async def twice(attempt: Callable[[], Awaitable[_T]]) -> _T:
    """Try again, once, what failed before anything was received."""
    try:
        return await attempt()
    except openai.APIError as error:
        if not _is_worth_retrying(error):
            raise
        _log.warning("%s; asking once more", _root_words(error))
    return await attempt()


@contextlib.contextmanager
def in_our_words(client: openai.AsyncOpenAI) -> Iterator[None]:
    """Turn the client's errors into this room's. Messages quote no customer."""
    try:
        yield
    except TimeoutError as error:
        raise ServiceUnreachable(
            f"{client.base_url}: no answer within the deadline; check line and server",
            code="timeout",
        ) from error
    except openai.APIStatusError as error:
        raise _refused(error) from error
    except (openai.APIConnectionError, httpx2.HTTPError) as error:
        raise ServiceUnreachable(
            f"{client.base_url}: {_root_words(error)}; check the network and base_url",
            code="timeout" if _is_late(error) else "unreachable",
        ) from error


def not_sound(client: openai.AsyncOpenAI, kind: str) -> ServiceBroken:
    """Give the error for an answer of the wrong kind."""
    return ServiceBroken(
        f"{client.base_url}: answered with {kind or 'nothing usable'}; is base_url "
        "complete (…/v1)? is a Wi-Fi login page in between?",
        code="bad_answer",
    )


def _refused(error: openai.APIStatusError) -> SpeechServiceError:
    told = (
        f"{error.request.method} {error.request.url} answered {error.status_code} "
        f"({error.code or error.type or 'no code'}, parameter {error.param}, "
        f"request {error.request_id})"
    )
    match error.status_code:
        case 401 | 403:
            return ServiceRefused(f"{told}; check the key", code="bad_key")
        case 429 if _is_out_of_quota(error):
            remedy = "the account is used up: check its plan and billing"
            return ServiceRefused(f"{told}; {remedy}", code="no_quota")
        case 429:
            return ServiceRefused(f"{told}; too many requests", code="busy")
        case _ if error.code == "model_not_found" or error.status_code == 404:
            remedy = "check model and base_url; the model may have been retired"
            return ServiceRefused(f"{told}; {remedy}", code="no_model")
        case status if status >= 500:
            return ServiceBroken(f"{told}; the server failed", code="server_error")
        case _:
            remedy = "the server does not take this request: check dialect, extra"
            return ServiceBroken(f"{told}; {remedy}", code="bad_request")


def _is_worth_retrying(error: openai.APIError) -> bool:
    if isinstance(error, openai.APIStatusError):
        if _is_out_of_quota(error) or not _is_soon(error):
            return False
        return error.status_code in {408, 409, 429} or error.status_code >= 500
    return isinstance(error, openai.APIConnectionError) and not _is_late(error)


def _is_soon(error: openai.APIStatusError) -> bool:
    try:
        asked_s = float(error.response.headers.get("retry-after", "0"))
    except ValueError:
        return False
    return asked_s <= _LONGEST_RETRY_AFTER_S


def _is_out_of_quota(error: openai.APIStatusError) -> bool:
    return "insufficient_quota" in {error.code, error.type}


def _root_words(error: BaseException) -> str:
    """Say in one line what was at the root of an error."""
    root = _root_of(error)
    return " ".join(str(root).split()) or type(root).__name__


def _is_late(error: BaseException) -> bool:
    """Whether time ran out; the client's transport calls a refused line that too."""
    return isinstance(_root_of(error), TimeoutError)


def _root_of(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error
