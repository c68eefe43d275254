"""The openai client as this room uses it, and our own errors."""

import contextlib
from collections.abc import Iterator

import httpx2
import openai

from knowledge.errors import KnowledgeError
from knowledge.settings import KnowledgeServer

_UPLOAD_S = 120
"""Longest silence of a server while a file is sent."""


def open_client(server: KnowledgeServer, *, retries: int) -> openai.OpenAI:
    """Give a client for that server; any thread may use it."""
    key = server.api_key.get_secret_value() if server.api_key else "unused"
    return openai.OpenAI(
        api_key=key,
        base_url=server.base_url or "https://api.openai.com/v1",
        max_retries=retries,
        timeout=httpx2.Timeout(_UPLOAD_S, connect=3, pool=3),
    )


@contextlib.contextmanager
def in_our_words(client: openai.OpenAI, kind: type[KnowledgeError]) -> Iterator[None]:
    """Turn what the client raises into this room's error of that kind."""
    url = str(client.base_url)
    try:
        yield
    except openai.APIStatusError as error:
        told = f"{url} answered {error.status_code} ({error.code or error.type})"
        remedy = "check the key" if error.status_code in (401, 403) else error.message
        raise kind(f"{told}: {remedy}") from error
    except (openai.APIError, httpx2.HTTPError) as error:
        raise kind(f"{url}: {error.__cause__ or error}; check the network") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise kind(
            f"{url}: no answer in the protocol ({error}); is base_url complete (…/v1)?"
        ) from error
