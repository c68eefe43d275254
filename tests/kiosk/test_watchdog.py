import asyncio
import os
import signal
import socket

import pytest

from kiosk.headless import until_told_to_end
from kiosk.watchdog import keep_watchdog, notify


class ServedHost:
    why_unwell = ""


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


async def ended(task):
    task.cancel()
    await asyncio.wait([task])


async def test_systemd_is_told_of_readiness_life_and_end(systemd):
    keeping = asyncio.create_task(keep_watchdog(ServedHost()))
    serving = asyncio.create_task(until_told_to_end())
    assert "READY=1" in (await told(systemd)).splitlines()
    assert [await told(systemd) for _ in range(3)] == ["WATCHDOG=1"] * 3
    os.kill(os.getpid(), signal.SIGTERM)
    while (last := await told(systemd)) == "WATCHDOG=1":
        pass
    assert last == "STOPPING=1"
    async with asyncio.timeout(5):
        await serving
    await ended(keeping)


async def test_an_unwell_host_starves_the_watchdog_until_it_is_well(systemd):
    host = ServedHost()
    host.why_unwell = "the microphone gives nothing"
    keeping = asyncio.create_task(keep_watchdog(host, unwell_s=60))
    assert "READY=1" in await told(systemd)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await asyncio.get_running_loop().sock_recv(systemd, 4096)
    host.why_unwell = ""
    assert await told(systemd) == "WATCHDOG=1"
    await ended(keeping)


async def test_what_stays_wrong_is_logged_and_the_process_is_to_be_replaced(
    systemd, caplog, capfd
):
    host = ServedHost()
    host.why_unwell = "a turn does not end"
    keeping = asyncio.create_task(keep_watchdog(host, unwell_s=0.1))
    assert "READY=1" in await told(systemd)
    asked = (await told(systemd)).splitlines()
    assert asked == ["STATUS=a turn does not end", "WATCHDOG=trigger"]
    assert "to be replaced: a turn does not end" in caplog.text
    assert "Current thread" in capfd.readouterr().err  # what the thread does
    await ended(keeping)


def test_outside_systemd_nobody_is_told(systemd, monkeypatch):
    address = os.environ["NOTIFY_SOCKET"]
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/notify")
    notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("STOPPING=1")
    assert systemd.recv(4096) == b"STOPPING=1"
