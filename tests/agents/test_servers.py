"""Servers for language: each is known by what it says, and asked in its own way."""

import asyncio

import pytest

from agents.servers import SERVERS, server_named
from tests.agents.model_cases import PATHS, engines, model_at, one_pass
from tests.doubles.openai_scenarios import HANG, SERVER_ERROR

MODEL = "local-thinker"
LISTED = {
    "ollama": {"id": MODEL, "object": "model", "created": 1, "owned_by": "library"},
    "llama.cpp": {"id": MODEL, "object": "model", "owned_by": "llamacpp", "meta": {}},
    "vllm": {"id": MODEL, "object": "model", "owned_by": "vllm", "root": MODEL},
    "localai": {"id": MODEL, "object": "model"},
    "": {"id": MODEL, "object": "model", "owned_by": "me"},
}
ASKED = {
    "ollama": {"reasoning_effort": "none"},
    "llama.cpp": {"reasoning_effort": "none", "parallel_tool_calls": True},
    "vllm": {},
    "localai": {},
    "": {},
}
EVERYWHERE = {"model", "messages", "tools", "stream", "max_tokens"}


def last_body(server, engine):
    return server.seen(PATHS[engine])[-1].body


@pytest.mark.parametrize("name", list(LISTED))
async def test_each_server_is_found_out_and_asked_in_its_own_way(openai_server, name):
    openai_server.listed = [LISTED[name]]
    async with model_at(openai_server, "chat", model=MODEL) as model:
        await model.warm()
        await one_pass(model)
    body = last_body(openai_server, "chat")
    assert {k: v for k, v in body.items() if k not in EVERYWHERE} == ASKED[name]


@pytest.mark.parametrize("name", list(SERVERS))
async def test_a_server_that_is_named_need_not_be_found_out(openai_server, name):
    async with model_at(openai_server, "chat", model=MODEL, dialect=name) as model:
        await one_pass(model)
    body = last_body(openai_server, "chat")
    assert {k: v for k, v in body.items() if k not in EVERYWHERE} == ASKED[name]


def test_a_header_goes_before_what_is_listed():
    assert server_named("llama.cpp", [LISTED["vllm"]]) == "llama.cpp"
    assert server_named("uvicorn", [LISTED["vllm"]]) == "vllm"
    assert server_named("uvicorn", []) == ""


async def test_openai_is_never_taken_for_another(openai_server):
    openai_server.name = "llama.cpp"
    async with model_at(openai_server, "chat") as model:
        await model.warm()
        await one_pass(model)
    assert "parallel_tool_calls" not in last_body(openai_server, "chat")


@engines
async def test_a_model_is_loaded_before_anybody_waits_for_it(openai_server, engine):
    settings = {"model": MODEL, "dialect": "ollama"}
    async with model_at(openai_server, engine, **settings) as model:
        for _ in range(2):
            await model.warm()
        await asyncio.to_thread(openai_server.arrived.acquire, timeout=5)
        await model._loading
        await model.warm()
    (seen,) = openai_server.seen(PATHS[engine])
    assert "tools" not in seen.body


@engines
async def test_loading_outlasts_the_deadline_of_a_turn_but_not_the_kiosk(
    openai_server, engine
):
    openai_server.fails(PATHS[engine], HANG)
    settings = {"model": MODEL, "dialect": "ollama", "first_token_s": 1.0}
    async with model_at(openai_server, engine, **settings) as model:
        await model.warm()
        while not openai_server.seen(PATHS[engine]):
            await asyncio.to_thread(openai_server.arrived.acquire, timeout=5)
        seen = openai_server.seen(PATHS[engine])[0]
        await asyncio.to_thread(seen.hanging.wait, 5)
        assert not await asyncio.to_thread(seen.finished.wait, 1.1)
    assert await asyncio.to_thread(seen.finished.wait, 5)
    assert len(asyncio.all_tasks()) == 1


async def test_a_model_that_could_not_be_loaded_is_tried_again(openai_server, caplog):
    openai_server.fails("/chat/completions", SERVER_ERROR, SERVER_ERROR)
    settings = {"model": MODEL, "dialect": "ollama"}
    async with model_at(openai_server, "chat", **settings) as model:
        await model.warm()
        await model._loading
        assert "the model is not loaded" in caplog.text
        await model.warm()
        await model._loading
    assert len(openai_server.seen("/chat/completions")) == 3
