"""What the tests of both protocols share: tools, settings, a pass in full."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from agents.conversation import CustomerSaid, Message
from agents.finding import Finding
from agents.model import ChatModel, ModelDone, TextDelta, build_model
from agents.settings import AgentSettings
from agents.tool import ToolResult, tool_from
from tests.doubles.openai_server import OpenAIServer


def find_products(family: str, limit: int = 5) -> ToolResult:
    """Find products of a family.

    Args:
        family: A family of products, such as laptops.
        limit: How many at most, 1 to 20.
    """
    return ToolResult([family] * limit, Finding())


def opening_hours(day: Literal["hoy", "mañana"]) -> ToolResult:
    """Say when the shop is open.

    Args:
        day: Which day.
    """
    return ToolResult(day, Finding())


TOOLS = (tool_from(find_products), tool_from(opening_hours))
KEY = "sk-secret"
PATHS = {"responses": "/responses", "chat": "/chat/completions"}

engines = pytest.mark.parametrize("engine", list(PATHS))

QUESTION = (CustomerSaid("¿Qué laptops hay?"),)


def no_offline() -> ChatModel:
    raise AssertionError("the offline engine was not asked for")


@contextlib.asynccontextmanager
async def model_at(
    server: OpenAIServer, engine: str, **settings: Any
) -> AsyncIterator[ChatModel]:
    settings = {"api_key": KEY, "base_url": server.base_url, **settings}
    model = build_model(engine, AgentSettings(**settings), offline=no_offline)
    try:
        yield model
    finally:
        await model.close()


@dataclass
class Pass:
    text: str
    deltas: list[str]
    done: ModelDone


async def one_pass(
    model: ChatModel, messages: Sequence[Message] = QUESTION, tools: Any = TOOLS
) -> Pass:
    events = [event async for event in model.stream("Sé breve.", messages, tools)]
    *deltas, done = events
    assert isinstance(done, ModelDone)
    told = [delta.text for delta in deltas if isinstance(delta, TextDelta)]
    assert len(told) == len(deltas)
    return Pass("".join(told), told, done)
