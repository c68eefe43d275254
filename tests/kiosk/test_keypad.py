"""Keys of input devices: pipes that carry the kernel's own records stand for them."""

import asyncio
import logging
import os
import struct

import pytest

from catalog import LedgerUnavailable, LoginLocked, LoginRefused
from kiosk import keyboard, keypad
from kiosk.events import name_of
from kiosk.keyboard import Keyboard, Watch, device_path
from kiosk.keypad import CardEntry, keys_of
from kiosk.settings import KeysSettings
from tests.doubles.hosts import host_on
from tests.doubles.stations import (
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)

CODES = {letter: code for code, letter in reversed(keypad._LETTERS.items())}
CODES |= {"enter": 28, "erase": 14, "escape": 1, "*": 55}
ENTER = ["enter"]


def record(code, value, kind=1):
    return struct.pack("@llHHi", 0, 0, kind, code, value)


def ledger(login, secret):
    match login, secret:
        case ("7", "482913") | ("leo-2", "903817"):
            return f"{login}@ejemplo.pe"
        case "locked", _:
            raise LoginLocked(31)
        case "broken", _:
            raise LedgerUnavailable("disk")
        case _:
            raise LoginRefused("no")


class Device:
    """A pipe at the place of an input device."""

    def __init__(self, path):
        self.path = path
        os.mkfifo(path)

    def plug(self):
        self._file = os.open(self.path, os.O_WRONLY)

    def unplug(self):
        os.close(self._file)

    def send(self, *records):
        os.write(self._file, b"".join(records))

    def type_(self, *keys):
        for key in keys:
            self.send(record(CODES[key], 1), record(CODES[key], 0), record(0, 0, 0))


@pytest.fixture
def device(tmp_path):
    return Device(tmp_path / "event7")


@pytest.fixture
async def host():
    host = host_on(
        ScriptedRecorder(), ScriptedTranscriber(), ScriptedSpeaker(), log_in=ledger
    )
    yield host
    await host.close()


async def said(observer, words):
    """Wait until these words were said; give the sentence."""
    async with asyncio.timeout(10):
        while True:
            event = await observer.next()
            if name_of(event) == "spoken" and words in event.text:
                return event.text


async def happening(observer, name):
    """The events up to and with the next one of this name."""
    seen = []
    async with asyncio.timeout(10):
        while not seen or name_of(seen[-1]) != name:
            seen.append(await observer.next())
    return seen


async def test_a_held_key_talks_while_it_is_held(host, device):
    settings = KeysSettings(talk_device=str(device.path), talk_key=97)
    observer = host.bus.observe()
    with keyboard.watched(keys_of(settings, host)):
        device.plug()
        device.send(record(97, 1), record(97, 2), record(97, 2))
        await happening(observer, "listening")
        assert host.switch.is_pressed
        device.send(record(97, 0))
        await happening(observer, "released")
        assert not host.switch.is_pressed
        device.unplug()


async def test_a_card_and_a_pin_log_in_and_neither_is_in_any_event(host, device):
    settings = KeysSettings(log_in_device=str(device.path))
    observer = host.bus.observe()
    with keyboard.watched(keys_of(settings, host)):
        device.plug()
        device.type_("7", "enter")
        asked = await happening(observer, "turn_ended")
        device.type_(*"48291", "4", "erase", "3", "enter")
        known = await happening(observer, "turn_ended")
        device.unplug()
    assert host.visit.customer == "7@ejemplo.pe"
    told = [event.text for event in asked + known if name_of(event) == "sentence"]
    assert told == [
        "Ahora teclee su PIN y pulse Intro.",
        "Le he reconocido. Puede preguntar por lo suyo.",
    ]
    assert "482913" not in repr(asked + known)


