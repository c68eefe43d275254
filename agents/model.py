"""A language model as the rest of the house sees it."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agents.conversation import Message, ToolCall
from agents.errors import UnknownEngine
from agents.finding import MadeFile, Source
from agents.settings import AgentSettings
from agents.tool import Tool


@dataclass(frozen=True, slots=True)
class TextDelta:
    """Some more of the reply."""

    text: str


@dataclass(frozen=True, slots=True)
class ModelDone:
    """The end of one pass; exactly one, last."""

    calls: tuple[ToolCall, ...] = ()
    carried: tuple[Mapping[str, Any], ...] = ()
    """See `AssistantSaid.carried`."""
    is_refusal: bool = False
    """The model declined on grounds of its own; the text says so."""
    is_incomplete: bool = False
    """It ran into its token limit or a filter."""
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class HostedCalled:
    """A tool that runs at the server is being used."""

    tool: str
    """`code_interpreter` or `file_search`."""


@dataclass(frozen=True, slots=True)
class HostedAnswer:
    """What such a tool has found."""

    tool: str
    text: str = ""
    """What it found, for the check of what the model makes of it."""
    sources: tuple[Source, ...] = ()
    files: tuple[MadeFile, ...] = ()


@dataclass(frozen=True, slots=True)
class StartedOver:
    """What came of this pass so far is void: another engine begins it anew."""


ModelEvent = TextDelta | HostedCalled | HostedAnswer | ModelDone | StartedOver


class ChatModel(Protocol):
    """One pass over the conversation: text, then perhaps tool calls."""

    @property
    def name(self) -> str:
        """`offline`, `responses` or `chat`; shown as the engine of an answer."""

    @property
    def is_trusted(self) -> bool:
        """Whether it words, by our own rules, only what tools answered."""

    async def warm(self) -> None:
        """Open connections: whatever makes the next call quick."""

    def stream(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> AsyncIterator[ModelEvent]:
        """Yield the pass as it is made; closing the iterator cancels it.

        Raises:
            AgentError: The model could not be asked, or broke off.
        """

    async def close(self) -> None:
        """Give back connections; may be called twice."""


def build_model(
    name: str, settings: AgentSettings, *, offline: Callable[[], ChatModel]
) -> ChatModel:
    """Give the engine of that name.

    Raises:
        UnknownEngine: There is no such engine, or it lacks its key or address.
    """
    match name:
        case "offline":
            return offline()
        case "responses":
            _check_key(name, settings)
            from agents.model_responses import ResponsesWire
            from agents.model_server import ServerModel

            return ServerModel(name, ResponsesWire(settings), settings)
        case "chat":
            _check_key(name, settings)
            from agents.model_chat import ChatWire
            from agents.model_server import ServerModel

            return ServerModel(name, ChatWire(settings), settings)
        case _:
            raise UnknownEngine(
                f"no engine {name!r}; choose offline, responses or chat",
                code="unknown_engine",
            )


def engines_for(settings: AgentSettings) -> tuple[str, ...]:
    """The engines that the settings mean, best first, with `auto` resolved."""
    if settings.engine != ("auto",):
        return settings.engine
    if settings.api_key:
        return ("responses", "offline")
    return ("chat", "offline") if settings.base_url else ("offline",)


def _check_key(name: str, settings: AgentSettings) -> None:
    if not settings.api_key and not settings.base_url:
        raise UnknownEngine(
            f"engine {name!r} needs a key, or the base_url of a server without one; "
            "set OPENAI_API_KEY or choose the engine offline",
            code="no_key",
        )
