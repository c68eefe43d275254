"""Conversations as files: what is said, what a scripted model does, what must come."""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from tests.doubles.openai_scenarios import Call, Scenario

Engine = Literal["responses", "chat", "offline"]


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelPass(Given):
    """One pass of the scripted model."""

    text: str = ""
    calls: tuple[dict[str, Any], ...] = ()
    """Each with `tool`; the other keys are its arguments. "@1" is the customer's first
    debt."""
    refusal: str = ""

    def scenario(self, debts: Sequence[str]) -> Scenario:
        numbers = {f"@{place}": debt for place, debt in enumerate(debts, 1)}
        calls = tuple(
            Call(
                call["tool"],
                {k: numbers.get(str(v), v) for k, v in call.items() if k != "tool"},
            )
            for call in self.calls
        )
        return Scenario(self.text, calls, refusal=self.refusal)


class Expected(Given):
    """One question and what must come of it."""

    says: str
    model: tuple[ModelPass, ...] = ()
    """What the scripted model does, pass by pass; the offline engine needs none."""
    said: tuple[str, ...] = ()
    """Each must be in the reply."""
    unsaid: tuple[str, ...] = ()
    """None may be in the reply."""
    shown: tuple[str, ...] = ()
    """Beginnings of the names in the rows behind the reply."""
    called: tuple[str, ...] | None = None
    """The tools that were used, in order; None for any."""
    stopped: tuple[str, ...] = ()
    """Why sentences of the model were stopped."""
    written: int = 0
    """Agreements of the customer in the ledger after it."""
    passes: int | None = None
    """How often the model was asked; None: as often as it has passes."""
    outcome: str = "completed"


class Conversation(Given):
    """One visit."""

    name: str
    engines: tuple[Engine, ...] = ("responses", "chat")
    now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)
    debts: tuple[int, ...] = ()
    """The customer is logged in and owes these amounts, in cents."""
    turn: tuple[Expected, ...] = Field(min_length=1)


def conversations() -> Iterator[tuple[str, Conversation]]:
    """Yield file and conversation."""
    for file in sorted(Path(__file__).parent.glob("*.toml")):
        given = tomllib.loads(file.read_text(encoding="utf-8"))
        for each in given["conversation"]:
            yield file.stem, Conversation.model_validate(each)


def cases(engines: Sequence[str]) -> Iterator[tuple[str, Conversation, str]]:
    """Yield a name, the conversation and an engine for each that it applies to."""
    for file, conversation in conversations():
        for engine in engines:
            if engine in conversation.engines:
                yield f"{file}: {conversation.name} ({engine})", conversation, engine
