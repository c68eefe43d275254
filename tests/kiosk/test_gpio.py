import asyncio

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory, MockPin, MockPWMPin, MockSPIDevice

from kiosk.events import (
    DeviceLost,
    FirstSound,
    IdleWarned,
    Listening,
    Muted,
    Ready,
    Released,
    Trouble,
    Unmuted,
    name_of,
)
from kiosk.gpio import COLOURS, light, things_on, wired
from kiosk.settings import GpioSettings
from kiosk.switch import BOUNCE_S
from tests.doubles.hosts import host_on
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
    host = host_on(ScriptedRecorder(), ScriptedTranscriber(), ScriptedSpeaker())
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
    async with wired(GpioSettings(button=17), host):
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
    async with wired(GpioSettings(button=17), host):
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
    async with wired(settings, host) as lamp:
        task = asyncio.create_task(light(lamp, host.bus))
        shown = {}
        for name, event in EVENTS.items():
            host.bus.emit(event)
            for _ in range(3):
                await asyncio.sleep(0)
            shown[name] = tuple(pins.pin(pin).state for pin in settings.lamp_rgb)
        task.cancel()
    stages = {look: colour for look, colour in COLOURS.items() if look != "deaf"}
    assert shown == stages
    assert len(set(COLOURS.values())) == len(COLOURS)


async def test_the_lamp_shows_while_it_waits_that_a_device_is_missing_or_muted(host):
    class Seen(list):
        show = list.append

    lamp = Seen()
    task = asyncio.create_task(light(lamp, host.bus))
    await asyncio.sleep(0)
    for event in (Muted(), Listening(), Ready(), DeviceLost("loudspeaker"), Unmuted()):
        host.bus.emit(event)
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    assert lamp == ["ready", "deaf", "listening", "deaf", "deaf", "deaf"]


async def test_a_single_lamp_shows_whether_it_listens(pins, host):
    settings = GpioSettings(button=None, lamp=5)
    async with wired(settings, host) as lamp:
        levels = []
        for name in ("ready", "listening", "speaking"):
            lamp.show(name)
            levels.append(pins.pin(5).state)
        lamp.show("thinking")
        lamp.show("trouble")
    assert levels == [0.1, 1, 0.6]


async def test_the_lamp_asks_whether_anybody_is_there_until_the_next_stage(pins, host):
    settings = GpioSettings(button=None, lamp_rgb=(5, 6, 13))
    async with wired(settings, host) as lamp:
        task = asyncio.create_task(light(lamp, host.bus))
        await asyncio.sleep(0)
        asked = {(1, 1, 1), (0, 0, 0)}
        async with asyncio.timeout(5):
            host.bus.emit(IdleWarned(20.0))
            while asked:
                asked.discard(tuple(pins.pin(p).state for p in settings.lamp_rgb))
                await asyncio.sleep(0.01)  # gpiozero blinks in a thread
        host.bus.emit(Ready())
        for _ in range(3):
            await asyncio.sleep(0)
        shown = tuple(pins.pin(pin).state for pin in settings.lamp_rgb)
        task.cancel()
    assert shown == COLOURS["ready"]


async def test_pins_are_given_back(pins, host):
    settings = GpioSettings(button=17, lamp_rgb=(5, 6, 13))
    for _ in range(2):
        async with wired(settings, host) as lamp:
            assert lamp is not None


async def test_missing_hardware_is_a_warning(pins, host, caplog):
    class NoPins(MockFactory):
        def pin(self, name):
            raise gpiozero.exc.BadPinFactory("no pins on this machine")

    gpiozero.Device.pin_factory = NoPins()
    async with wired(GpioSettings(button=17), host) as lamp:
        assert lamp is None
    assert "no button: BadPinFactory: no pins on this machine" in caplog.text


async def test_an_encoder_turns_the_volume_by_steps(pins, host):
    observer = host.bus.observe()
    async with wired(GpioSettings(button=None, volume_encoder=(20, 21)), host):
        a, b = pins.pin(20), pins.pin(21)
        for first, second in ((a, b), (b, a), (b, a)):
            for move in (first.drive_low, second.drive_low):
                move()
            for move in (first.drive_high, second.drive_high):
                move()
        shares = [(await until(observer, "volume_changed")).share for _ in range(3)]
    louder, own, softer = shares
    assert softer < own < louder


async def test_a_knob_sets_the_volume_and_keeps_it(pins, host):
    pins.pin_class = MockPin  # of which the pins of SPI are kinds
    with MockMCP3008(11, 10, 9, 8) as converter:
        converter.volts[3] = 3.3
        observer = host.bus.observe()
        settings = GpioSettings(button=None, volume_knob=3)
        async with wired(settings, host):
            assert (await until(observer, "volume_changed")).share == 1.0
            host.end_visit()
            assert host._line.speaker.volume == 3.0
            converter.volts[3] = 0.0
            assert (await until(observer, "volume_changed")).share == 0.0


async def test_a_wired_button_mutes_and_unmutes(pins, host):
    observer = host.bus.observe()
    async with wired(GpioSettings(button=None, mute_button=16), host):
        for event in ("muted", "unmuted"):
            pins.pin(16).drive_low()
            await until(observer, event)
            pins.pin(16).drive_high()


async def test_a_part_that_is_missing_hinders_no_other(pins, host, caplog):
    settings = GpioSettings(button=17, lamp=17, mute_button=16)
    async with wired(settings, host):
        assert "no lamp: GPIOPinInUse" in caplog.text
        pins.pin(16).drive_low()
        await until(host.bus.observe(), "muted")


def test_things_of_the_room_are_switched_coloured_and_read(pins, caplog):
    pins.pin_class = MockPin
    with MockMCP3008(11, 10, 9, 8) as converter:
        converter.volts[1] = 0.7
        wired_things = {
            "la luz / the light": "relay 22",
            "la temperatura": "sensor 1 330 -50 °C",
            "la sirena": "relay 22",
        }
        with things_on(wired_things) as (light, temperature):
            assert light.names == ("la luz", "the light")
            light.switch(True)
            assert pins.pin(22).state
            light.switch(False)
            assert not pins.pin(22).state
            assert temperature.read() == "20.1 °C"
    assert "no la sirena: GPIOPinInUse" in caplog.text


def test_a_coloured_thing_and_a_buzzer_act(pins):
    with things_on({"el aro": "colour 5 6 13", "el timbre": "buzzer 23"}) as things:
        ring, bell = things
        ring.colour("yellow")
        assert [pins.pin(pin).state for pin in (5, 6, 13)] == [1, 0.6, 0]
        bell.switch(True)
        bell.switch(False)
        assert not pins.pin(23).state


@pytest.mark.parametrize("wiring", ["relay", "relay x", "pump 3", "sensor 9 1 0"])
def test_a_wiring_that_is_none_is_refused(wiring):
    with pytest.raises(ValueError, match="things"):
        GpioSettings(things={"la luz": wiring})


class MockMCP3008(MockSPIDevice):
    """The converter's side of its wires. Source: MCP3004/3008 datasheet, figure 6-1."""

    def __init__(self, *pins):
        super().__init__(*pins)
        self.volts = [0.0] * 8

    def on_bit(self):
        heard = "".join(str(int(bit)) for bit in self.rx_buf).lstrip("0")
        if len(heard) == 5:  # start bit, single-ended, three of the channel
            steps = round(self.volts[int(heard[2:], 2)] / 3.3 * 1023)
            self.tx_word(steps, 12)
