"""What the door says of itself, and whether it keeps to it: asked by schemathesis."""

import asyncio
import re
import sys
from contextlib import asynccontextmanager

import pytest
from starlette.routing import Route

from catalog import open_ledger
from kiosk.config import load_config
from kiosk.desk import Desk
from kiosk.metrics import Metrics
from kiosk.mind import open_mind
from kiosk.settings import DoorSettings
from kiosk.web import (
    Callers,
    Chat,
    Limits,
    Precedence,
    door,
    open_door,
    staff_calls,
    talk_calls,
    visit_calls,
)
from tests.doubles.hosts import host_on
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.stations import (
    ScriptedModel,
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)

TOKENS = {"machines": "a-token", "staff": "another-token"}
ENDLESS = Limits(per_second=1e6, burst=10**6, at_once=1_000)
EXAMPLES = 4
"""For each call, beside the edges of every field."""


class Answering(ScriptedModel):
    """Has an answer to everything."""

    async def stream(self, instructions, messages, tools):
        self.passes.append(["Hay pan."])
        async for event in super().stream(instructions, messages, tools):
            yield event


CONFIG = """
[checks]
# What no schema can say (an amount, a known e-mail) is refused with 404 or 422.
positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 422, 429, 503]

[[operations]]
# Nor that the last message must be a user's.
include-path = "/v1/chat/completions"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 429, 503]
"""


@asynccontextmanager
async def everything(folder):
    """A door with all its calls, over a shop, a ledger and scripted stations."""
    ledger = open_ledger(folder / "ledger.db")
    add_debt(
        ledger, add_customer(ledger, "ana@ejemplo.pe"), total_cents=30_000, max_months=6
    )
    config = load_config(
        environment={}, overrides={"shop.state_dir": str(folder)}
    ).config
    ears = ScriptedTranscriber()
    host = host_on(ScriptedRecorder(), ears, ScriptedSpeaker(), Answering())
    async with open_mind(config) as mind:
        calls = [
            *talk_calls(host, Metrics()),
            *Chat(
                Callers(mind.new_visit, idle_limit_s=60), Precedence(host.bus)
            ).calls(),
            *staff_calls(Desk(ledger, by="door")),
            *visit_calls(host),
        ]
        application = door(calls, TOKENS, ENDLESS)
        async with open_door(application, DoorSettings(port=0)) as port:
            yield calls, application, port
        await host.close()
    ledger.close()


async def test_the_description_has_every_route_and_nothing_else(tmp_path):
    async with everything(tmp_path) as (calls, application, _):
        routes = {
            (route.path, method)
            for route in application.routes
            if isinstance(route, Route)
            for method in route.methods - {"HEAD"}
        }
    assert {(call.path, call.method) for call in calls} == routes - {
        ("/openapi.json", "GET")
    }


@pytest.mark.parametrize("who", TOKENS)
async def test_every_call_keeps_to_its_description(tmp_path, who):
    async with everything(tmp_path) as (calls, _, port):
        asked = {c.path for c in calls if c.who in (who, "anybody")} - {"/events"}
        paths = "|".join(re.escape(path) for path in sorted(asked))
        (tmp_path / "schemathesis.toml").write_text(CONFIG)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "schemathesis.cli", "run"),
            f"http://127.0.0.1:{port}/openapi.json",
            *("--header", f"Authorization: Bearer {TOKENS[who]}"),
            *("--include-path-regex", f"^({paths})$"),
            *("--max-examples", str(EXAMPLES), "--seed", "1"),
            *("--phases", "examples,coverage,fuzzing"),
            "--no-color",
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await process.communicate()
    assert process.returncode == 0, told.decode()[-8_000:]
