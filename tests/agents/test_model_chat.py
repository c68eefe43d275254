import json

import pytest

from tests.agents.model_cases import TOOLS, model_at, one_pass
from tests.doubles.openai_scenarios import Call, Scenario
from tests.doubles.openai_streams import as_sse


@pytest.mark.parametrize("piece", [1, 4, 1000])
@pytest.mark.parametrize("has_ids", [True, False])
async def test_parallel_calls_that_all_carry_index_0_are_told_apart(
    openai_server, piece, has_ids
):
    calls = tuple(
        Call("find_products", {"family": family}, f"id_{family}" if has_ids else "")
        for family in ("sillas", "mesas", "lámparas")
    )
    openai_server.says(Scenario(calls=calls, calls_share_index=True, piece=piece))
    async with model_at(openai_server, "chat") as model:
        done = (await one_pass(model)).done
    assert [json.loads(call.arguments)["family"] for call in done.calls] == [
        *("sillas", "mesas", "lámparas")
    ]
    assert len({call.call_id for call in done.calls}) == 3


async def test_arguments_may_come_as_an_object(openai_server):
    call = Call("find_products", {"family": "sillas", "limit": 2})
    openai_server.says(Scenario(calls=(call,), arguments_as_object=True))
    async with model_at(openai_server, "chat") as model:
        (got,) = (await one_pass(model)).done.calls
    assert json.loads(got.arguments) == {"family": "sillas", "limit": 2}


async def test_an_id_that_comes_late_belongs_to_the_call(openai_server):
    fragments = [
        {"index": 0, "function": {"name": "find_products", "arguments": ""}},
        {"index": 0, "id": "late", "function": {"arguments": '{"family": '}},
        {"index": 0, "id": "late", "function": {"arguments": '"sillas"}'}},
    ]
    openai_server.raw_streams.append(_chunks({"tool_calls": [f]} for f in fragments))
    async with model_at(openai_server, "chat") as model:
        (call,) = (await one_pass(model)).done.calls
    assert (call.call_id, call.arguments) == ("late", '{"family": "sillas"}')


async def test_a_call_counts_whatever_the_finish_reason_says(openai_server):
    call = {"index": 0, "id": "a", "function": {"name": "f", "arguments": "{}"}}
    openai_server.raw_streams.append(_chunks([{"tool_calls": [call]}], finish="stop"))
    async with model_at(openai_server, "chat") as model:
        assert [c.name for c in (await one_pass(model)).done.calls] == ["f"]


async def test_openai_gets_its_own_parameters(openai_server):
    async with model_at(openai_server, "chat") as model:
        await one_pass(model)
    body = openai_server.seen("/chat/completions")[0].body
    assert body["reasoning_effort"] == "none"
    assert body["max_completion_tokens"] == 300
    assert body["store"] is False
    assert body["stream_options"] == {"include_usage": True}
    assert "max_tokens" not in body


@pytest.mark.parametrize(("tools", "effort"), [(TOOLS, "none"), ((), "high")])
async def test_openai_takes_tools_here_only_without_reasoning(
    openai_server, tools, effort
):
    async with model_at(openai_server, "chat", effort="high") as model:
        assert (await one_pass(model, tools=tools)).text == "De acuerdo."
    (seen,) = openai_server.seen("/chat/completions")
    assert seen.body["reasoning_effort"] == effort


@pytest.mark.parametrize("name", ["llama.cpp", "uvicorn", ""])
async def test_llama_cpp_is_told_to_call_in_parallel_and_not_to_reason(
    openai_server, name
):
    openai_server.name = name
    settings = {"model": "local-model", "api_key": None}
    async with model_at(openai_server, "chat", **settings) as model:
        await model.warm()
        await one_pass(model)
    body = openai_server.seen("/chat/completions")[0].body
    told = (body.get("parallel_tool_calls"), body.get("reasoning_effort"))
    assert told == ((True, "none") if name == "llama.cpp" else (None, None))


async def test_servers_that_report_no_usage_are_fine(openai_server):
    openai_server.raw_streams.append(_chunks([{"content": "Hola."}]))
    async with model_at(openai_server, "chat") as model:
        done = (await one_pass(model)).done
    assert (done.input_tokens, done.output_tokens) == (0, 0)


async def test_chunks_without_choices_are_passed_over(openai_server):
    ping = as_sse({"id": "x", "object": "chat.completion.chunk", "choices": []})
    openai_server.raw_streams.append(ping + _chunks([{"content": "Hola."}]))
    async with model_at(openai_server, "chat") as model:
        assert (await one_pass(model)).text == "Hola."


def _chunks(deltas, finish: str = "stop") -> bytes:
    choices = [{"index": 0, "delta": delta} for delta in deltas]
    choices.append({"index": 0, "delta": {}, "finish_reason": finish})
    events = [
        {"id": "x", "object": "chat.completion.chunk", "choices": [choice]}
        for choice in choices
    ]
    return b"".join(map(as_sse, events)) + b"data: [DONE]\n\n"
