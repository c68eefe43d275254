import asyncio
import os
import signal
import socket
import time

import pytest

from kiosk.headless import notify, serve
from tests.doubles.kiosk_inside import record_question
from tests.doubles.kiosk_process import KioskProcess


class ServedHost:
    is_well = True


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    """The socket of a service manager that wants to hear from us every 0.1 s."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(tmp_path / "notify"))
        receiver.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "100000")
        yield receiver


async def told(receiver):
    async with asyncio.timeout(5):
        return (await asyncio.get_running_loop().sock_recv(receiver, 4096)).decode()


async def test_systemd_is_told_of_readiness_life_and_end(systemd):
    serving = asyncio.create_task(serve(ServedHost()))
    assert "READY=1" in (await told(systemd)).splitlines()
    assert [await told(systemd) for _ in range(3)] == ["WATCHDOG=1"] * 3
    os.kill(os.getpid(), signal.SIGTERM)
    while (last := await told(systemd)) == "WATCHDOG=1":
        pass
    assert last == "STOPPING=1"
    async with asyncio.timeout(5):
        await serving


async def test_an_unwell_host_starves_the_watchdog(systemd):
    host = ServedHost()
    host.is_well = False
    serving = asyncio.create_task(serve(host))
    assert "READY=1" in await told(systemd)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await asyncio.get_running_loop().sock_recv(systemd, 4096)
    host.is_well = True
    assert await told(systemd) == "WATCHDOG=1"
    os.kill(os.getpid(), signal.SIGINT)
    async with asyncio.timeout(5):
        await serving


def test_outside_systemd_nobody_is_told(systemd, monkeypatch):
    address = os.environ["NOTIFY_SOCKET"]
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/notify")
    notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("STOPPING=1")
    assert systemd.recv(4096) == b"STOPPING=1"


def imported(kiosk):
    """Every top-level module the process has imported so far."""
    lines = [line for line in kiosk.log.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_a_served_kiosk_is_lean_and_leaves_when_told(tmp_path):
    record_question(tmp_path / "question.wav")
    with KioskProcess(
        tmp_path / "home",
        KIOSK_AUDIO_INPUT=str(tmp_path / "question.wav"),
        KIOSK_AUDIO_OUTPUT=str(tmp_path / "said.wav"),
        PYTHONPROFILEIMPORTTIME="1",
    ) as kiosk:
        assert kiosk.get("/healthz") == {"ok": True, "busy": False}
        assert "Laptop" in kiosk.ask("dame laptops")["answer"]
        kiosk.until("first_sound")
        assert {"kiosk", "audio"} <= imported(kiosk)
        assert not {"textual", "openai"} & imported(kiosk)
        began = time.monotonic()
        os.kill(kiosk.pid, signal.SIGTERM)
        assert kiosk._process.wait(timeout=10) == 0
        assert time.monotonic() - began < 5
    assert (tmp_path / "said.wav").stat().st_size > 1_000  # written when it is closed
    assert "Traceback" not in kiosk.log
