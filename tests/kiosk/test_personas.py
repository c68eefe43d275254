from datetime import UTC, datetime

import pytest

from agents import Run, SentenceMade
from kiosk.config import load_config
from kiosk.mind import open_mind
from tests.doubles.openai_scenarios import Scenario


@pytest.fixture
def config(openai_server, tmp_path):
    (tmp_path / "words").mkdir()
    return load_config(
        environment={
            "KIOSK_SHOP_STATE_DIR": str(tmp_path / "state"),
            "KIOSK_SHOP_NAME": "Casa Pepa",
            "KIOSK_AGENTS_PERSONAS": str(tmp_path / "words"),
            "KIOSK_AGENTS_ENGINE": "responses",
            "OPENAI_API_KEY": "sk-x",
            "OPENAI_BASE_URL": openai_server.base_url,
        },
        system_file=tmp_path / "none",
    ).config


async def told(server, visit, question):
    """The prompt of a turn, and what was said."""
    run, said = Run(), []
    visit.hear(question)
    await visit.assistant.reply(question, run, said.append)
    visit.assistant.keep(run)
    prompt = server.seen("/responses")[-1].body["instructions"]
    return prompt, " ".join(e.text for e in said if isinstance(e, SentenceMade))


async def test_the_owners_words_take_effect_at_the_next_visit(
    openai_server, config, tmp_path
):
    openai_server.think = lambda _: Scenario("Los lunes cerramos a las 19:45.")
    words = tmp_path / "words" / "es.md"
    words.write_text("Trate a todos de tú. Los lunes cerramos a las 19:45.")
    async with open_mind(config) as mind:
        visit = mind.new_visit()
        prompt, said = await told(openai_server, visit, "oiga, una cosa")
        assert "Trate a todos de tú." in prompt
        assert "19:45" in said  # the owner vouches for it
        words.write_text("Sea breve.")
        again, _ = await told(openai_server, visit, "oiga, una cosa")
        assert again == prompt
        visit.end()
        other, said = await told(openai_server, visit, "oiga, una cosa")
        assert "Sea breve." in other
        assert "19:45" not in said
        fixed, _, _ = prompt.partition("Trate")  # first, so that it can be cached
        assert "Shop: Casa Pepa" in fixed
        assert other.startswith(fixed)


async def test_two_turns_share_their_beginning_to_the_byte_so_that_it_is_cached(
    openai_server, config
):
    async with open_mind(config) as mind:
        visit = mind.new_visit()
        for minute in (0, 1):
            clock = datetime(2026, 11, 21, 12, minute, tzinfo=UTC)
            visit.now = lambda clock=clock: clock
            await told(openai_server, visit, "oiga, una cosa")
    one, two = openai_server.seen("/responses")
    first, second = (seen.request.body.partition(b"12:0")[0] for seen in (one, two))
    assert first == second
    prompt = two.body["instructions"]
    assert prompt.index("12:01") > 0.95 * len(prompt)
    assert one.body["tools"] == two.body["tools"]
    assert two.body["input"][: len(one.body["input"])] == one.body["input"]


async def test_a_folder_that_is_gone_is_told_and_the_kiosk_goes_on(
    openai_server, config, tmp_path, caplog
):
    (tmp_path / "words").rmdir()
    async with open_mind(config) as mind:
        _, said = await told(openai_server, mind.new_visit(), "oiga, una cosa")
    assert said == "De acuerdo."
    assert "agents.personas" in caplog.text
