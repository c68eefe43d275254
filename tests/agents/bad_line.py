"""A turn with tool calls, and what may go wrong with it, for tests and the soak."""

import contextlib

from agents.assistant import Assistant, Run
from agents.errors import AgentError
from tests.agents.model_cases import TOOLS
from tests.doubles.openai_scenarios import (
    BAD_KEY,
    DROP,
    HANG,
    HTML,
    NO_QUOTA,
    RATE_LIMIT,
    SERVER_ERROR,
    Call,
    Fault,
    Scenario,
)

FIRST = Scenario(
    "Un momento.",
    calls=(
        Call("find_products", {"family": "sillas", "limit": 2}),
        Call("opening_hours", {"day": "hoy"}),
    ),
    reasoning="primero busco",
    piece=12,
)
SECOND = Scenario("Hay dos sillas. ¿Quiere verlas?", reasoning="ya está", piece=6)
IN_THE_MIDDLE = ("reset", "drop", "cut", "garbage", "error_payload", "hang")


async def sentences(deltas):
    async for delta in deltas:
        yield delta


def assistant_on(model):
    return Assistant(
        model, list(TOOLS), instructions=lambda: "Sé breve.", split=sentences
    )


async def ask(assistant, question="¿Qué sillas hay?"):
    run = Run()
    with contextlib.suppress(AgentError):
        await assistant.reply(question, run, lambda event: None)
    assistant.keep(run)
    return run


def some_faults(chance):
    early = (BAD_KEY, DROP, HANG, HTML, NO_QUOTA, RATE_LIMIT, SERVER_ERROR)
    if chance.random() < 0.5:
        fault = chance.choice(early)
    else:
        kind = chance.choice(IN_THE_MIDDLE)
        fault = Fault(kind, after=chance.randint(1, 25))
    return [*chance.choice(([], [None])), fault, *chance.choice(([], [fault]))]
