"""Whether each pin of the settings exists, and is used for one thing alone."""

from collections import defaultdict
from collections.abc import Iterator

from kiosk.doctor.check import Check, failed, fine, skipped
from kiosk.settings import GpioSettings

_PINS = range(28)
"""BCM numbers on the Pi's 40-pin header."""
_CONVERTER_PINS = (8, 9, 10, 11)
"""An MCP3008 at SPI 0: select, its answer, its orders, clock."""


def wired_pins(gpio: GpioSettings) -> Iterator[Check]:
    """Compare all that is wired, by the names it has in the settings."""
    uses = list(_uses(gpio))
    if not uses:
        yield skipped("wired", "nothing is set")
        return
    wrong = [*_out_of_range(uses), *_used_twice(uses), *_odd(gpio)]
    yield from wrong
    if not wrong:
        pins = {pin for pin, _ in uses}
        yield fine("wired", f"{len(pins)} pins, each for one thing")


def _uses(gpio: GpioSettings) -> Iterator[tuple[int, str]]:
    """Yield each pin with what it is for."""
    single = {"button": gpio.button, "mute_button": gpio.mute_button}
    if not gpio.lamp_rgb:
        single["lamp"] = gpio.lamp
    yield from ((pin, name) for name, pin in single.items() if pin is not None)
    for name, pins in (
        ("lamp_rgb", gpio.lamp_rgb),
        ("volume_encoder", gpio.volume_encoder),
    ):
        yield from ((pin, name) for pin in pins)
    for name, wiring in gpio.things.items():
        kind, *given = wiring.split()
        if kind != "sensor":
            yield from ((int(pin), name) for pin in given)
    if gpio.volume_knob is not None or _channels(gpio):
        yield from ((pin, "the converter (SPI 0)") for pin in _CONVERTER_PINS)


def _channels(gpio: GpioSettings) -> dict[str, int]:
    """The converter's channel of each sensor."""
    wirings = {name: wiring.split() for name, wiring in gpio.things.items()}
    return {n: int(given[1]) for n, given in wirings.items() if given[0] == "sensor"}


def _out_of_range(uses: list[tuple[int, str]]) -> Iterator[Check]:
    for pin, name in uses:
        if pin not in _PINS:
            told = f"pin {pin}; there are {_PINS[0]} to {_PINS[-1]}"
            yield failed(f"wired: {name}", told, "give its BCM number in [gpio]")


def _used_twice(uses: list[tuple[int, str]]) -> Iterator[Check]:
    names: dict[int, list[str]] = defaultdict(list)
    for pin, name in uses:
        names[pin].append(name)
    for pin, users in names.items():
        if len(users) > 1:
            told = f"used by {' and '.join(users)}"
            yield failed(f"wired: pin {pin}", told, "give each a pin of its own")


def _odd(gpio: GpioSettings) -> Iterator[Check]:
    if len(gpio.volume_encoder) == 1:
        remedy = "give both, A and B: [gpio] volume_encoder = [5, 6]"
        yield failed("wired: volume_encoder", "one pin alone", remedy)
    for name, channel in _channels(gpio).items():
        if channel == gpio.volume_knob:
            told = f"used by volume_knob and {name}"
            remedy = "give each a channel of its own"
            yield failed(f"wired: converter's channel {channel}", told, remedy)
