"""What must hold for every model behind a server, whichever protocol it speaks."""

import json
import re
from dataclasses import replace

import pytest

from agents.conversation import AssistantSaid, CustomerSaid, ToolAnswered, ToolCall
from agents.errors import (
    ModelBroken,
    UnknownEngine,
)
from agents.model import ModelDone, build_model, engines_for
from agents.settings import AgentSettings
from tests.agents.model_cases import (
    KEY,
    PATHS,
    QUESTION,
    engines,
    model_at,
    no_offline,
    one_pass,
)
from tests.doubles.openai_scenarios import Call, Scenario

TWO_CALLS = (
    Call("find_products", {"family": "portátiles «pro»", "limit": 2}),
    Call("opening_hours", {"day": "mañana"}),
)


@engines
@pytest.mark.parametrize("piece", [1, 3, 1000])
async def test_text_is_put_together_from_fragments_of_any_size(
    openai_server, engine, piece
):
    openai_server.says(
        Scenario("La más barata cuesta 1.299 soles. ¿Algo más?", piece=piece)
    )
    async with model_at(openai_server, engine) as model:
        answer = await one_pass(model)
    assert answer.text == "La más barata cuesta 1.299 soles. ¿Algo más?"
    assert answer.done == ModelDone(input_tokens=120, output_tokens=30)


@engines
@pytest.mark.parametrize("piece", [1, 7, 1000])
async def test_parallel_calls_are_told_apart(openai_server, engine, piece):
    openai_server.says(Scenario(calls=TWO_CALLS, piece=piece))
    async with model_at(openai_server, engine) as model:
        calls = (await one_pass(model)).done.calls
    assert [(c.name, json.loads(c.arguments)) for c in calls] == [
        (call.name, call.arguments) for call in TWO_CALLS
    ]
    assert len({c.call_id for c in calls}) == 2


@engines
async def test_missing_call_ids_are_made_up_and_accepted(openai_server, engine):
    nameless = tuple(replace(call, call_id="") for call in TWO_CALLS)
    openai_server.says(Scenario(calls=nameless))
    async with model_at(openai_server, engine) as model:
        done = (await one_pass(model)).done
        assert len({call.call_id for call in done.calls if call.call_id}) == 2
        await one_pass(model, _with_answers(done))


@engines
async def test_answers_of_tools_go_back_in_a_form_the_server_accepts(
    openai_server, engine
):
    openai_server.says(Scenario("Un momento.", calls=TWO_CALLS))
    async with model_at(openai_server, engine) as model:
        first = await one_pass(model)
        assert (await one_pass(model, _with_answers(first.done))).text == "De acuerdo."


@engines
@pytest.mark.parametrize("ending", ["max_output_tokens", "content_filter"])
async def test_a_cut_answer_says_so(openai_server, engine, ending):
    openai_server.says(Scenario("La más bar", ending=ending))
    async with model_at(openai_server, engine) as model:
        answer = await one_pass(model)
    assert (answer.text, answer.done.is_incomplete) == ("La más bar", True)


@engines
async def test_a_refusal_is_text_and_is_marked(openai_server, engine):
    openai_server.says(Scenario(refusal="No puedo ayudar con eso."))
    async with model_at(openai_server, engine) as model:
        answer = await one_pass(model)
    assert (answer.text, answer.done.is_refusal) == ("No puedo ayudar con eso.", True)


@engines
@pytest.mark.parametrize("piece", [1, 2, 5, 1000])
async def test_reasoning_is_never_spoken(openai_server, engine, piece):
    text = "<think>El cliente < 5, </thin k> quiere…\n</think>\n\nSon 3 < 5. <b"
    openai_server.says(Scenario(text, reasoning="secreto", piece=piece))
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model)).text == "Son 3 < 5. <b"


@engines
@pytest.mark.parametrize("tag", ["think", "Thinking", "reasoning", "ANALYSIS"])
async def test_reasoning_is_known_by_each_of_its_tags(openai_server, engine, tag):
    openai_server.says(Scenario(f"<{tag}>A list!</{tag}>Hay <b>tres</b>.", piece=3))
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model)).text == "Hay <b>tres</b>."


@engines
async def test_reasoning_without_an_end_leaves_nothing_to_say(openai_server, engine):
    openai_server.says(Scenario("<THINK>y entonces"))
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model)).text == ""


