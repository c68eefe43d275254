"""What was said, free of any provider's format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agents.finding import Finding


@dataclass(frozen=True, slots=True)
class CustomerSaid:
    """A question, as heard or typed."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A model's wish to use a tool."""

    call_id: str
    name: str
    arguments: str
    """A JSON object, as the model wrote it; may be invalid."""


@dataclass(frozen=True, slots=True)
class AssistantSaid:
    """One pass of a model: what it said and which tools it wants."""

    text: str
    calls: tuple[ToolCall, ...] = ()
    carried: tuple[Mapping[str, Any], ...] = ()
    """Items that the provider wants back unread, such as encrypted reasoning."""


@dataclass(frozen=True, slots=True)
class ToolAnswered:
    """What a tool answered to a call."""

    call_id: str
    name: str
    text: str
    """What the model reads: JSON."""
    finding: Finding | None = None
    """The same for programs and for the offline engine; None after an error."""


Message = CustomerSaid | AssistantSaid | ToolAnswered


@dataclass(slots=True)
class Conversation:
    """The messages of one visit, oldest first."""

    messages: list[Message] = field(default_factory=list)

    def keep(self, said: Sequence[Message], *, heard: str | None, limit: int) -> None:
        """Remember a turn, and forget the oldest beyond a limit.

        Args:
            said: Its messages; calls that came to nothing at its end are left out.
            heard: What the customer heard of the last reply; None means all of it.
            limit: Messages that are kept.
        """
        messages = list(said)
        if messages and isinstance(last := messages[-1], AssistantSaid):
            messages[-1] = replace(last, calls=())
        self.messages += messages if heard is None else _clipped(messages, heard)
        _trim(self.messages, limit)


def _clipped(messages: list[Message], heard: str) -> list[Message]:
    """The messages with every pass cut to what was heard of it."""
    kept: list[Message] = []
    for message in messages:
        if isinstance(message, AssistantSaid):
            cut, heard = _cut(message, heard)
            kept.append(cut)
        else:
            kept.append(message)
    return [*kept, AssistantSaid(heard)] if heard else kept


def _cut(message: AssistantSaid, heard: str) -> tuple[AssistantSaid, str]:
    """A pass cut to what was heard of it, and what was heard beyond it."""
    text = " ".join(message.text.split())
    if not text:
        return message, heard
    before, whole, after = heard.partition(text)
    if whole:
        return replace(message, text=before + whole), after.strip()
    to_calls = tuple(item for item in message.carried if item.get("led_to"))
    return replace(message, text=heard, carried=to_calls), ""


def _trim(messages: list[Message], limit: int) -> None:
    """Drop the oldest turns, never a call without its answer."""
    while len(messages) > limit:
        del messages[0]
        while messages and not isinstance(messages[0], CustomerSaid):
            del messages[0]
