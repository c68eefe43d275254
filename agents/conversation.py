"""What was said, free of any provider's format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agents.finding import Finding
from agents.language import Language, language_of


@dataclass(frozen=True, slots=True)
class CustomerSaid:
    """A question, as heard or typed."""

    text: str
    picture: bytes = field(default=b"", repr=False)
    """A JPEG of what is held to the camera; it goes with this turn and is not kept."""


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

_CHARACTERS_A_TOKEN = 3
"""Fewer than any common tokenizer has in Spanish, English or JSON, to be safe."""
_PER_MESSAGE = 8
"""Tokens of the frame around a message."""


@dataclass(slots=True)
class Conversation:
    """The messages of one visit, oldest first."""

    messages: list[Message] = field(default_factory=list)

    def keep(self, said: Sequence[Message], *, heard: str | None, limit: int) -> None:
        """Remember a turn, and forget the oldest beyond a limit.

        Args:
            said: Its messages; calls that came to nothing at its end are left out.
            heard: What the customer heard of the last reply; None means all of it.
            limit: Tokens, about, that are kept. When it is passed, a quarter goes:
                providers cache what a request has in common with the one before from
                its beginning, which a little less each time would undo.
        """
        messages = without_pictures(said)
        if messages and isinstance(last := messages[-1], AssistantSaid):
            messages[-1] = replace(last, calls=())
        self.messages += messages if heard is None else _clipped(messages, heard)
        if recent(self.messages, limit) != self.messages:
            self.messages[:] = recent(self.messages, limit * 3 // 4)

    def drop_last_turn(self) -> None:
        """Forget the customer's last question and all that came of it."""
        while self.messages and not isinstance(self.messages.pop(), CustomerSaid):
            continue

    @property
    def awaits_an_answer(self) -> bool:
        """Whether the last reply ended with a question to the customer."""
        last = self.messages[-1] if self.messages else None
        return isinstance(last, AssistantSaid) and last.text.endswith("?")


def without_pictures(messages: Sequence[Message]) -> list[Message]:
    """Give the messages with their words alone."""
    return [
        replace(message, picture=b"") if isinstance(message, CustomerSaid) else message
        for message in messages
    ]


def language_in(messages: Sequence[Message], first: Language) -> Language:
    """Give the language that the customer speaks now.

    Args:
        messages: Oldest first.
        first: Spoken until the customer's words show otherwise.
    """
    language = first
    for message in messages:
        if isinstance(message, CustomerSaid):
            language = language_of(message.text, language)
    return language


def recent(messages: Sequence[Message], limit_tokens: int) -> list[Message]:
    """Give the newest turns that fit; the last turn stays whole, whatever its length.

    Only whole turns are left out, so that no call loses its answer.

    Args:
        messages: Oldest first.
        limit_tokens: About so many tokens, prompt and tools not counted.
    """
    questions = {at for at, m in enumerate(messages) if isinstance(m, CustomerSaid)}
    kept, tokens = len(messages), 0
    for start in sorted({0} | questions, reverse=True):
        tokens += sum(map(_tokens_in, messages[start:kept]))
        if tokens > limit_tokens and kept < len(messages):
            break
        kept = start
    return list(messages[kept:])


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


def _tokens_in(message: Message) -> int:
    match message:
        case AssistantSaid(text, calls, carried):
            parts = [text, *(call.arguments for call in calls), *map(str, carried)]
            characters = sum(map(len, parts))
        case CustomerSaid(text) | ToolAnswered(text=text):
            characters = len(text)
    return _PER_MESSAGE + characters // _CHARACTERS_A_TOKEN