@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("8", "Los datos no coinciden"),
        ("locked", "Espere 31 segundos"),
        ("broken", "avise al personal"),
    ],
)
async def test_a_wrong_try_is_told_and_begins_anew(host, login, told):
    entry = CardEntry(host)
    observer = host.bus.observe()
    for key in (*login, "enter", *"111222", "enter"):
        entry.on_key(CODES[key], True)
    await said(observer, told)
    assert host.visit.customer is None
    for key in ("7", "enter", *"482913", "enter"):
        entry.on_key(CODES[key], True)
    await said(observer, "Le he reconocido")
    assert host.visit.customer == "7@ejemplo.pe"


async def test_a_second_log_in_forgets_the_first_customer(host):
    await host.log_in("7", "482913")
    first = host.visit.assistant
    observer = host.bus.observe()
    await host.log_in("leo-2", "903817")
    assert host.visit.customer == "leo-2@ejemplo.pe"
    assert host.visit.assistant is not first
    assert "visit_ended" in [
        name_of(e) for e in await happening(observer, "visit_ended")
    ]


async def test_a_wrong_second_log_in_leaves_the_first_customer(host):
    await host.log_in("7", "482913")
    with pytest.raises(LoginRefused):
        await host.log_in("leo-2", "no")
    assert host.visit.customer == "7@ejemplo.pe"


async def test_the_asterisk_logs_out_and_erases(host):
    await host.log_in("7", "482913")
    observer = host.bus.observe()
    CardEntry(host).on_key(CODES["*"], True)
    assert host.visit.customer is None
    told = await happening(observer, "sentence")
    assert told[-1].text == "He borrado sus datos. Hasta pronto."


async def test_a_number_without_its_pin_is_forgotten(host, monkeypatch):
    monkeypatch.setattr(keypad, "FORGET_S", 0.01)
    entry = CardEntry(host)
    observer = host.bus.observe()
    for key in ("7", "enter"):
        entry.on_key(CODES[key], True)
    await said(observer, "Ahora teclee su PIN")
    forgotten = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, forgotten.set)
    await forgotten.wait()
    for key in (*"482913", "enter"):  # taken for a number
        entry.on_key(CODES[key], True)
    await said(observer, "Ahora teclee su PIN")
    assert host.visit.customer is None


class Told(logging.Handler):
    """What the keyboard tells the owner; somebody may wait for it."""

    def __init__(self):
        super().__init__()
        self.texts = asyncio.Queue()

    def emit(self, record):
        self.texts.put_nowait(record.getMessage())


@pytest.fixture
async def told(monkeypatch):
    monkeypatch.setattr(keyboard, "RETRY_S", 0.01)
    handler = Told()
    keyboard.log.addHandler(handler)
    yield handler.texts
    keyboard.log.removeHandler(handler)


async def test_a_device_that_is_unplugged_is_read_again_when_it_is_back(device, told):
    keys = asyncio.Queue()
    reading = Keyboard(Watch(str(device.path), lambda *key: keys.put_nowait(key)))
    async with asyncio.timeout(10):
        for code in (2, 3):
            await asyncio.to_thread(device.plug)
            device.send(record(code, 1))
            assert await keys.get() == (code, True)
            device.unplug()
            assert "unplugged" in await told.get()
    reading.close()
    reading.close()


async def test_a_device_that_is_not_there_is_told_once(tmp_path, told):
    reading = Keyboard(Watch("no such reader", lambda *_: None), devices=tmp_path)
    looked = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, looked.set)
    await looked.wait()
    reading.close()
    assert told.get_nowait() == "no keys: no input device like 'no such reader'"
    assert told.empty()


def test_a_device_is_found_by_a_part_of_its_name(tmp_path):
    for number, name in ((0, "Power Button"), (3, "Sycreader RFID Technology")):
        folder = tmp_path / f"event{number}" / "device"
        folder.mkdir(parents=True)
        (folder / "name").write_text(name + "\n")
    assert str(device_path("rfid", tmp_path)) == "/dev/input/event3"
    assert str(device_path("/dev/input/by-id/x", tmp_path)) == "/dev/input/by-id/x"
    assert device_path("mouse", tmp_path) is None
