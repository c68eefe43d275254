"""`kiosk status`: one line for each of the owner's kiosks."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.cli import run
from kiosk.events import (
    DeviceLost,
    FirstSound,
    Forgotten,
    Heard,
    Outcome,
    SteppedDown,
    SteppedUp,
    Trouble,
    TurnEnded,
)
from kiosk.metrics import Metrics
from kiosk.settings import DoorSettings
from kiosk.status import status_from
from kiosk.trace import Trace
from kiosk.web import door, open_door, talk_calls
from tests.doubles.hosts import host_on
from tests.doubles.stations import (
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)

TOKEN = "a-token"
TURN = (
    Heard("¿qué hay?", "es", was_typed=True),
    FirstSound(),
    TurnEnded(Outcome.ANSWERED, spoken_s=0.5),
)


@pytest.fixture
def metrics():
    return Metrics()


@asynccontextmanager
async def standing(metrics, token=TOKEN):
    """A kiosk's door, and the kiosk's microphone."""
    recorder = ScriptedRecorder()
    host = host_on(recorder, ScriptedTranscriber(), ScriptedSpeaker())
    application = door(talk_calls(host, metrics), {"machines": token})
    async with open_door(application, DoorSettings(port=0)) as port:
        yield port, recorder
    await host.close()


async def status(monkeypatch, capsys, *arguments, ports=()):
    """Run the command beside the doors; gives code, stdout and stderr."""
    monkeypatch.setenv("KIOSK_DOOR_TOKEN", TOKEN)
    kiosks = ",".join(f"http://127.0.0.1:{port}" for port in ports)
    monkeypatch.setenv("KIOSK_DOOR_KIOSKS", kiosks)
    if ports:
        monkeypatch.setenv("KIOSK_DOOR_PORT", str(ports[0]))
    code = await asyncio.to_thread(run, ["status", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


async def test_a_kiosk_tells_how_it_is(monkeypatch, capsys, metrics):
    for event in (*TURN, *TURN, Trouble("busy", "", "")):
        metrics.take(event)
    async with standing(metrics) as (port, _):
        code, out, _ = await status(monkeypatch, capsys, ports=[port])
    head, line = out.splitlines()
    assert head.split() == "kiosk ready today first sound engines last trouble".split()
    assert line.split()[:3] == [f"127.0.0.1:{port}", "yes", "2"]
    assert "0.50 s  all well  busy, 0 s ago" in line
    assert code == 0


async def test_a_kiosk_that_would_not_answer_a_press_fails(
    monkeypatch, capsys, metrics
):
    metrics.take(DeviceLost("loudspeaker"))
    metrics.take(SteppedDown("mind", "offline", "unreachable"))
    async with standing(metrics) as (port, recorder):
        recorder.is_alive = False
        code, out, _ = await status(monkeypatch, capsys, ports=[port])
    assert "NO" in out
    assert "mind: offline, no loudspeaker" in out
    assert code == 1


async def test_all_kiosks_are_asked_and_those_out_of_reach_named(
    monkeypatch, capsys, metrics
):
    async with (
        standing(metrics) as (one, _),
        standing(metrics, token="another") as (other, _),
    ):
        code, out, _ = await status(monkeypatch, capsys, "--all", ports=[one, other, 1])
    _, first, second, third = out.splitlines()
    assert "yes" in first
    assert second.split()[0] == f"127.0.0.1:{other}"
    assert second.endswith("it takes another token")
    assert third.split()[0] == "127.0.0.1:1"
    assert "unreachable: Connection refused" in third
    assert code == 4


async def test_programs_are_told_the_same(monkeypatch, capsys, metrics):
    async with standing(metrics) as (port, _):
        code, out, _ = await status(monkeypatch, capsys, "--json", ports=[port])
    (told,) = json.loads(out)
    assert (told["kiosk"], told["is_ready"]) == (f"127.0.0.1:{port}", True)
    assert code == 0


async def test_what_is_missing_is_said(monkeypatch, capsys):
    code, _, err = await status(monkeypatch, capsys, "--all")
    assert (code, "[door] kiosks" in err) == (2, True)
    monkeypatch.delenv("KIOSK_DOOR_TOKEN")
    assert await asyncio.to_thread(run, ["status"]) == 2
    assert "door.token" in capsys.readouterr().err


def test_a_line_that_is_no_address_is_named(monkeypatch, capsys):
    monkeypatch.setenv("KIOSK_DOOR_KIOSKS", "kiosk-2.local")
    assert run(["status", "--all"]) == 2
    assert "door.kiosks" in capsys.readouterr().err


def test_the_best_engine_is_back_and_only_the_last_trouble_is_told(metrics):
    for event in (
        SteppedDown("voice", "espeak", "slow"),
        SteppedUp("voice", "openai"),
        Trouble("busy", "", ""),
        Trouble("timeout", "", ""),
    ):
        metrics.take(event)
    found = status_from("k", metrics.as_text(is_ready=True).decode())
    assert found.on_reserve == {}
    assert found.last_trouble == "timeout"
    assert found.first_sound_s is None


def test_todays_turns_go_on_counting_after_a_restart_and_end_at_midnight():
    now = datetime.now(UTC)
    earlier = [Trace(now, language="es"), Trace(now), Trace(now - timedelta(days=2))]
    metrics = Metrics(earlier)
    for event in TURN:
        metrics.take(event)
    assert "kiosk_turns_today 2.0" in metrics.as_text(is_ready=True).decode()
    metrics._day -= timedelta(days=1)
    assert "kiosk_turns_today 0.0" in metrics.as_text(is_ready=True).decode()


def test_how_long_forgetting_took_is_counted(metrics):
    metrics.take(Forgotten(0.3))
    text = metrics.as_text(is_ready=True).decode()
    assert 'kiosk_forgetting_seconds_bucket{le="0.35"} 1.0' in text
