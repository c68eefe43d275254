"""Turns that are cut short anywhere, and many turns on a bad line."""

import asyncio
import contextlib
import gc
import os
import random

import pytest

from agents.assistant import Assistant, Run, RunOutcome, SentenceMade
from agents.conversation import AssistantSaid, CustomerSaid
from agents.errors import AgentError
from tests.agents.model_cases import PATHS, TOOLS, engines, model_at
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


@engines
@pytest.mark.parametrize("in_second_pass", [False, True], ids=["first", "second"])
async def test_a_turn_cut_short_at_any_event_leaves_a_history_the_server_accepts(
    openai_server, engine, in_second_pass
):
    scenarios = [FIRST, SECOND]
    faults = [None] if in_second_pass else []
    async with model_at(openai_server, engine, effort="none") as model:
        for position in range(40):
            openai_server.works_again()
            openai_server.says(*scenarios)
            openai_server.fails(PATHS[engine], *faults, Fault("hang", after=position))
            assistant = assistant_on(model)
            heard = []
            run = Run()
            before = len(openai_server.seen(PATHS[engine]))
            turn = asyncio.create_task(
                assistant.reply("¿Qué sillas hay?", run, heard.append)
            )
            if not await _hangs(openai_server, PATHS[engine], before + len(faults)):
                await turn
                break
            turn.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await turn
            text = "".join(e.text for e in heard if isinstance(e, SentenceMade))
            assistant.keep(run, heard=text)
            openai_server.forget_scenarios()
            later = await ask(assistant, "¿Y mesas?")
            assert later.outcome is RunOutcome.COMPLETED, position
            told = assistant.conversation.messages
            assert told[0] == CustomerSaid("¿Qué sillas hay?")
            said = "".join(m.text for m in told if isinstance(m, AssistantSaid))
            assert said.endswith("De acuerdo.")
        assert position > 5
    statuses = {seen.status for seen in openai_server.seen(PATHS[engine])}
    assert statuses <= {200, 0}  # 0: cut short before the answer began


async def _hangs(server, path, number):
    """Whether that request falls silent before it is answered to its end."""
    async with asyncio.timeout(5):
        while True:
            await asyncio.to_thread(server.arrived.acquire, timeout=0.2)
            seen = server.seen(path)[number:]
            if seen and await asyncio.to_thread(seen[0].hanging.wait, 0.05):
                return True
            if seen and seen[0].finished.is_set():
                return False


@engines
async def test_every_turn_on_a_bad_line_ends_in_time_and_leaves_nothing_behind(
    openai_server, engine
):
    turns = int(os.environ.get("KIOSK_FUZZ", "80"))
    chance = random.Random(20261121)  # noqa: S311 - the same turns each time
    openai_server.think = lambda asked: SECOND if asked.outputs else FIRST
    outcomes = []
    async with model_at(openai_server, engine, first_token_s=0.2, turn_s=0.4) as model:
        assistant = assistant_on(model)
        for number in range(turns):
            openai_server.works_again()
            if chance.random() < 0.2:
                openai_server.fails(PATHS[engine], *_some_faults(chance))
            async with asyncio.timeout(10):
                run = await ask(assistant, f"pregunta {number}")
            outcomes.append(run.outcome)
            del assistant.conversation.messages[:-12]
        assert len(asyncio.all_tasks()) == 1
    assert outcomes.count(RunOutcome.COMPLETED) > turns * 0.5
    assert set(outcomes) <= {RunOutcome.COMPLETED, RunOutcome.FAILED}
    refused = [s for s in openai_server.seen(PATHS[engine]) if s.status in (400, 404)]
    assert refused == []
    gc.collect()


def _some_faults(chance):
    early = (BAD_KEY, DROP, HANG, HTML, NO_QUOTA, RATE_LIMIT, SERVER_ERROR)
    if chance.random() < 0.5:
        fault = chance.choice(early)
    else:
        kind = chance.choice(IN_THE_MIDDLE)
        fault = Fault(kind, after=chance.randint(1, 25))
    return [*chance.choice(([], [None])), fault, *chance.choice(([], [fault]))]
