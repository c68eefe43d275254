import json
from datetime import date

import pytest

from kiosk.budget import Budget
from kiosk.config import ConfigError
from kiosk.events import Outcome
from kiosk.settings import BudgetSettings
from kiosk.wiring import open_kiosk
from tests.doubles.kiosk_inside import config_for, kiosk_inside
from tests.doubles.openai_scenarios import Scenario

PRICES = BudgetSettings(
    input_per_million=2.0,
    output_per_million=10.0,
    heard_per_minute=0.006,
    spoken_per_minute=0.6,
    daily_cap=0.01,
)


class Calendar:
    day = date(2026, 11, 21)

    def __call__(self):
        return self.day


@pytest.fixture
def budget(tmp_path):
    return Budget(PRICES, tmp_path / "costs.json", today=Calendar())


def test_tokens_and_seconds_cost_what_the_owner_says(budget):
    budget.spend("responses", input_tokens=1_000, output_tokens=100)
    assert budget.of_today == pytest.approx(0.003)
    budget.spend("openai", heard_s=10)
    budget.spend("openai", spoken_s=0.1)
    assert budget.of_today == pytest.approx(0.003 + 0.001 + 0.001)
    assert budget.end_turn() == pytest.approx(0.005)
    assert budget.end_turn() == 0.0


def test_what_asks_no_server_costs_nothing_and_is_always_allowed(budget):
    budget.spend("offline", input_tokens=10**9)
    budget.spend("espeak", spoken_s=10**6)
    assert budget.of_today == 0.0
    budget.spend("responses", output_tokens=10**6)
    assert not budget.allows("responses")
    assert all(budget.allows(name) for name in ("offline", "phrases", "espeak"))


def test_the_days_costs_outlive_a_restart_and_end_with_the_day(tmp_path):
    path, calendar = tmp_path / "costs.json", Calendar()
    Budget(PRICES, path, today=calendar).spend("responses", output_tokens=1_000)
    again = Budget(PRICES, path, today=calendar)
    assert again.of_today == pytest.approx(0.01)
    assert not again.allows("responses")
    calendar.day = date(2026, 11, 22)
    assert again.allows("responses")
    assert again.of_today == 0.0
    again.spend("responses", output_tokens=100)
    assert json.loads(path.read_text()) == {"day": "2026-11-22", "cost": 0.001}


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"day": "x", "cost": 1}'])
def test_a_broken_file_is_told_and_begins_anew(tmp_path, caplog, content):
    (tmp_path / "costs.json").write_text(content)
    assert Budget(PRICES, tmp_path / "costs.json").of_today == 0.0
    assert "costs of the day are lost" in caplog.text


def test_a_full_disk_is_told_and_the_count_goes_on(tmp_path, caplog):
    budget = Budget(PRICES, tmp_path / "gone" / "costs.json", today=Calendar())
    budget.spend("responses", output_tokens=1_000)
    assert budget.of_today == pytest.approx(0.01)
    assert "can't be kept" in caplog.text


CAPPED = {
    "KIOSK_AGENTS_ENGINE": "auto",
    "KIOSK_AUDIO_STT": "phrases",
    "KIOSK_AUDIO_TTS": "espeak",
    "KIOSK_BUDGET_INPUT_PER_MILLION": "1000",
    "KIOSK_BUDGET_OUTPUT_PER_MILLION": "1000",
    "KIOSK_BUDGET_DAILY_CAP": "0.2",
}


async def test_at_the_cap_the_rules_go_on_and_customers_are_told_once(
    openai_server, tmp_path
):
    openai_server.think = lambda asked: Scenario("Dígame.")
    silence = tmp_path / "silence.wav"
    config = config_for(tmp_path, silence, openai_server, **CAPPED)
    async with kiosk_inside(config) as kiosk:
        turns = [await kiosk.ask("hola, oiga, ¿qué tal?") for _ in range(4)]
        assert all(t["turn_ended"][0].outcome is Outcome.ANSWERED for t in turns)
        assert len(openai_server.seen("/responses")) == 2  # 0.15 each, the cap is 0.2
        assert [e.why for t in turns for e in t.get("stepped_down", [])] == ["budget"]
        told = [e.text for t in turns for e in t["spoken"]]
        assert sum("Por hoy" in text for text in told) == 1
    async with kiosk_inside(config) as kiosk:
        await kiosk.ask("hola, oiga, ¿qué tal?")
        assert len(openai_server.seen("/responses")) == 2


async def test_a_hasty_visit_is_answered_by_the_rules(openai_server, tmp_path):
    openai_server.think = lambda asked: Scenario("Dígame.")
    hasty = {**CAPPED, "KIOSK_BUDGET_DAILY_CAP": "0"}
    hasty["KIOSK_BUDGET_ASKS_PER_MINUTE"] = "3"
    config = config_for(tmp_path, tmp_path / "silence.wav", openai_server, **hasty)
    async with kiosk_inside(config) as kiosk:
        for _ in range(5):
            turn = await kiosk.ask("hola, oiga, ¿qué tal?")
            assert turn["turn_ended"][0].outcome is Outcome.ANSWERED
    assert len(openai_server.seen("/responses")) == 3


async def test_a_cap_without_anything_free_behind_is_refused_at_start(
    openai_server, tmp_path
):
    only = {**CAPPED, "KIOSK_AGENTS_ENGINE": "responses"}
    config = config_for(tmp_path, tmp_path / "silence.wav", openai_server, **only)
    with pytest.raises(ConfigError, match="offline"):
        async with open_kiosk(config):
            pass
