"""Servers that speak OpenAI's protocol, each in its own way.

Source: their documentation and source code as of November 2026.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

ServerName = Literal["ollama", "llama.cpp", "vllm", "localai"]


@dataclass(frozen=True, slots=True)
class ModelServer:
    """What a server for language needs beyond what all of them take."""

    owner: str
    """Whom it names as the owner of its models; empty: it tells only their ids."""
    takes_effort: bool = False
    """In chat it reads how long to reason, and reasons long when it is not told."""
    calls_one_by_one: bool = False
    """It makes one tool call at a time unless told otherwise."""
    loads_models: bool = False
    """A model is loaded by its first question, which may take a minute."""
    advice: str = ""
    """What its owner must see to."""


SERVERS: Mapping[str, ModelServer] = {
    "ollama": ModelServer(
        owner="library",
        takes_effort=True,
        loads_models=True,
        advice="set OLLAMA_CONTEXT_LENGTH=16384 or num_ctx in the Modelfile, or long "
        "visits are cut; OLLAMA_KEEP_ALIVE=-1 keeps the model loaded",
    ),
    "llama.cpp": ModelServer(
        owner="llamacpp",
        takes_effort=True,
        calls_one_by_one=True,
        advice="start it with --jinja and a context of 16384 or more (-c)",
    ),
    "vllm": ModelServer(
        owner="vllm",
        advice="tools need --enable-auto-tool-choice and --tool-call-parser",
    ),
    "localai": ModelServer(
        owner="",
        loads_models=True,
        advice="with its vLLM backend, tools need tool_parser in the model's file",
    ),
}


def server_named(told: str, models: Sequence[Mapping[str, Any]]) -> str:
    """Give a server's name, empty for one that is not known.

    Args:
        told: What it calls itself in the header `server`.
        models: Models that it lists.
    """
    if told in SERVERS:
        return told
    owners = {"" if set(m) == {"id", "object"} else m.get("owned_by") for m in models}
    named = (name for name, server in SERVERS.items() if server.owner in owners)
    return next(named, "")


@dataclass(frozen=True, slots=True)
class Served:
    """What a server says of itself."""

    told: str
    """What it calls itself in the header `server`; often nothing."""
    models: Sequence[Mapping[str, Any]]
    """What it says of the model asked for, or else of all that it has."""


async def ask_server(model: str, api_key: str, base_url: str) -> Served:
    """Ask a server about a model.

    Raises:
        AgentError: It could not be asked.
    """
    import openai

    from agents.client_errors import in_our_words, not_the_protocol
    from agents.probe import ask_about, models_in

    async with openai.AsyncOpenAI(
        api_key=api_key, base_url=base_url, max_retries=1, timeout=5
    ) as client:
        with in_our_words(base_url, model):
            answer = await ask_about(client, model)
    if answer.headers.get("content-type", "").startswith("text/html"):
        raise not_the_protocol(base_url, "text/html")
    return Served(answer.headers.get("server", ""), models_in(answer))
