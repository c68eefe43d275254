import json

import pytest

from agents.conversation import AssistantSaid, CustomerSaid, ToolAnswered
from agents.errors import AgentError, ModelBroken, ModelRefused
from agents.model_responses import input_items
from tests.agents.model_cases import QUESTION, model_at, one_pass
from tests.doubles.openai_scenarios import Call, Fault, Scenario
from tests.doubles.openai_streams import ResponsesStream, as_sse

CALLS = (Call("find_products", {"family": "sillas", "limit": 1}),)


async def test_openai_is_asked_to_keep_nothing_and_not_to_reason(openai_server):
    async with model_at(openai_server, "responses") as model:
        await one_pass(model)
    body = openai_server.seen("/responses")[0].body
    assert body["store"] is False
    assert body["reasoning"] == {"effort": "none"}
    assert body["max_output_tokens"] == 300
    assert body["stream_options"] == {"include_obfuscation": False}
    assert "include" not in body
    assert "temperature" not in body


async def test_reasoning_goes_back_sealed_before_the_call_it_led_to(openai_server):
    openai_server.says(
        Scenario("Miro.", calls=CALLS, reasoning="primero busco"),
        Scenario("Hay una.", reasoning="ya está"),
    )
    async with model_at(openai_server, "responses", effort="low") as model:
        first = (await one_pass(model)).done
        asked = [
            *QUESTION,
            AssistantSaid("Miro.", first.calls, first.carried),
            ToolAnswered(first.calls[0].call_id, "find_products", "[]"),
        ]
        second = await one_pass(model, asked)
        reply = AssistantSaid(second.text, (), second.done.carried)
        await one_pass(model, [*asked, reply, CustomerSaid("¿Y otra?")])
    body = openai_server.seen("/responses")[2].body
    assert body["include"] == ["reasoning.encrypted_content"]
    assert [item["type"] for item in body["input"]] == [
        *("message", "reasoning", "message", "function_call"),
        *("function_call_output", "reasoning", "message", "message"),
    ]


async def test_reasoning_is_left_out_with_the_words_nobody_heard(openai_server):
    openai_server.says(Scenario("Hay una.", reasoning="ya está"))
    async with model_at(openai_server, "responses", effort="low") as model:
        done = (await one_pass(model)).done
        cut_short = AssistantSaid("", (), done.carried)
        await one_pass(model, [*QUESTION, cut_short, CustomerSaid("¿Qué?")])
    body = openai_server.seen("/responses")[1].body
    assert "reasoning" not in [item["type"] for item in body["input"]]


def test_no_item_carries_an_id_of_the_server():
    carried = ({"led_to": "", "item": {"type": "reasoning", "id": "rs_1"}},)
    items = list(input_items([AssistantSaid("hola", (), carried)]))
    assert [item["type"] for item in items if "id" in item] == ["reasoning"]


async def test_a_failed_response_is_an_error(openai_server):
    openai_server.says(Scenario("La más", ending="failed"))
    async with model_at(openai_server, "responses") as model:
        with pytest.raises(ModelBroken, match="server_error") as failure:
            await one_pass(model)
    assert failure.value.code == "server_error"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("insufficient_quota", "no_quota"),
        ("rate_limit_exceeded", "busy"),
        ("server_error", "server_error"),
        (None, "server_error"),
    ],
)
async def test_an_error_event_is_an_error_although_the_client_raises_none(
    openai_server, code, expected
):
    openai_server.fails("/responses", Fault("error_event", after=3, code=code))
    async with model_at(openai_server, "responses") as model:
        with pytest.raises(AgentError) as failure:
            await one_pass(model)
    assert failure.value.code == expected


async def test_a_server_that_tells_everything_at_the_end_is_understood(openai_server):
    scenario = Scenario("Hay una.", calls=CALLS)
    told = ResponsesStream(scenario, "local-model", {}).body()
    openai_server.raw_streams.append(
        as_sse({"type": "response.completed", "response": told})
    )
    async with model_at(openai_server, "responses") as model:
        answer = await one_pass(model)
    assert answer.text == "Hay una."
    assert [call.name for call in answer.done.calls] == ["find_products"]


