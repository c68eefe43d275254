import asyncio
import json
import ssl
import subprocess
from contextlib import asynccontextmanager

import httpx2
import pytest

from agents import Assistant
from kiosk.bus import Bus
from kiosk.host import Host
from kiosk.line import Line
from kiosk.metrics import Metrics
from kiosk.settings import DoorSettings
from kiosk.visit import Visit
from kiosk.web import Callers, Chat, Precedence, door, open_door, talk_calls
from tests.doubles.stations import (
    ScriptedModel,
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
    by_line,
)

TOKEN = {"Authorization": "Bearer a-token"}


class Visited:
    """A host on scripted stations behind a real HTTP door, and a caller."""

    def __init__(self, *, heard=(), passes=(), speaker=None):
        self.recorder = ScriptedRecorder()
        self.speaker = speaker or ScriptedSpeaker()
        model = ScriptedModel(*passes)
        visit = Visit(
            lambda _: Assistant(
                model, [], instructions=lambda: "", split=by_line, step_limit=3
            ),
            language="es",
        )
        line = Line(self.recorder, ScriptedTranscriber(*heard), self.speaker)
        self.host = Host(line, visit, Bus(), idle_limit_s=60)

    @asynccontextmanager
    async def opened(self):
        chat = Chat(
            Callers(lambda: self.host.visit, idle_limit_s=60), Precedence(self.host.bus)
        )
        calls = [*talk_calls(self.host, Metrics()), *chat.calls()]
        self.application = door(calls, {"machines": "a-token"})
        async with open_door(self.application, DoorSettings(port=0)) as port:
            address = f"http://127.0.0.1:{port}"
            async with httpx2.AsyncClient(
                base_url=address, headers=TOKEN, timeout=5, trust_env=False
            ) as self.caller:
                yield self
            await self.host.close()

    async def post(self, path, content=None):
        return await self.caller.post(path, json=content)

    @asynccontextmanager
    async def watching(self):
        """Events as another program sees them."""
        async with self.caller.stream("GET", "/events") as answer:
            lines = answer.aiter_lines()

            async def until(name):
                names = []
                async with asyncio.timeout(5):
                    async for line in lines:
                        if not line:
                            continue
                        event = json.loads(line.removeprefix("data: "))
                        assert event["t"] > 0
                        names.append(event["event"])
                        if event["event"] == name:
                            return names
                raise AssertionError(f"{name} never came, only {names}")

            assert await until("ready") == ["ready"]
            yield until


async def test_every_route_but_health_needs_the_token():
    async with Visited().opened() as kiosk:
        strangers = (
            {},
            {"Authorization": "Bearer wrong"},
            {"Authorization": "ñ".encode()},
        )
        talk = ("press", "release", "stop", "mute", "unmute", "voice")
        for path in (*(f"/talk/{act}" for act in talk), "/ask"):
            for headers in strangers:
                kiosk.caller.headers = headers
                answer = await kiosk.caller.post(path, json={"question": "hola"})
                assert answer.status_code == 401, (path, headers)
        assert (await kiosk.caller.get("/events")).status_code == 401
        assert (await kiosk.caller.get("/healthz")).json() == {
            "ok": True,
            "busy": False,
        }
        assert kiosk.recorder.starts == 0


async def test_the_voice_is_turned_and_the_microphone_muted_over_http():
    kiosk = Visited()
    async with kiosk.opened(), kiosk.watching() as until:
        for content in ({"wish": "slower"}, {"volume": 1}):
            assert (await kiosk.post("/talk/voice", content)).status_code == 200
        await until("volume_changed")
        assert (kiosk.speaker.volume, kiosk.speaker.pace < 1) == (3.0, True)
        for content in ({"wish": "gone"}, {"volume": 7}, {"volume": "1"}, [], None):
            assert (await kiosk.post("/talk/voice", content)).status_code == 422
        await kiosk.post("/talk/mute")
        await until("muted")
        assert kiosk.recorder.is_muted
        await kiosk.post("/talk/unmute")
        await until("unmuted")
        await kiosk.post("/talk/voice", {"wish": "again"})
        await until("sentence")


async def test_pressing_and_releasing_over_http_takes_a_turn():
    kiosk = Visited(heard=["hola"], passes=[["Buenas."]])
    async with kiosk.opened(), kiosk.watching() as until:
        assert (await kiosk.post("/talk/press")).json() == {"ok": True}
        assert await until("listening") == ["pressed", "listening"]
        assert (await kiosk.caller.get("/healthz")).json()["busy"]
        await kiosk.post("/talk/release")
        assert await until("turn_ended") == [
            "released",
            "heard",
            "sentence",
            "replied",
            "first_sound",
            "spoken",
            "turn_ended",
        ]


async def test_two_observers_see_the_same():
    kiosk = Visited(passes=[["Buenas."]])
    async with kiosk.opened(), kiosk.watching() as one, kiosk.watching() as other:
        await kiosk.post("/ask", {"question": "hola"})
        seen = await one("turn_ended")
        assert seen == await other("turn_ended")
        assert "heard" in seen


