"""What goes wrong with a server, in this room's words.

Messages are for operators: address, status, code, request id, remedy. They never hold
the key, nor the server's own prose, which may quote what a customer said.
"""

import contextlib
import json
from collections.abc import Iterator

import httpx2
import openai

from agents.errors import AgentError, ModelBroken, ModelRefused, ModelUnreachable

_LONGEST_RETRY_AFTER_S = 1.5
"""A server that asks for a longer wait is not asked again within the turn."""


@contextlib.contextmanager
def in_our_words(url: str, model: str) -> Iterator[None]:
    """Turn what the client raises into this room's errors.

    Raises:
        AgentError: Something went wrong.
    """
    try:
        yield
    except TimeoutError as error:
        raise ModelUnreachable(
            f"{url}: no answer from {model!r} within the deadline; check the line and "
            "the server, or raise first_token_s and turn_s",
            code="timeout",
        ) from error
    except openai.APIStatusError as error:
        raise _refused(error, model) from error
    except (openai.APIConnectionError, httpx2.HTTPError) as error:
        raise ModelUnreachable(
            f"{url}: {root_words(error)}; check the network and base_url",
            code="timeout" if _is_late(error) else "unreachable",
        ) from error
    except openai.APIError as error:
        raise broken_off(url, error.code) from error
    except json.JSONDecodeError as error:
        raise ModelBroken(
            f"{url}: an event is not JSON; {model!r} or a proxy before it breaks the "
            "protocol",
            code="bad_answer",
        ) from error


@contextlib.contextmanager
def reading(url: str) -> Iterator[None]:
    """Look into an event of a server that may leave out what the protocol demands.

    Raises:
        ModelBroken: It did.
    """
    try:
        yield
    except (AttributeError, TypeError, LookupError) as error:
        raise ModelBroken(
            f"{url}: an event is not as the protocol has it: {error!r}",
            code="bad_answer",
        ) from error


def not_the_protocol(url: str, kind: str) -> ModelBroken:
    """Give the error for an answer of another content type."""
    return ModelBroken(
        f"{url}: answered with {kind or 'nothing'} instead of events; is base_url "
        "complete (…/v1)? is a Wi-Fi login page in between?",
        code="bad_answer",
    )


def stopped_early(url: str) -> ModelBroken:
    """Give the error for a stream that stopped in good order, but too early."""
    return ModelBroken(
        f"{url}: the stream stopped before the answer's end", code="bad_answer"
    )


def broken_off(url: str, code: str | None) -> AgentError:
    """Give the error for a failure that a server reports inside its stream."""
    told = f"{url}: the server broke off its answer ({code or 'no code'})"
    match code:
        case "insufficient_quota":
            return ModelRefused(f"{told}; the account is used up", code="no_quota")
        case "rate_limit_exceeded":
            return ModelRefused(f"{told}; too many requests", code="busy")
        case _:
            return ModelBroken(told, code="server_error")


def pause_before_retry_s(error: openai.APIError) -> float | None:
    """Give the seconds to wait before asking again; None: it would be of no use."""
    if isinstance(error, openai.APIConnectionError):
        return None if _is_late(error) else 0.0
    if not isinstance(error, openai.APIStatusError) or _is_out_of_quota(error):
        return None
    if error.status_code not in {408, 409, 429} and error.status_code < 500:
        return None
    try:
        asked_s = float(error.response.headers.get("retry-after", "0.2"))
    except ValueError:
        return None
    return asked_s if asked_s <= _LONGEST_RETRY_AFTER_S else None


def _refused(error: openai.APIStatusError, model: str) -> AgentError:
    told = (
        f"{error.request.method} {error.request.url} answered {error.status_code} "
        f"({error.code or error.type or 'no code'}, parameter {error.param}, "
        f"request {error.request_id})"
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
            remedy = f"is {model!r} the model's name, base_url right?"
            return ModelRefused(f"{told}; {remedy}", code="no_model")
        case status if status >= 500:
            return ModelBroken(f"{told}; the server failed", code="server_error")
        case _:
            remedy = "the server does not take this request: check dialect and extra"
            return ModelBroken(f"{told}; {remedy}", code="bad_request")


def _is_out_of_quota(error: openai.APIError) -> bool:
    return "insufficient_quota" in {error.code, error.type}


def root_words(error: BaseException) -> str:
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
