"""The chat protocol, asked by OpenAI's own client."""

import asyncio
import json
from contextlib import asynccontextmanager

import httpx2
import openai
import pytest

from kiosk.bus import Bus
from kiosk.config import load_config
from kiosk.host import Host
from kiosk.line import Line
from kiosk.metrics import Metrics
from kiosk.mind import open_mind
from kiosk.settings import DoorSettings
from kiosk.web import Callers, Chat, Precedence, door, open_door, talk_calls
from kiosk.web.callers import MOST, Said
from kiosk.web.chat import BODY_LIMIT
from tests.doubles.stations import (
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)

DEAREST = "¿Cuál es el producto más caro?"


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    place = str(tmp_path_factory.mktemp("chat"))
    return load_config(environment={}, overrides={"shop.state_dir": place}).config


@asynccontextmanager
async def chatting(config, **client):
    """OpenAI's client at the door of a kiosk with the offline engine."""
    async with open_mind(config) as mind:
        line = Line(ScriptedRecorder(), ScriptedTranscriber(), ScriptedSpeaker())
        host = Host(line, mind.new_visit(), Bus(), idle_limit_s=60)
        chat = Chat(Callers(mind.new_visit, idle_limit_s=60), Precedence(host.bus))
        calls = [*talk_calls(host, Metrics()), *chat.calls()]
        application = door(calls, {"machines": "a-token"})
        options = {"api_key": "a-token", "max_retries": 0, "timeout": 10} | client
        async with (
            open_door(application, DoorSettings(port=0)) as port,
            openai.AsyncOpenAI(
                base_url=f"http://127.0.0.1:{port}/v1", **options
            ) as caller,
        ):
            yield caller
        await host.close()


def user(text):
    return {"role": "user", "content": text}


async def test_a_question_is_answered(config):
    async with chatting(config) as caller:
        answer = await caller.chat.completions.create(
            model="kiosk", messages=[user(DEAREST)]
        )
    assert "S/" in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"


async def test_a_stream_gives_the_same_words(config):
    async with chatting(config) as caller:
        whole = await caller.chat.completions.create(
            model="kiosk", messages=[user(DEAREST)]
        )
        stream = await caller.chat.completions.create(
            model="kiosk",
            messages=[user(DEAREST)],
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = [chunk async for chunk in stream]
    said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert said == whole.choices[0].message.content
    assert chunks[-1].usage.total_tokens == 0


async def test_a_follow_up_is_understood_from_what_was_said_before(config):
    async with chatting(config) as caller:
        said = [user("dame tres laptops")]
        first = await caller.chat.completions.create(model="kiosk", messages=said)
        said.append(first.choices[0].message.model_dump(include={"role", "content"}))
        said.append(user("¿y el más barato de esos?"))
        second = await caller.chat.completions.create(model="kiosk", messages=said)
    assert "S/" in second.choices[0].message.content
    assert len(second.choices[0].message.content) < len(said[1]["content"])


async def test_two_callers_do_not_share_a_visit(config):
    async with chatting(config) as caller:
        said = [user("dame tres laptops")]
        await caller.chat.completions.create(model="kiosk", messages=said)
        stranger = await caller.chat.completions.create(
            model="kiosk", messages=[user("¿y el más barato de esos?")]
        )
    assert "S/" not in stranger.choices[0].message.content


async def test_debts_stay_private(config):
    async with chatting(config) as caller:
        answer = await caller.chat.completions.create(
            model="kiosk", messages=[user("¿cuánto debo?")]
        )
    assert "€" not in answer.choices[0].message.content


async def test_the_kiosk_is_listed_as_the_only_model(config):
    async with chatting(config) as caller:
        models = [model.id async for model in caller.models.list()]
    assert models == ["kiosk"]


async def test_parts_of_text_are_one_question(config):
    async with chatting(config) as caller:
        parts = [
            {"type": "text", "text": "¿Cuál es el "},
            {"type": "text", "text": "producto más caro?"},
        ]
        answer = await caller.chat.completions.create(
            model="kiosk", messages=[{"role": "user", "content": parts}], temperature=0
        )
    assert "S/" in answer.choices[0].message.content


async def test_without_the_token_nobody_is_answered(config):
    async with chatting(config, api_key="wrong") as caller:
        with pytest.raises(openai.AuthenticationError):
            await caller.chat.completions.create(
                model="kiosk", messages=[user(DEAREST)]
            )


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"model": "gpt-6-luna", "messages": [user("hola")]}, 404),
        ({"model": "kiosk", "messages": []}, 400),
        ({"model": "kiosk", "messages": [user("")]}, 400),
        ({"model": "kiosk", "messages": [user("hola")], "n": 2}, 400),
        ({"model": "kiosk", "messages": [{"role": "tool", "content": "x"}]}, 400),
        ({"model": "kiosk", "messages": [user("x" * 9_000)]}, 400),
        ({"model": "kiosk", "messages": [{"role": "assistant", "content": "x"}]}, 400),
        ({"model": "kiosk", "messages": "hola"}, 400),
        ([], 400),
        ("x" * (BODY_LIMIT + 1), 413),
    ],
)
async def test_what_is_no_question_is_told_so(config, request_, status):
    async with (
        chatting(config) as caller,
        httpx2.AsyncClient(trust_env=False) as plain,
    ):
        answer = await plain.post(
            f"{caller.base_url}chat/completions",
            content=json.dumps(request_),
            headers={"Authorization": "Bearer a-token"},
        )
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


async def test_a_shop_that_is_away_is_an_error_of_the_service(tmp_path):
    config = load_config(
        environment={"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
        overrides={"shop.state_dir": str(tmp_path), "agents.engine": "chat"},
    ).config
    async with chatting(config) as caller:
        with pytest.raises(openai.InternalServerError) as failure:
            await caller.chat.completions.create(
                model="kiosk", messages=[user(DEAREST)]
            )
        assert failure.value.code == "unreachable"
        stream = await caller.chat.completions.create(
            model="kiosk", messages=[user(DEAREST)], stream=True
        )
        with pytest.raises(openai.APIError):
            [chunk async for chunk in stream]


async def test_many_callers_are_answered_side_by_side(config):
    async with chatting(config) as caller:
        answers = await asyncio.gather(
            *(
                caller.chat.completions.create(model="kiosk", messages=[user(DEAREST)])
                for _ in range(20)
            )
        )
    assert len({answer.choices[0].message.content for answer in answers}) == 1


class _Visit:
    def __init__(self):
        self.assistant = self
        self.conversation = self
        self.messages = []


async def test_conversations_are_forgotten_when_they_are_idle_or_too_many():
    callers = Callers(_Visit, idle_limit_s=0)
    visit = _Visit()
    callers.keep([Said("user", "hola")], visit)
    await asyncio.sleep(0)
    await asyncio.sleep(0.001)
    assert callers.take([Said("user", "hola")]) is not visit
    callers = Callers(_Visit, idle_limit_s=60)
    for number in range(MOST + 1):
        callers.keep([Said("user", str(number))], visit)
    assert callers.take([Said("user", "0")]) is not visit
    assert callers.take([Said("user", "1")]) is visit


async def test_a_conversation_that_is_not_remembered_is_told_to_the_visit():
    callers = Callers(_Visit, idle_limit_s=60)
    told = callers.take([Said("user", "hola"), Said("assistant", "Buenas.")]).messages
    assert [message.text for message in told] == ["hola", "Buenas."]
