from datetime import date

import pytest

from agents.errors import ModelRefused, ModelUnreachable
from agents.retirements import ask_retirement, retirement_of, warns
from agents.settings import AgentSettings
from tests.agents.model_cases import KEY, PATHS, engines, model_at, one_pass
from tests.doubles.openai_server import OpenAIServer

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("model", "last_day", "successor"),
    [
        ("gpt-4o-mini-tts", date(2027, 1, 6), "gpt-realtime-2.1-mini"),
        ("gpt-4o-mini-tts-2025-12-15", date(2027, 1, 6), "gpt-realtime-2.1-mini"),
        ("whisper-1", date(2027, 2, 26), "gpt-transcribe"),
        ("gpt-4o", date(2027, 1, 14), "gpt-6-luna"),
        ("o3", date(2026, 12, 11), "gpt-6-luna"),
    ],
)
def test_known_ends_are_in_the_table(model, last_day, successor):
    end = retirement_of(model)
    assert (end.last_day, end.successor) == (last_day, successor)


@pytest.mark.parametrize("model", ["gpt-6-luna", "gpt-transcribe", "qwen3", "gpt-4o-x"])
def test_models_without_a_known_end_have_none(model):
    assert retirement_of(model) is None


def test_the_default_model_is_not_about_to_end():
    assert retirement_of(AgentSettings().model) is None


def test_ends_are_warned_of_from_90_days_before_and_after():
    models = ["whisper-1", "gpt-4.1", "tts-1", "gpt-4", "gpt-5.1"]
    near = [model for model in models if warns(retirement_of(model), TODAY)]
    assert near == ["gpt-4.1", "tts-1", "gpt-4"]
    assert warns(retirement_of("whisper-1"), date(2026, 11, 28))
    assert not warns(retirement_of("whisper-1"), date(2026, 11, 27))


def test_the_warning_names_model_day_and_successor():
    warning = retirement_of("tts-1").warning(TODAY)
    assert warning == (
        "model 'tts-1' is switched off on 2027-01-06 (in 46 days); "
        "change to 'gpt-realtime-2.1-mini'"
    )
    assert "(29 days ago)" in retirement_of("gpt-4").warning(TODAY)


async def test_what_the_provider_says_goes_before_the_table(openai_server):
    openai_server.shutdown_dates = {"tts-1": "2027-03-01", "gpt-6-luna": "2027-06-30"}
    moved = await ask_retirement("tts-1", KEY, openai_server.base_url)
    assert (moved.last_day, moved.successor) == (
        date(2027, 3, 1),
        "gpt-realtime-2.1-mini",
    )
    new = await ask_retirement("gpt-6-luna", KEY, openai_server.base_url)
    assert (new.last_day, new.successor) == (date(2027, 6, 30), None)
    assert await ask_retirement("gpt-transcribe", KEY, openai_server.base_url) is None


async def test_a_provider_that_cannot_be_asked_is_an_error(openai_server):
    openai_server.api_key = "sk-other"
    with pytest.raises(ModelRefused):
        await ask_retirement("tts-1", KEY, openai_server.base_url)
    with OpenAIServer() as gone:
        pass
    with pytest.raises(ModelUnreachable):
        await ask_retirement("tts-1", KEY, gone.base_url)


@engines
async def test_a_successor_takes_over_from_a_model_that_is_gone(
    openai_server, engine, caplog
):
    settings = {"model": "gpt-5", "successor": "gpt-6-luna"}
    async with model_at(openai_server, engine, **settings) as model:
        for _ in range(2):
            assert (await one_pass(model)).text == "De acuerdo."
    sent = [seen.body["model"] for seen in openai_server.seen(PATHS[engine])]
    assert sent == ["gpt-5", "gpt-6-luna", "gpt-6-luna"]
    assert "'gpt-5' is gone; 'gpt-6-luna' takes over" in caplog.text
