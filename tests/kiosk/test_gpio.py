import asyncio

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from kiosk.bus import Bus
from kiosk.events import FirstSound, Listening, Ready, Released, Trouble, name_of
from kiosk.gpio import COLOURS, light, wired
from kiosk.host import Host
from kiosk.settings import GpioSettings
from kiosk.switch import BOUNCE_S
from kiosk.turn import Line
from tests.doubles.stations import (
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)

LISTENING_LIMIT_S = 0.05
EVENTS = {
    "ready": Ready(),
    "listening": Listening(),
    "thinking": Released(),
    "speaking": FirstSound(),
    "trouble": Trouble("failed", "", ""),
}


@pytest.fixture
def pins():
    before = gpiozero.Device.pin_factory
    gpiozero.Device.pin_factory = MockFactory(pin_class=MockPWMPin)
    yield gpiozero.Device.pin_factory
    gpiozero.Device.pin_factory.reset()
    gpiozero.Device.pin_factory = before


@pytest.fixture
async def host():
    class NoVisit:
        language = "es"

    line = Line(ScriptedRecorder(), ScriptedTranscriber(), ScriptedSpeaker())
    host = Host(line, NoVisit(), Bus(), idle_limit_s=60)
    yield host
    await host.close()


async def until(observer, name):
    async with asyncio.timeout(5):
        while name_of(event := await observer.next()) != name:
            pass
    return event


async def test_a_press_is_listened_to_within_50_ms(pins, host):
    observer = host.bus.observe()
    waits = []
    async with wired(GpioSettings(button=17), host.switch):
        for _ in range(5):
            asked = asyncio.get_running_loop().time()
            pins.pin(17).drive_low()
            listening = await until(observer, "listening")
            waits.append(listening.t - asked)
            await asyncio.sleep(BOUNCE_S)
            pins.pin(17).drive_high()
            await until(observer, "turn_ended")
    assert min(waits) < LISTENING_LIMIT_S  # the rest is other people's load


async def test_a_bouncing_contact_is_one_press(pins, host):
    observer = host.bus.observe()
    async with wired(GpioSettings(button=17), host.switch):
        for _ in range(4):
            pins.pin(17).drive_low()
            pins.pin(17).drive_high()
        pins.pin(17).drive_low()
        await until(observer, "listening")
        await asyncio.sleep(2 * BOUNCE_S)
        assert host.switch.is_pressed
        pins.pin(17).drive_high()
        await until(observer, "turn_ended")
    assert host._line.recorder.starts == 1


async def test_the_colour_of_the_lamp_follows_the_stages(pins, host):
    settings = GpioSettings(button=None, lamp_rgb=(5, 6, 13))
    async with wired(settings, host.switch) as lamp:
        task = asyncio.create_task(light(lamp, host.bus))
        shown = {}
        for name, event in EVENTS.items():
            host.bus.emit(event)
            for _ in range(3):
                await asyncio.sleep(0)
            shown[name] = tuple(pins.pin(pin).state for pin in settings.lamp_rgb)
        task.cancel()
    assert shown == {stage.value: colour for stage, colour in COLOURS.items()}
    assert len(set(shown.values())) == len(EVENTS)


async def test_a_single_lamp_shows_whether_it_listens(pins, host):
    settings = GpioSettings(button=None, lamp=5)
    async with wired(settings, host.switch) as lamp:
        levels = []
        for name in ("ready", "listening", "speaking"):
            lamp.show(name)
            levels.append(pins.pin(5).state)
        lamp.show("thinking")
        lamp.show("trouble")
    assert levels == [0.1, 1, 0.6]


async def test_pins_are_given_back(pins, host):
    settings = GpioSettings(button=17, lamp_rgb=(5, 6, 13))
    for _ in range(2):
        async with wired(settings, host.switch) as lamp:
            assert lamp is not None


async def test_missing_hardware_is_a_warning(pins, host, caplog):
    class NoPins(MockFactory):
        def pin(self, name):
            raise gpiozero.exc.BadPinFactory("no pins on this machine")

    gpiozero.Device.pin_factory = NoPins()
    async with wired(GpioSettings(button=17), host.switch) as lamp:
        assert lamp is None
    assert "no button and lamp: BadPinFactory: no pins on this machine" in caplog.text
