"""Notices reach the staff's server: signed, kept while it is away, once each."""

import asyncio
import hashlib
import hmac
import json
from contextlib import asynccontextmanager

import pytest

from kiosk.outbox import SIGNATURE, Outbox
from tests.doubles.staff_server import StaffServer


@asynccontextmanager
async def delivering(outbox):
    task = asyncio.create_task(outbox.deliver())
    yield
    task.cancel()
    await asyncio.wait([task])


def outbox_to(server, folder):
    return Outbox(folder, f"{server.url}/staff", b"key", limit_s=2, first_wait_s=0.01)


async def until_empty(folder):
    async with asyncio.timeout(5):
        while list(folder.glob("*")):  # noqa: ASYNC110 - a folder tells nobody
            await asyncio.sleep(0.01)


async def test_a_notice_is_posted_once_with_its_signature(tmp_path):
    with StaffServer() as server:
        outbox = outbox_to(server, tmp_path)
        async with delivering(outbox):
            await outbox.put("agreement", {"agreement": 7, "price": "2850.00"})
            await until_empty(tmp_path)
        async with delivering(outbox_to(server, tmp_path)):
            await asyncio.sleep(0.05)  # nothing is left to send after a restart
        (seen,) = server.requests
    body, headers = seen.request.body, seen.request.headers
    notice = json.loads(body)
    assert (notice["kind"], notice["agreement"]) == ("agreement", 7)
    assert headers["x-kiosk-id"] == notice["id"]
    signed = headers["x-kiosk-time"].encode() + b"." + body
    expected = hmac.new(b"key", signed, hashlib.sha256).hexdigest()
    assert headers[SIGNATURE.lower()] == f"sha256={expected}"


@pytest.mark.parametrize("trouble", [500, 503, 429, 302, "reset"])
async def test_what_fails_is_sent_again_under_the_same_id(tmp_path, trouble):
    with StaffServer(trouble, trouble) as server:
        outbox = outbox_to(server, tmp_path)
        async with delivering(outbox):
            await outbox.put("agreement", {"agreement": 7})
            await until_empty(tmp_path)
        assert len({notice["id"] for notice in server.notices}) == 1
        assert len(server.notices) == 3


async def test_a_refused_notice_does_not_keep_the_others(tmp_path):
    with StaffServer(400) as server:
        outbox = outbox_to(server, tmp_path)
        async with delivering(outbox):
            await outbox.put("agreement", {"agreement": 1})
            await outbox.put("agreement", {"agreement": 2})
            await until_empty(tmp_path)
        assert [n["agreement"] for n in server.notices] == [1, 2]


async def test_notices_wait_for_a_server_that_is_away_also_through_a_restart(tmp_path):
    with StaffServer() as server:
        away = Outbox(tmp_path, "http://127.0.0.1:9/", b"key", first_wait_s=60)
        async with delivering(away):
            for number in (1, 2, 3):
                await away.put("agreement", {"agreement": number})
            await asyncio.sleep(0.05)
        assert len(list(tmp_path.glob("*.json"))) == 3
        async with delivering(outbox_to(server, tmp_path)):
            await until_empty(tmp_path)
        assert [n["agreement"] for n in server.notices] == [1, 2, 3]
