import asyncio
import threading

import pytest

from kiosk.switch import BOUNCE_S, TalkSwitch


class Finger:
    """A switch, what it reported, and a clock that is turned by hand."""

    def __init__(self):
        self.motions = []
        self.now = 100.0
        self.switch = TalkSwitch(
            self.motions.append,
            loop=asyncio.get_running_loop(),
            clock=lambda: self.now,
        )

    async def settle(self):
        await asyncio.sleep(BOUNCE_S + 0.02)


@pytest.fixture
async def finger():
    return Finger()


async def test_holding_and_letting_go_are_two_motions(finger):
    finger.switch.press()
    await asyncio.sleep(0)
    finger.now += 2
    finger.switch.release()
    await asyncio.sleep(0)
    assert finger.motions == ["down", "up"]


async def test_bounces_of_the_contact_are_one_press(finger):
    for _ in range(5):
        finger.switch.press()
        finger.now += 0.002
        finger.switch.release()
        finger.now += 0.002
    finger.switch.press()
    await finger.settle()
    assert finger.motions == ["down"]
    assert finger.switch.is_pressed


async def test_a_touch_shorter_than_the_bounce_time_still_ends(finger):
    finger.switch.press()
    finger.now += 0.01
    finger.switch.release()
    await finger.settle()
    assert finger.motions == ["down", "up"]


async def test_a_key_without_release_toggles(finger):
    finger.switch.toggle()
    finger.now += 1
    finger.switch.toggle()
    assert finger.motions == ["down", "up"]


async def test_after_a_recording_that_ended_by_itself_a_toggle_presses_again(finger):
    finger.switch.toggle()
    finger.switch.reset()
    finger.now += 1
    finger.switch.toggle()
    assert finger.motions == ["down", "down"]


async def test_presses_from_other_threads_arrive_on_the_loop(finger):
    heard_in = []
    switch = TalkSwitch(
        lambda _: heard_in.append(threading.current_thread()),
        loop=asyncio.get_running_loop(),
    )
    await asyncio.to_thread(switch.press)
    await asyncio.sleep(0)
    assert heard_in == [threading.main_thread()]
