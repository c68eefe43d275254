"""The mind.

In: what the customer said. Out: a stream of tool calls, tool answers and sentences.
The only room that knows language models, prompts, tools and the rules of negotiation.
It has no ears: it refuses to know sound.
"""

from agents.assistant import (
    Assistant,
    ReplyEvent,
    Run,
    RunOutcome,
    SentenceMade,
    ToolFinished,
    ToolStarted,
)
from agents.conversation import AssistantSaid, CustomerSaid, ToolAnswered, ToolCall
from agents.errors import (
    AgentError,
    ModelBroken,
    ModelRefused,
    ModelUnreachable,
    UnknownEngine,
)
from agents.finding import Finding, Source
from agents.instructions import instructions_for
from agents.language import Language, language_of
from agents.model import ChatModel, ModelDone, TextDelta, build_model
from agents.model_offline import OfflineModel
from agents.settings import AgentSettings
from agents.tool import Tool, ToolRefused, ToolResult, ToolRetry, tool_from

__all__ = [
    "AgentError",
    "AgentSettings",
    "Assistant",
    "AssistantSaid",
    "ChatModel",
    "CustomerSaid",
    "Finding",
    "Language",
    "ModelBroken",
    "ModelDone",
    "ModelRefused",
    "ModelUnreachable",
    "OfflineModel",
    "ReplyEvent",
    "Run",
    "RunOutcome",
    "SentenceMade",
    "Source",
    "TextDelta",
    "Tool",
    "ToolAnswered",
    "ToolCall",
    "ToolFinished",
    "ToolRefused",
    "ToolResult",
    "ToolRetry",
    "ToolStarted",
    "UnknownEngine",
    "build_model",
    "instructions_for",
    "language_of",
    "tool_from",
]
