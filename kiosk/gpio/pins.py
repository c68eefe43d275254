"""Opening what is wired, each part by itself: one that is missing hinders no other."""

import asyncio
import logging
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from kiosk.gpio.lamps import ColourLamp, Lamp, SingleLamp
from kiosk.gpio.volume import open_encoder, open_knob
from kiosk.host import Host
from kiosk.settings import GpioSettings

log = logging.getLogger(__name__)


@asynccontextmanager
async def wired(settings: GpioSettings, host: Host) -> AsyncIterator[Lamp | None]:
    """Hold what is wired for as long as the context lasts; give the lamp.

    Hardware that is not there is a warning: the kiosk goes on with keys and screen.
    """
    async with AsyncExitStack() as stack:
        lamps: list[Lamp] = []
        for name, open_part in _parts(settings, host, stack, lamps).items():
            try:
                with warnings.catch_warnings(action="ignore"):
                    open_part()
            except Exception as error:  # noqa: BLE001 - each pin library raises its own kinds
                log.warning("no %s: %s: %s", name, type(error).__name__, error)
        yield lamps[0] if lamps else None


def _parts(
    settings: GpioSettings, host: Host, stack: AsyncExitStack, lamps: list[Lamp]
) -> dict[str, Callable[[], None]]:
    """What the settings name, with how it is opened."""
    parts: dict[str, Callable[[], None]] = {}
    if (button := settings.button) is not None:
        parts["button"] = lambda: _open_button(button, host, stack)
    if (mute := settings.mute_button) is not None:
        parts["mute button"] = lambda: _open_mute(mute, host, stack)
    if settings.lamp_rgb or settings.lamp is not None:
        parts["lamp"] = lambda: lamps.append(_open_lamp(settings, stack))
    if encoder := settings.volume_encoder:
        parts["volume encoder"] = lambda: open_encoder(encoder, host, stack)
    if (channel := settings.volume_knob) is not None:
        parts["volume knob"] = lambda: open_knob(channel, host, stack)
    return parts


def _open_button(pin: int, host: Host, stack: AsyncExitStack) -> None:
    from gpiozero import Button

    button = Button(pin)
    stack.callback(button.close)
    button.when_pressed = host.switch.press
    button.when_released = host.switch.release


def _open_mute(pin: int, host: Host, stack: AsyncExitStack) -> None:
    from gpiozero import Button

    button = Button(pin, bounce_time=0.05)
    stack.callback(button.close)
    loop = asyncio.get_running_loop()  # gpiozero calls from a thread of its own
    button.when_pressed = lambda: loop.call_soon_threadsafe(host.mute.toggle)


def _open_lamp(settings: GpioSettings, stack: AsyncExitStack) -> Lamp:
    if settings.lamp_rgb:
        colour = ColourLamp(settings.lamp_rgb)
        stack.callback(colour.close)
        return colour
    single = SingleLamp(settings.lamp or 0)
    stack.callback(single.close)
    return single
