"""What becomes of one question: its events, its outcome, and what was found."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from agents.conversation import Message, ToolAnswered
from agents.finding import Finding
from agents.wording import surest


class RunOutcome(StrEnum):
    """How a run ended; every run has one."""

    COMPLETED = "completed"
    REFUSED = "refused"
    INCOMPLETE = "incomplete"
    STEP_LIMIT = "step_limit"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """A tool is being used."""

    name: str


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """A tool answered."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class SentenceMade:
    """One more sentence of the reply."""

    text: str


@dataclass(frozen=True, slots=True)
class Objected:
    """The model made a sentence that must not be said."""

    why: str
    """`figures`, `deal` or `rules`; see `Objection`."""


ReplyEvent = ToolStarted | ToolFinished | SentenceMade | Objected

Tell = Callable[[ReplyEvent], None]


@dataclass(slots=True)
class Run:
    """What a run has produced so far; complete when the stream of events has ended."""

    outcome: RunOutcome = RunOutcome.CANCELLED
    messages: list[Message] = field(default_factory=list)
    """Question, passes and tool answers, always in an order a server accepts."""
    findings: list[Finding] = field(default_factory=list)
    """What the tools found, in the order of their answers."""
    hosted: list[Finding] = field(default_factory=list)
    """What tools at the model's own server found, beside those of the house."""
    away: list[Exception] = field(default_factory=list)
    """What kept tools from the data they needed."""
    said: list[str] = field(default_factory=list)
    """The sentences of the reply so far."""
    stopped: int = 0
    """Sentences of a model that had to be stopped."""
    tools_s: float = 0.0
    """Seconds spent in tools."""
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def finding(self) -> Finding:
        """The finding the reply rests on."""
        best = surest(self.findings or self.hosted)
        if best is not None:
            files = tuple(file for found in self.hosted for file in found.files)
            cited = (source for found in self.hosted for source in found.sources)
            return replace(best, files=files, sources=best.sources or tuple(cited))
        if self.outcome is RunOutcome.REFUSED:
            return Finding("refuse")
        has_failed = any(isinstance(m, ToolAnswered) for m in self.messages)
        return Finding("unknown" if has_failed else "answer")
