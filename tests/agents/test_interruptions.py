"""Turns that are cut short anywhere, and many turns on a bad line."""

import asyncio
import contextlib
import os

import pytest

from agents.assistant import Run, RunOutcome, SentenceMade
from agents.conversation import AssistantSaid, CustomerSaid
from tests.agents.bad_line import FIRST, SECOND, ask, assistant_on
from tests.agents.model_cases import PATHS, engines, model_at
from tests.bench.soak_turns import server_elsewhere, soak
from tests.doubles.openai_scenarios import Fault


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


async def test_turns_on_a_bad_line_end_in_time_and_leave_nothing_behind():
    turns = int(os.environ.get("KIOSK_FUZZ", "60"))
    with server_elsewhere() as server:
        for engine in PATHS:
            result = await soak(server, engine, turns)
            assert result.is_clean, result
            assert result.longest_s < 10
            assert result.outcomes[RunOutcome.COMPLETED] > turns * 0.5
            assert result.outcomes.total() == turns
