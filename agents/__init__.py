"""The mind.

In: what the customer said. Out: a stream of tool calls, tool answers and sentences.
The only room that knows language models, prompts, tools and the rules of negotiation.
It has no ears: it refuses to know sound.
"""

from agents.assistant import Assistant
from agents.cart_answer import CartAnswer
from agents.cart_talk import CartTalk
from agents.cart_tools import CartTools
from agents.catalog_tools import CatalogTools
from agents.conversation import (
    AssistantSaid,
    CustomerSaid,
    Message,
    ToolAnswered,
    ToolCall,
)
from agents.debt_agreements import terms_result
from agents.debt_answer import DebtAnswer
from agents.debt_follow_up import FollowUp
from agents.debt_moves import says_yes
from agents.debt_talk import DebtTalk
from agents.debt_tools import DebtTools
from agents.errors import (
    AgentError,
    ModelBroken,
    ModelRefused,
    ModelUnreachable,
    UnknownEngine,
)
from agents.finding import Finding, MadeFile, Source
from agents.instructions import (
    Description,
    house_rules,
    instructions_for,
    personas_in,
)
from agents.knowledge_tools import KnowledgeTools
from agents.language import Language, language_of
from agents.lookahead import does_something, look_ahead
from agents.model import (
    ChatModel,
    ModelDone,
    ModelEvent,
    StartedOver,
    TextDelta,
    build_model,
    engines_for,
)
from agents.model_offline import OfflineModel
from agents.policy import SHEET, Policy, PolicyInvalid, read_policy
from agents.privacy import aloud_wish, is_private
from agents.retirements import (
    Retirement,
    ask_retirement,
    retirement_of,
    warns,
)
from agents.room_tools import Colour, RoomTools, Thing
from agents.rules import Rules
from agents.run import (
    Objected,
    ReplyEvent,
    Run,
    RunOutcome,
    SentenceMade,
    ToolFinished,
    ToolStarted,
)
from agents.scope import Scope
from agents.sentence_check import SentenceCheck
from agents.servers import SERVERS, Served, ask_server, server_named
from agents.settings import AgentSettings
from agents.simulation import Played, simulate, simulation_table
from agents.tool import Tool, ToolRefused, ToolResult, ToolRetry, tool_from
from agents.wording_cart import ticket, ticket_code
from agents.wording_debts import (
    debt_words,
    receipt,
    receipt_code,
)
from agents.wording_money import money

__all__ = [
    "SERVERS",
    "SHEET",
    "AgentError",
    "AgentSettings",
    "Assistant",
    "AssistantSaid",
    "CartAnswer",
    "CartTalk",
    "CartTools",
    "CatalogTools",
    "ChatModel",
    "Colour",
    "CustomerSaid",
    "DebtAnswer",
    "DebtTalk",
    "DebtTools",
    "Description",
    "Finding",
    "FollowUp",
    "KnowledgeTools",
    "Language",
    "MadeFile",
    "Message",
    "ModelBroken",
    "ModelDone",
    "ModelEvent",
    "ModelRefused",
    "ModelUnreachable",
    "Objected",
    "OfflineModel",
    "Played",
    "Policy",
    "PolicyInvalid",
    "ReplyEvent",
    "Retirement",
    "RoomTools",
    "Rules",
    "Run",
    "RunOutcome",
    "Scope",
    "SentenceCheck",
    "SentenceMade",
    "Served",
    "Source",
    "StartedOver",
    "TextDelta",
    "Thing",
    "Tool",
    "ToolAnswered",
    "ToolCall",
    "ToolFinished",
    "ToolRefused",
    "ToolResult",
    "ToolRetry",
    "ToolStarted",
    "UnknownEngine",
    "aloud_wish",
    "ask_retirement",
    "ask_server",
    "build_model",
    "debt_words",
    "does_something",
    "engines_for",
    "house_rules",
    "instructions_for",
    "is_private",
    "language_of",
    "look_ahead",
    "money",
    "personas_in",
    "read_policy",
    "receipt",
    "receipt_code",
    "retirement_of",
    "says_yes",
    "server_named",
    "simulate",
    "simulation_table",
    "terms_result",
    "ticket",
    "ticket_code",
    "tool_from",
    "warns",
]
