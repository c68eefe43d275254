"""Button and lamp on the Raspberry Pi's pins."""

import logging
import warnings
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

from kiosk.bus import Bus
from kiosk.events import Stage, stage_after
from kiosk.settings import GpioSettings
from kiosk.switch import TalkSwitch

log = logging.getLogger(__name__)

COLOURS: dict[Stage, tuple[float, float, float]] = {
    Stage.READY: (0.0, 0.15, 0.0),
    Stage.LISTENING: (0.0, 0.0, 1.0),
    Stage.THINKING: (0.6, 0.4, 0.0),
    Stage.SPEAKING: (0.0, 1.0, 0.0),
    Stage.TROUBLE: (1.0, 0.0, 0.0),
}
"""Red, green and blue from 0 to 1 for each stage."""


class Lamp(Protocol):
    """A lamp that shows the stage."""

    def show(self, stage: Stage) -> None:
        """Take the look of this stage."""


class SingleLamp:
    """One lamp: dim when ready, lit when listening, breathing when at work."""

    def __init__(self, pin: int) -> None:
        from gpiozero import PWMLED

        self._led = PWMLED(pin)

    def show(self, stage: Stage) -> None:
        """Take the look of this stage."""
        match stage:
            case Stage.READY:
                self._led.value = 0.1
            case Stage.LISTENING:
                self._led.value = 1
            case Stage.THINKING:
                self._led.pulse(fade_in_time=0.4, fade_out_time=0.4)
            case Stage.SPEAKING:
                self._led.value = 0.6
            case Stage.TROUBLE:
                self._led.blink(on_time=0.3, off_time=0.3, n=5)

    def close(self) -> None:
        """Switch it off and give the pin back."""
        self._led.close()


class ColourLamp:
    """Three lamps in one: a colour for each stage."""

    def __init__(self, pins: tuple[int, ...]) -> None:
        from gpiozero import RGBLED

        self._led = RGBLED(*pins)

    def show(self, stage: Stage) -> None:
        """Take the look of this stage."""
        self._led.color = COLOURS[stage]

    def close(self) -> None:
        """Switch it off and give the pins back."""
        self._led.close()


@asynccontextmanager
async def wired(
    settings: GpioSettings, switch: TalkSwitch
) -> AsyncIterator[Lamp | None]:
    """Hold button and lamp for as long as the context lasts.

    Hardware that is not there is a warning: the kiosk goes on with keys and screen.
    """
    async with AsyncExitStack() as stack:
        lamp: Lamp | None = None
        try:
            with warnings.catch_warnings(action="ignore"):
                lamp = _open(settings, switch, stack)
        except Exception as error:  # noqa: BLE001 - each pin library raises its own kinds
            log.warning("no button and lamp: %s: %s", type(error).__name__, error)
        yield lamp


async def light(lamp: Lamp, bus: Bus) -> None:
    """Keep the lamp in step with what happens, until cancelled."""
    async for event in bus.events():
        stage = stage_after(event)
        if stage is not None:
            lamp.show(stage)


def _open(
    settings: GpioSettings, switch: TalkSwitch, stack: AsyncExitStack
) -> Lamp | None:
    if settings.button is not None:
        from gpiozero import Button

        button = Button(settings.button)
        stack.callback(button.close)
        button.when_pressed = switch.press
        button.when_released = switch.release
    if settings.lamp_rgb:
        colour = ColourLamp(settings.lamp_rgb)
        stack.callback(colour.close)
        return colour
    if settings.lamp is not None:
        single = SingleLamp(settings.lamp)
        stack.callback(single.close)
        return single
    return None
