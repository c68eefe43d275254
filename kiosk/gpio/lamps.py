"""Lamps that show what the kiosk is doing, and that it cannot hear."""

from typing import Literal, Protocol

from kiosk.bus import Bus
from kiosk.events import IdleWarned, Stage, lack_after, stage_after

Look = Stage | Literal["deaf", "asking"]
"""What a lamp can show; `deaf`: it waits, and a device is missing or muted; `asking`:
whether anybody is there."""

COLOURS: dict[Look, tuple[float, float, float]] = {
    Stage.READY: (0.0, 0.15, 0.0),
    Stage.LISTENING: (0.0, 0.0, 1.0),
    Stage.THINKING: (0.6, 0.4, 0.0),
    Stage.SPEAKING: (0.0, 1.0, 0.0),
    Stage.TROUBLE: (1.0, 0.0, 0.0),
    "deaf": (0.3, 0.0, 0.3),
}
"""Red, green and blue from 0 to 1 for each look."""


class Lamp(Protocol):
    """A lamp that shows the stage."""

    def show(self, look: Look) -> None:
        """Take this look."""


class SingleLamp:
    """One lamp: dim when ready, lit when listening, breathing when at work."""

    def __init__(self, pin: int) -> None:
        from gpiozero import PWMLED

        self._led = PWMLED(pin)

    def show(self, look: Look) -> None:
        """Take this look."""
        match look:
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
            case "deaf":
                self._led.blink(on_time=0.1, off_time=1.9)
            case "asking":
                self._led.blink(on_time=0.2, off_time=0.8)

    def close(self) -> None:
        """Switch it off and give the pin back."""
        self._led.close()


class ColourLamp:
    """Three lamps in one: a colour for each look."""

    def __init__(self, pins: tuple[int, ...]) -> None:
        from gpiozero import RGBLED

        self._led = RGBLED(*pins)

    def show(self, look: Look) -> None:
        """Take this look."""
        if look == "asking":
            self._led.blink(on_time=0.2, off_time=0.8, on_color=(1, 1, 1))
        else:
            self._led.color = COLOURS[look]

    def close(self) -> None:
        """Switch it off and give the pins back."""
        self._led.close()


async def light(lamp: Lamp, bus: Bus) -> None:
    """Keep the lamp in step with what happens, until cancelled."""
    stage, lacking = Stage.READY, set[str]()
    async for event in bus.events():
        stage = stage_after(event) or stage
        if isinstance(event, IdleWarned):
            lamp.show("asking")
            continue
        if (lack := lack_after(event)) is not None:
            what, is_gone = lack
            (lacking.add if is_gone else lacking.discard)(what)
        elif stage_after(event) is None:
            continue
        lamp.show("deaf" if lacking and stage is Stage.READY else stage)
