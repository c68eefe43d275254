"""The engines of the mind on a ladder: whose answer it is, and what it costs."""

from contextlib import aclosing

import pytest

from agents import AgentError, ModelDone, TextDelta
from kiosk.budget import Budget
from kiosk.ladder import Ladder, LadderModel, Rung
from kiosk.settings import BudgetSettings

PRICES = BudgetSettings(input_per_million=1e6, output_per_million=1e6)
PROMPT = "Sé breve."  # two tokens


class ScriptedModel:
    """Says its events, and raises those that are errors."""

    def __init__(self, name, *events, is_trusted=False):
        self.name = name
        self.is_trusted = is_trusted
        self.events = events

    async def stream(self, instructions, messages, tools):
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event


OFFLINE = ScriptedModel(
    "offline", TextDelta("Por regla."), ModelDone(), is_trusted=True
)


@pytest.fixture
def budget(tmp_path):
    return Budget(PRICES, tmp_path / "costs.json")


def ladder_of(*models):
    rungs = [Rung(model.name, model) for model in models]
    return Ladder("mind", rungs, (AgentError,), lambda step: None)


async def answered(model):
    return [event async for event in model.stream(PROMPT, (), ())]


async def test_what_another_visit_falls_back_to_makes_no_model_trusted(budget):
    server = ScriptedModel("chat", TextDelta("Uno."), TextDelta("Dos."), ModelDone())
    ladder = ladder_of(server, OFFLINE)
    mine = LadderModel(ladder, OFFLINE, budget)
    async with aclosing(mine.stream(PROMPT, (), ())) as events:
        await anext(events)
        ladder.failed(ladder.rungs[0], AgentError("gone", code="unreachable"))
        await answered(LadderModel(ladder, OFFLINE, budget))
        await anext(events)
        assert (mine.name, mine.is_trusted) == ("chat", False)


async def test_what_broke_off_is_paid_for_although_another_answers(budget):
    broken = ScriptedModel("chat", TextDelta("Pues"), AgentError("gone", code="x"))
    await answered(LadderModel(ladder_of(broken, OFFLINE), OFFLINE, budget))
    assert budget.of_today == pytest.approx(2 + 2)


async def test_what_was_refused_before_it_began_costs_nothing(budget):
    refused = ScriptedModel("chat", AgentError("key", code="bad_key"))
    await answered(LadderModel(ladder_of(refused, OFFLINE), OFFLINE, budget))
    assert budget.of_today == 0


async def test_what_the_server_reports_goes_before_a_guess(budget):
    done = ModelDone(input_tokens=7, output_tokens=5)
    server = ScriptedModel("chat", TextDelta("Uno."), done)
    await answered(LadderModel(ladder_of(server, OFFLINE), OFFLINE, budget))
    assert budget.of_today == pytest.approx(12)


async def test_two_visits_at_once_do_not_both_pass_the_cap(tmp_path):
    capped = BudgetSettings(input_per_million=1e6, daily_cap=2)
    budget = Budget(capped, tmp_path / "costs.json")
    server = ScriptedModel("chat", TextDelta("Uno."), ModelDone(input_tokens=3))
    ladder = ladder_of(server, OFFLINE)
    ladder.allows = budget.allows
    mine = LadderModel(ladder, OFFLINE, budget)
    other = LadderModel(ladder, OFFLINE, budget)
    async with aclosing(mine.stream(PROMPT, (), ())) as events:
        await anext(events)
        await answered(other)
        assert other.name == "offline"
        assert [event async for event in events][-1].input_tokens == 3
    assert budget.of_today == pytest.approx(3)


async def test_a_hasty_visit_alone_is_answered_by_the_rules_and_it_is_told(
    budget, caplog
):
    server = ScriptedModel("chat", TextDelta("Uno."), ModelDone())
    ladder = ladder_of(server, OFFLINE)
    hasty = LadderModel(ladder, OFFLINE, budget, asks_per_minute=2)
    names = []
    for _ in range(3):
        await answered(hasty)
        names.append(hasty.name)
    assert names == ["chat", "chat", "offline"]
    assert "asks too often" in caplog.text
    calm = LadderModel(ladder, OFFLINE, budget, asks_per_minute=2)
    await answered(calm)
    assert calm.name == "chat"


async def test_an_interrupted_pass_is_paid_for_as_far_as_it_came(budget):
    server = ScriptedModel("chat", TextDelta("Uno dos."), TextDelta("Más"), ModelDone())
    model = LadderModel(ladder_of(server, OFFLINE), OFFLINE, budget)
    async with aclosing(model.stream(PROMPT, (), ())) as events:
        await anext(events)
    assert budget.of_today == pytest.approx(2 + 3)
