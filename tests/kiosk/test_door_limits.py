"""What a caller may ask of the door, and what becomes of more."""

import asyncio
from contextlib import asynccontextmanager

import httpx2
import pytest
from starlette.responses import JSONResponse, StreamingResponse

from kiosk.settings import DoorSettings
from kiosk.web import Call, Limits, door, open_door
from kiosk.web.call import Content
from kiosk.web.limits import STRANGERS, Gate
from kiosk.web.refusals import Refused

TOKEN = {"Authorization": "Bearer a-token"}


class Sent(Content):
    text: str


@asynccontextmanager
async def opened(limits, *, lasting=None):
    """A door with a quick call, a lasting one, one of OpenAI's, and one with a body."""

    async def quick(_, __):
        return JSONResponse({"ok": True})

    async def lasts(_, __):
        async def parts():
            yield "begun"
            await lasting.wait()

        return StreamingResponse(parts())

    calls = [
        Call(path="/quick", answer=quick, does=""),
        Call(path="/lasting", answer=lasts, does="", is_long=True),
        Call(path="/v1/quick", answer=quick, does=""),
        Call(path="/body", method="POST", answer=quick, does="", takes=Sent),
        Call(path="/open", answer=quick, does="", who="anybody"),
    ]
    async with (
        open_door(
            door(calls, {"machines": "a-token"}, limits), DoorSettings(port=0)
        ) as port,
        httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers=TOKEN,
            timeout=5,
            trust_env=False,
        ) as caller,
    ):
        yield caller


async def test_more_calls_than_granted_are_told_when_to_come_again():
    async with opened(Limits(per_second=0.1, burst=2)) as caller:
        answers = [await caller.get(path) for path in ("/quick", "/quick", "/v1/quick")]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 10
        error = answers[-1].json()["error"]
        assert (error["type"], error["message"]) == (
            "rate_limit_exceeded",
            "too many calls",
        )
        assert (await caller.get("/open")).status_code == 200


async def test_whoever_tries_tokens_locks_out_no_one_else():
    async with opened(Limits()) as caller:
        wrong = {"Authorization": "Bearer wrong"}
        tries = (
            caller.get("/quick", headers=wrong) for _ in range(2 * STRANGERS.burst)
        )
        tried = [answer.status_code for answer in await asyncio.gather(*tries)]
        assert tried.count(401) >= STRANGERS.burst
        assert tried.count(429) > 0
        assert (await caller.get("/quick")).status_code == 200


async def test_long_calls_are_counted_until_their_last_byte():
    lasting = asyncio.Event()
    async with opened(Limits(at_once=1), lasting=lasting) as caller:
        async with caller.stream("GET", "/lasting") as first:
            parts = first.aiter_text()
            assert await anext(parts) == "begun"
            second = await caller.get("/lasting")
            assert (second.status_code, second.headers["Retry-After"]) == (429, "1")
            assert (await caller.get("/quick")).status_code == 200
            lasting.set()
            assert [part async for part in parts] == []
        assert (await caller.get("/lasting")).status_code == 200


async def test_a_caller_that_leaves_in_the_middle_gives_its_place_back():
    lasting = asyncio.Event()
    async with opened(Limits(at_once=1), lasting=lasting) as caller:
        async with caller.stream("GET", "/lasting") as first:
            await anext(first.aiter_text())
        statuses = []
        async with asyncio.timeout(5):
            while 200 not in statuses:
                async with caller.stream("GET", "/lasting") as answer:
                    statuses.append(answer.status_code)
        assert set(statuses) <= {200, 429}


@pytest.mark.parametrize("knows_length", [True, False])
async def test_a_body_that_is_too_large_is_not_read_to_its_end(knows_length):
    async def parts():
        for _ in range(20):
            yield b" " * 1_000

    content = b" " * 20_000 if knows_length else parts()
    async with opened(Limits()) as caller:
        answer = await caller.post("/body", content=content)
        assert answer.status_code == 413


async def test_a_body_that_never_comes_is_given_up(monkeypatch):
    monkeypatch.setattr("kiosk.web.entrance.BODY_S", 0.05)
    async with opened(Limits()) as caller:
        address = caller.base_url
        reader, writer = await asyncio.open_connection(address.host, address.port)
        writer.write(
            b"POST /body HTTP/1.1\r\nHost: kiosk\r\nAuthorization: Bearer a-token\r\n"
            b"Content-Length: 100\r\n\r\n{"
        )
        async with asyncio.timeout(5):
            assert b" 408 " in await reader.readline()
        writer.close()
        await writer.wait_closed()


async def test_what_is_not_there_is_told_in_the_form_of_its_path():
    async with opened(Limits()) as caller:
        assert (await caller.get("/nothing")).json() == {
            "error": "Not Found: GET /nothing"
        }
        openai = await caller.get("/v1/nothing")
        assert openai.json()["error"]["type"] == "not_found"
        wrong = await caller.get("/body")
        assert (wrong.status_code, wrong.headers["Allow"]) == (405, "POST")


def test_a_gate_fills_again_with_time():
    now = [0.0]
    gate = Gate(Limits(per_second=2, burst=1), clock=lambda: now[0])
    gate.count()
    with pytest.raises(Refused, match="too many calls") as refused:
        gate.count()
    assert refused.value.headers == {"Retry-After": "1"}
    now[0] = 0.5
    gate.count()
