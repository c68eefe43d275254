"""What the openai client does by itself, and must not do here."""

import asyncio
import logging

import pytest

from agents.conversation import CustomerSaid
from agents.settings import AgentSettings
from tests.agents.model_cases import PATHS, engines, model_at, one_pass
from tests.doubles.http_double import HttpDouble

SECRET = "me llamo Rosaura y debo mucho"


class Proxy(HttpDouble):
    """Nobody may come through it."""

    async def handle(self, exchange):
        await exchange.send_json(502, {})


@engines
async def test_a_server_in_the_house_needs_no_key(openai_server, engine):
    settings = {"api_key": None, "model": "local-model"}
    async with model_at(openai_server, engine, **settings) as model:
        assert (await one_pass(model)).text == "De acuerdo."


@engines
async def test_a_key_in_the_environment_goes_to_no_other_server(
    openai_server, engine, monkeypatch
):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    settings = {"api_key": None, "model": "local-model"}
    async with model_at(openai_server, engine, **settings) as model:
        await one_pass(model)
    (seen,) = openai_server.seen(PATHS[engine])
    assert "environment" not in seen.request.headers["authorization"]


@engines
@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_a_proxy_of_the_environment_is_not_asked_for_a_server_in_the_house(
    openai_server, engine, name, monkeypatch
):
    proxy = Proxy()
    proxy.start()
    monkeypatch.setenv(name, proxy.url)
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model)).text == "De acuerdo."
    proxy.stop()
    assert proxy.requests == []


@pytest.mark.parametrize(
    ("url", "is_nearby"),
    [
        (None, False),
        ("https://api.groq.com/openai/v1", False),
        ("http://8.8.8.8/v1", False),
        ("http://192.168.1.7:11434/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://pi:8080/v1", True),
        ("http://servidor.local/v1", True),
    ],
)
def test_a_server_in_the_house_is_known_by_its_address(url, is_nearby):
    assert AgentSettings(base_url=url).is_nearby is is_nearby


@engines
async def test_what_customers_say_is_logged_at_no_level(
    openai_server, engine, caplog, monkeypatch
):
    monkeypatch.setenv("OPENAI_LOG", "debug")
    caplog.set_level(logging.DEBUG)
    async with model_at(openai_server, engine) as model:
        await model.warm()
        await one_pass(model, [CustomerSaid(SECRET)])
    assert "Rosaura" not in caplog.text


@engines
async def test_a_connection_outlives_a_quiet_hour(openai_server, engine, monkeypatch):
    loop = asyncio.get_running_loop()
    async with model_at(openai_server, engine) as model:
        await one_pass(model)
        an_hour_later = loop.time() + 3600
        monkeypatch.setattr("time.monotonic", lambda: an_hour_later)
        await one_pass(model)
        monkeypatch.undo()
    assert openai_server.connections == 1


@engines
async def test_a_server_that_hung_up_after_each_answer_costs_no_turn(
    openai_server, engine
):
    async with model_at(openai_server, engine) as model:
        for _ in range(3):
            assert (await one_pass(model)).text == "De acuerdo."
            openai_server.drop_connections()
    assert len(openai_server.seen(PATHS[engine])) == 3


@engines
async def test_after_a_quiet_hour_a_dead_connection_is_replaced_at_the_press(
    openai_server, engine
):
    async with model_at(openai_server, engine) as model:
        await one_pass(model)
        openai_server.drop_connections()
        await model.warm()
        before = openai_server.connections
        await one_pass(model)
    assert openai_server.connections == before
