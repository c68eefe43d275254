"""What was said, free of any provider's format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
