"""A language model as the rest of the house sees it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agents.conversation import Message, ToolCall
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


ModelEvent = TextDelta | ModelDone


class ChatModel(Protocol):
    """One pass over the conversation: text, then perhaps tool calls."""

    name: str
    """`offline`, `responses` or `chat`; shown as the engine of an answer."""

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
