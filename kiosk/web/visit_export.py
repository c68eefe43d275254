"""The conversation of the visit under way, for staff, where the owner allows it."""

from collections.abc import Iterable

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agents import AssistantSaid, CustomerSaid, Message, ToolAnswered
from kiosk.host import Host
from kiosk.web.call import Call


class ToldTool(BaseModel):
    """A tool that was used for an answer."""

    name: str
    answer: str
    """What it told the engine: JSON."""


class ToldTurn(BaseModel):
    """One question and what became of it."""

    question: str
    tools: list[ToldTool] = []
    reply: str = ""
    """As the customer heard it: shorter than it was made if they cut it short."""


class ToldVisit(BaseModel):
    """A visit without who it is: the oldest turns may be forgotten already."""

    language: str
    engine: str
    turns: list[ToldTurn]


def visit_calls(host: Host) -> tuple[Call, ...]:
    """Give the staff's call for the visit at a kiosk."""

    async def export(_: Request, __: None) -> Response:
        visit = host.visit
        told = ToldVisit(
            language=visit.language,
            engine=visit.assistant.engine,
            turns=told_turns(visit.assistant.conversation.messages),
        )
        return JSONResponse(told.model_dump())

    return (
        Call(
            path="/visit",
            answer=export,
            does="Export the conversation of the visit under way.",
            who="staff",
            gives=ToldVisit,
        ),
    )


def told_turns(messages: Iterable[Message]) -> list[ToldTurn]:
    """Give the turns of a conversation, oldest first."""
    turns: list[ToldTurn] = []
    for message in messages:
        match message:
            case CustomerSaid(text):
                turns.append(ToldTurn(question=text))
            case ToolAnswered(_, name, text) if turns:
                turns[-1].tools.append(ToldTool(name=name, answer=text))
            case AssistantSaid(text) if turns:
                turns[-1].reply = f"{turns[-1].reply} {text}".strip()
    return turns