@pytest.mark.parametrize("index", [{"output_index": 0}, {}], ids=["0", "none"])
async def test_calls_that_all_carry_one_index_or_none_are_told_apart(
    openai_server, index
):
    scenario = Scenario(calls=(*CALLS, Call("opening_hours", {"day": "hoy"})), piece=4)
    events = list(ResponsesStream(scenario, "local-model", {}).events())
    for event in events:
        if event.pop("output_index", None) is not None:
            event.update(index)
    openai_server.raw_streams.append(b"".join(map(as_sse, events)))
    async with model_at(openai_server, "responses") as model:
        first, second = (await one_pass(model)).done.calls
    assert json.loads(first.arguments) == {"family": "sillas", "limit": 1}
    assert json.loads(second.arguments) == {"day": "hoy"}
    assert first.call_id != second.call_id


async def test_arguments_may_come_as_an_object(openai_server):
    call = {"type": "function_call", "call_id": "c", "name": "opening_hours"}
    item = {**call, "arguments": {"day": "hoy"}}
    events = [
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": {"status": "completed"}},
    ]
    openai_server.raw_streams.append(b"".join(map(as_sse, events)))
    async with model_at(openai_server, "responses") as model:
        (got,) = (await one_pass(model)).done.calls
    assert json.loads(got.arguments) == {"day": "hoy"}


async def test_unknown_events_are_passed_over(openai_server):
    stream = ResponsesStream(Scenario("Hola."), "local-model", {})
    events = [{"type": "response.hologram.delta", "delta": "?"}, *stream.events()]
    openai_server.raw_streams.append(b"".join(map(as_sse, events)))
    async with model_at(openai_server, "responses") as model:
        assert (await one_pass(model)).text == "Hola."


async def test_a_parameter_the_model_does_not_take_is_told_apart(openai_server):
    settings = {"model": "gpt-4.1", "effort": "none"}
    async with model_at(openai_server, "responses", **settings) as model:
        assert (await one_pass(model)).text == "De acuerdo."
        assert (await one_pass(model)).text == "De acuerdo."
    sent = [seen.body for seen in openai_server.seen("/responses")]
    assert ["reasoning" in body for body in sent] == [True, False, False]


async def test_a_model_without_sealed_reasoning_is_not_asked_for_it_again(
    openai_server,
):
    refusal = Fault("status", status=400, param="include")
    openai_server.fails("/responses", refusal)
    async with model_at(openai_server, "responses", effort="low") as model:
        for _ in range(2):
            assert (await one_pass(model)).text == "De acuerdo."
    refused, *sent = openai_server.seen("/responses")
    assert b"encrypted_content" in refused.request.body
    assert ["include" in seen.body for seen in sent] == [False, False]
    assert [seen.body["reasoning"] for seen in sent] == [{"effort": "low"}] * 2


async def test_nothing_of_a_turn_is_left_to_the_servers_memory(openai_server):
    async with model_at(openai_server, "responses") as model:
        first = await one_pass(model)
        said = [*QUESTION, AssistantSaid(first.text), CustomerSaid("¿Y otra?")]
        await one_pass(model, said)
    one, two = (seen.body for seen in openai_server.seen("/responses"))
    assert not {"conversation", "previous_response_id", "prompt"} & two.keys()
    assert one["instructions"] == two["instructions"]
    assert [item["type"] for item in two["input"]] == ["message"] * 3


async def test_sealed_reasoning_of_another_account_is_dropped(openai_server):
    foreign = {"type": "reasoning", "id": "rs_9", "summary": []}
    carried = ({"led_to": "", "item": {**foreign, "encrypted_content": "x"}},)
    messages = [*QUESTION, AssistantSaid("Hola.", (), carried), *QUESTION]
    async with model_at(openai_server, "responses") as model:
        assert (await one_pass(model, messages)).text == "De acuerdo."


async def test_a_model_that_is_gone_is_told_apart(openai_server):
    async with model_at(openai_server, "responses", model="gpt-5") as model:
        with pytest.raises(ModelRefused, match="'gpt-5'") as failure:
            await one_pass(model)
    assert failure.value.code == "no_model"


async def test_tools_are_flat_and_strict(openai_server):
    async with model_at(openai_server, "responses") as model:
        await one_pass(model)
    tool = openai_server.seen("/responses")[0].body["tools"][0]
    assert tool["type"] == "function"
    assert tool["strict"] is True
    assert tool["parameters"]["required"] == ["family", "limit"]
    assert json.dumps(tool["parameters"]).count("additionalProperties") == 1
