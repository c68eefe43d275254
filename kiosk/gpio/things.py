"""Things of the room on the pins, as the settings name them."""

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from agents import Colour, Thing

log = logging.getLogger(__name__)

_LIGHTS: dict[Colour, tuple[float, float, float]] = {
    "red": (1, 0, 0),
    "green": (0, 1, 0),
    "blue": (0, 0, 1),
    "yellow": (1, 0.6, 0),
    "white": (1, 1, 1),
    "off": (0, 0, 0),
}


@contextmanager
def things_on(wired: Mapping[str, str]) -> Iterator[list[Thing]]:
    """Hold the things for as long as the context lasts; what is missing is a warning.

    Args:
        wired: As in `[gpio] things`.
    """
    with ExitStack() as stack:
        things: list[Thing] = []
        for names, wiring in wired.items():
            try:
                with warnings.catch_warnings(action="ignore"):
                    things.append(_open(names, wiring, stack))
            except Exception as error:  # noqa: BLE001 - each pin library raises its own kinds
                log.warning("no %s: %s: %s", names, type(error).__name__, error)
        yield things


def _open(names: str, wiring: str, stack: ExitStack) -> Thing:
    called = tuple(name.strip() for name in names.split("/"))
    kind, *given = wiring.split()
    match kind:
        case "relay":
            from gpiozero import OutputDevice

            relay = stack.enter_context(OutputDevice(int(given[0])))
            return Thing(called, switch=lambda on: relay.on() if on else relay.off())
        case "buzzer":
            from gpiozero import Buzzer

            buzzer = stack.enter_context(Buzzer(int(given[0])))
            return Thing(
                called,
                switch=lambda on: buzzer.beep(0.3, 0.2, 3) if on else buzzer.off(),
            )
        case "colour":
            from gpiozero import RGBLED

            lamp = stack.enter_context(RGBLED(*map(int, given)))
            return Thing(called, colour=lambda c: setattr(lamp, "color", _LIGHTS[c]))
        case _:
            return _open_sensor(called, given, stack)


def _open_sensor(called: tuple[str, ...], given: list[str], stack: ExitStack) -> Thing:
    from gpiozero import MCP3008

    channel, factor, offset, *unit = given
    converter = stack.enter_context(MCP3008(int(channel)))

    def read() -> str:
        figure = converter.value * float(factor) + float(offset)
        return " ".join([f"{figure:.1f}", *unit])

    return Thing(called, read=read)
