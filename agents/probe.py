"""Finding out who serves at an address, and what."""

from typing import Any
from urllib.parse import quote

import httpx2
import openai

from agents.servers import server_named

_UNKNOWN_THERE = (openai.NotFoundError, openai.BadRequestError)


async def ask_about(client: openai.AsyncOpenAI, model: str) -> httpx2.Response:
    """Give what a server says of a model, or else of all that it has.

    One that says neither did answer all the same. It is read as answers are, so that
    the first question goes over a path that was gone before.
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
    stream = await client.get(
        path, cast_to=object, stream=True, stream_cls=openai.AsyncStream[Any]
    )
    async with stream:
        await stream.response.aread()
        return stream.response


def server_in(answer: httpx2.Response) -> str:
    """Give the name of the server that gave this answer; empty when it is unknown."""
    return server_named(answer.headers.get("server", ""), models_in(answer))


def models_in(answer: httpx2.Response) -> list[dict[str, Any]]:
    """The models that an answer tells of, one or many."""
    try:
        told = answer.json()
        models = told.get("data", [told] if "id" in told else [])
        return [model for model in models if isinstance(model, dict)]
    except (ValueError, AttributeError, TypeError):
        return []
