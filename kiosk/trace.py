"""One turn in figures: its stages and tools with their times, and how it ended."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from kiosk.events import (
    Event,
    FirstSound,
    Heard,
    Released,
    Replied,
    Sentence,
    ToolDone,
    Trouble,
    TurnEnded,
)

STAGES: dict[type, str] = {Heard: "hear", Sentence: "think", FirstSound: "speak"}
"""The event that ends each stage of a turn, in order."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of a turn that has ended, without a word of it."""

    at: datetime
    """When it ended, with its zone."""
    outcome: str = ""
    """As in `kiosk.events.Outcome`."""
    kind: str = ""
    """`answer`, `refuse`, `clarify`, `unknown`; empty when nothing was replied."""
    subject: str = ""
    """`catalog`, `documents`, `debts` or `talk`."""
    language: str = ""
    is_typed: bool = False
    first_sound_s: float = 0.0
    """Seconds from the question to the first sound; 0: none."""
    trouble: str = ""
    """Code of what failed."""
    stages_s: dict[str, float] = field(default_factory=dict)
    """Seconds of `hear` (release to words), `think` (to the first sentence) and `speak`
    (to the first sound)."""
    tools_s: dict[str, float] = field(default_factory=dict)
    """Seconds of each tool; of several calls all together."""

    def __str__(self) -> str:
        stages = ", ".join(f"{name} {s:.3f} s" for name, s in self.stages_s.items())
        tools = ", ".join(f"{name} {s:.3f} s" for name, s in self.tools_s.items())
        told = [f"turn {self.outcome}", stages, tools, self.trouble]
        waited = f"first sound after {self.first_sound_s:.3f} s"
        return "; ".join(part for part in (*told, waited) if part)


class Tracer:
    """Makes a trace of every turn out of the events as they come."""

    def __init__(self) -> None:
        self._trace: Trace
        self._awaited: list[type]
        self._stage_began: float
        self._begin()

    def take(self, event: Event) -> Trace | None:
        """Note an event; gives the trace when it ends a turn."""
        trace = self._trace
        match event:
            case Released():
                self._stage_began = event.t
            case Heard(_, language, is_typed):
                trace = replace(trace, language=language, is_typed=is_typed)
            case ToolDone(name, seconds):
                earlier = trace.tools_s.get(name, 0.0)
                tools = {**trace.tools_s, name: earlier + seconds}
                trace = replace(trace, tools_s=tools)
            case Replied(_, kind, subject):
                trace = replace(trace, kind=kind, subject=subject)
            case Trouble(code):
                trace = replace(trace, trouble=code)
            case TurnEnded(outcome, waited_s):
                self._begin()
                now = datetime.now(UTC)
                return replace(trace, at=now, outcome=outcome, first_sound_s=waited_s)
        self._trace = self._with_stage(trace, event)
        return None

    def _begin(self) -> None:
        self._trace = Trace(datetime.now(UTC))
        self._awaited = list(STAGES)
        self._stage_began = 0.0

    def _with_stage(self, trace: Trace, event: Event) -> Trace:
        """The trace with the stage that this event ends, if it does."""
        if not self._awaited or type(event) is not self._awaited[0]:
            return trace
        stage = STAGES[self._awaited.pop(0)]
        began, self._stage_began = self._stage_began, event.t
        if not began:  # a typed question was never heard
            return trace
        return replace(trace, stages_s={**trace.stages_s, stage: event.t - began})
