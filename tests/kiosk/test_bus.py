import asyncio

import pytest

from kiosk.bus import Bus
from kiosk.events import (
    DeviceBack,
    DeviceLost,
    Heard,
    Listening,
    Missed,
    Muted,
    Pressed,
    Ready,
    Stage,
    Trouble,
    name_of,
    stage_after,
)


async def test_every_observer_is_told_in_order():
    bus = Bus()
    first, second = bus.observe(), bus.observe()
    bus.emit(Pressed())
    bus.emit(Listening())
    for observer in (first, second):
        names = [name_of(await observer.next()) for _ in range(3)]
        assert names == ["ready", "pressed", "listening"]


async def test_a_late_observer_first_receives_the_present_stage():
    bus = Bus()
    bus.emit(Listening())
    bus.emit(Pressed())
    assert isinstance(await bus.observe().next(), Listening)


async def test_a_slow_observer_loses_its_oldest_and_is_told_how_many():
    bus = Bus(backlog=3)
    observer = bus.observe()
    for number in range(5):
        bus.emit(Heard(str(number), "es"))
    assert (await observer.next()).count == 3
    assert [(await observer.next()).text for _ in range(3)] == ["2", "3", "4"]


async def test_one_who_left_is_told_nothing():
    bus = Bus()
    observer = bus.observe()
    bus.leave(observer)
    bus.emit(Pressed())
    assert isinstance(await observer.next(), Ready)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(observer.next(), 0.01)


@pytest.mark.parametrize(
    ("event", "stage"),
    [
        (Ready(), Stage.READY),
        (Listening(), Stage.LISTENING),
        (Heard("x", "es"), Stage.THINKING),
        (Trouble("failed", "x"), Stage.TROUBLE),
        (Missed(1), None),
    ],
)
def test_stages_follow_events(event, stage):
    assert stage_after(event) is stage


async def test_a_late_observer_is_told_which_devices_are_missing():
    bus = Bus()
    lost, muted = DeviceLost("loudspeaker"), Muted()
    for event in (lost, DeviceLost("microphone"), DeviceBack("microphone"), muted):
        bus.emit(event)
    observer = bus.observe()
    assert isinstance(await observer.next(), Ready)
    assert [await observer.next(), await observer.next()] == [lost, muted]