async def test_a_typed_question_is_answered_when_the_reply_is_written():
    async with Visited(passes=[["Hay pan.\nY leche."]]).opened() as kiosk:
        answer = await kiosk.post("/ask", {"question": "¿qué hay?"})
        assert answer.json() == {
            "answer": "Hay pan. Y leche.",
            "kind": "answer",
            "outcome": "answered",
        }


async def test_a_question_interrupts_the_one_before_and_both_callers_are_answered():
    speaker = ScriptedSpeaker(holds=True)
    waits = asyncio.Event()
    kiosk = Visited(passes=[[waits], ["Dos."]], speaker=speaker)
    async with kiosk.opened(), kiosk.watching() as until:
        first = asyncio.create_task(kiosk.post("/ask", {"question": "uno"}))
        await until("heard")
        second = await kiosk.post("/ask", {"question": "dos"})
        assert second.json()["answer"] == "Dos."
        assert (await first).json()["outcome"] == "interrupted"
        speaker.go_on()


async def test_stop_silences_and_frees_the_kiosk():
    speaker = ScriptedSpeaker(holds=True)
    kiosk = Visited(passes=[["Uno.\nDos."]], speaker=speaker)
    async with kiosk.opened(), kiosk.watching() as until:
        await kiosk.post("/ask", {"question": "cuenta"})
        await until("first_sound")
        await kiosk.post("/talk/stop")
        assert (await until("turn_ended"))[-2] == "interrupted"
        assert speaker.silenced
        assert not (await kiosk.caller.get("/healthz")).json()["busy"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"[]",
        b'{"question": 5}',
        b'{"question": "  "}',
        b'{"question": "' + b"a" * 2_001 + b'"}',
        b'{"question": "\\u001c"}',
        b'{"question": "hola", "more": 1}',
        b"\xff\xfe\x00",
    ],
    ids=lambda body: str(body[:20]),
)
async def test_what_is_no_question_is_refused_and_not_asked(body):
    async with Visited().opened() as kiosk:
        answer = await kiosk.caller.post("/ask", content=body)
        assert answer.status_code == 422
        assert answer.json()["error"]
        assert not kiosk.host.is_busy


async def test_trouble_is_the_answer_when_there_is_no_other():
    async with Visited(passes=[[ValueError("our own bug")]]).opened() as kiosk:
        answer = (await kiosk.post("/ask", {"question": "hola"})).json()
        assert answer["error"] == "failed"
        assert answer["outcome"] == "failed"
        assert "Por favor" in answer["answer"]


async def test_health_tells_when_a_press_would_not_be_answered():
    async with Visited().opened() as kiosk:
        kiosk.recorder.is_alive = False
        assert (await kiosk.caller.get("/healthz")).json()["ok"] is False


async def test_readiness_is_a_status_and_metrics_need_the_token():
    async with Visited().opened() as kiosk:
        assert (await kiosk.caller.get("/readyz")).status_code == 200
        kiosk.recorder.is_alive = False
        assert (await kiosk.caller.get("/readyz")).status_code == 503
        metrics = await kiosk.caller.get("/metrics")
        assert "kiosk_turns_total" in metrics.text
        stranger = {"Authorization": "Bearer wrong"}
        answer = await kiosk.caller.get("/metrics", headers=stranger)
        assert answer.status_code == 401


def made_certificate(folder):
    """A certificate for this machine that its own client trusts."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
        "-days 2 -subj /CN=kiosk -addext subjectAltName=IP:127.0.0.1 "
        f"-keyout {key} -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return str(certificate), str(key)


async def test_with_a_certificate_the_door_speaks_tls_and_nothing_else(tmp_path):
    certificate, key = made_certificate(tmp_path)
    tls = DoorSettings(port=0, certificate=certificate, certificate_key=key)
    async with Visited().opened() as kiosk, open_door(kiosk.application, tls) as port:
        trust = ssl.create_default_context(cafile=certificate)
        async with httpx2.AsyncClient(verify=trust, trust_env=False) as caller:
            answer = await caller.get(f"https://127.0.0.1:{port}/healthz")
            assert answer.json()["ok"]
            with pytest.raises(httpx2.TransportError):
                await caller.get(f"http://127.0.0.1:{port}/healthz")


async def test_a_certificate_that_cannot_be_read_is_a_warning(tmp_path, caplog):
    (tmp_path / "cert.pem").write_text("no certificate")
    file = str(tmp_path / "cert.pem")
    tls = DoorSettings(port=0, certificate=file, certificate_key=file)
    async with Visited().opened() as kiosk, open_door(kiosk.application, tls) as port:
        assert port is None
    assert "no HTTP door" in caplog.text


def test_beyond_this_machine_the_door_needs_a_certificate():
    with pytest.raises(ValueError, match="set certificate and certificate_key"):
        DoorSettings(host="0.0.0.0")  # noqa: S104 - that is what is refused
    assert DoorSettings(host="127.0.0.2").port


async def test_a_port_that_is_taken_is_a_warning(caplog):
    async with Visited().opened() as kiosk:
        taken = kiosk.caller.base_url.port
        async with open_door(kiosk.application, DoorSettings(port=taken)) as port:
            assert port is None
        assert f"no HTTP door at 127.0.0.1:{taken}" in caplog.text