@engines
async def test_a_stream_without_its_last_event_is_a_failure(openai_server, engine):
    openai_server.says(Scenario("La más bar", ending="none"))
    async with model_at(openai_server, engine) as model:
        with pytest.raises(ModelBroken) as failure:
            await one_pass(model)
    assert failure.value.code == "bad_answer"


@engines
async def test_calls_without_answers_and_answers_without_calls_are_left_out(
    openai_server, engine
):
    messages = [
        ToolAnswered("call_0", "find_products", "[]"),
        CustomerSaid("hola"),
        AssistantSaid("Miro", (ToolCall("call_1", "find_products", "{}"),)),
        CustomerSaid("mejor otra cosa"),
        AssistantSaid("", (ToolCall("call_2", "opening_hours", '{"day":'),)),
        ToolAnswered("call_2", "opening_hours", '"10 a 20"'),
        AssistantSaid(""),
        CustomerSaid("gracias"),
    ]
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model, messages)).text == "De acuerdo."
    body = json.dumps(openai_server.seen(PATHS[engine])[0].body, ensure_ascii=False)
    assert set(re.findall(r"call_\d", body)) == {"call_2"}
    assert '{\\"day' not in body


@engines
async def test_a_compatible_server_is_sent_nothing_of_openai_s_own(
    openai_server, engine
):
    settings = {"model": "local-model", "extra": {"seed": 1}, "api_key": None}
    if engine == "responses":
        settings["extra"] = {"truncation": "auto"}
    async with model_at(openai_server, engine, **settings) as model:
        await one_pass(model)
    body = openai_server.seen(PATHS[engine])[0].body
    assert (
        set(body)
        == {
            "responses": {
                *("model", "instructions", "input", "tools", "stream", "store"),
                *("max_output_tokens", "truncation"),
            },
            "chat": {"model", "messages", "tools", "stream", "max_tokens", "seed"},
        }[engine]
    )


@engines
async def test_without_tools_no_tools_are_sent(openai_server, engine):
    async with model_at(openai_server, engine) as model:
        await one_pass(model, tools=())
    assert "tools" not in openai_server.seen(PATHS[engine])[0].body


def test_auto_chooses_by_key_and_address():
    def chosen(**settings):
        return engines_for(AgentSettings(**settings))

    local = "http://localhost:11434/v1"
    assert chosen() == ("offline",)
    assert chosen(api_key=KEY) == ("responses", "offline")
    assert chosen(base_url=local) == ("chat", "offline")
    assert chosen(base_url=local, api_key=KEY) == ("responses", "offline")
    assert chosen(api_key=KEY, engine="chat") == ("chat",)
    assert chosen(engine="chat,offline") == ("chat", "offline")
    assert chosen(engine=["responses", "chat"]) == ("responses", "chat")


@pytest.mark.parametrize("engine", ["responses", "chat"])
def test_an_engine_without_key_and_address_says_what_it_needs(engine):
    with pytest.raises(UnknownEngine, match="OPENAI_API_KEY") as failure:
        build_model(engine, AgentSettings(), offline=no_offline)
    assert failure.value.code == "no_key"


def test_an_unknown_engine_names_the_choices():
    with pytest.raises(UnknownEngine, match="offline, responses or chat"):
        build_model("chatgpt", AgentSettings(), offline=no_offline)


@pytest.mark.parametrize(
    ("settings", "dialect"),
    [
        ({}, "openai"),
        ({"base_url": "https://eu.api.openai.com/v1"}, "openai"),
        ({"base_url": "http://10.0.0.2:8000/v1"}, "openai"),  # a gateway to gpt-6-luna
        ({"base_url": "http://10.0.0.2/v1", "model": "qwen3"}, "compatible"),
        ({"base_url": "http://10.0.0.2/v1", "model": "gpt-oss:20b"}, "compatible"),
        (
            {"base_url": "https://openai.com.evil.example/v1", "model": "x"},
            "compatible",
        ),
        ({"dialect": "compatible"}, "compatible"),
    ],
)
def test_the_dialect_follows_address_and_model(settings, dialect):
    assert AgentSettings(**settings).spoken_dialect == dialect


def _with_answers(done: ModelDone):
    return [
        *QUESTION,
        AssistantSaid("", done.calls, done.carried),
        *(ToolAnswered(call.call_id, call.name, "[]") for call in done.calls),
    ]
