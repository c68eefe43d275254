"""Button and lamp on the pins, and the rights to reach them."""

import grp
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning
from kiosk.doctor.wired_pins import wired_pins
from kiosk.keyboard import device_path
from kiosk.settings import GpioSettings, KeysSettings


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Look at pins, keyboard devices and groups."""
    gpio = loaded.config.gpio
    chips = sorted(Path("/dev").glob("gpiochip*"))
    yield _chip(chips)
    yield from _button(gpio, has_chip=bool(chips))
    yield _lamp(gpio)
    yield from wired_pins(gpio)
    yield from _input_devices(loaded.config.keys)
    yield _keyboards()
    for group in ("audio", "gpio", "input"):
        yield _group(group)


def _chip(chips: list[Path]) -> Check:
    if not chips:
        return skipped("pins", "no GPIO on this machine: keys only")
    closed = [str(chip) for chip in chips if not os.access(chip, os.R_OK | os.W_OK)]
    if closed:
        remedy = "sudo usermod -aG gpio $(whoami), then log in again"
        return failed("pins", f"no right to {', '.join(closed)}", remedy)
    return fine("pins", ", ".join(map(str, chips)))


def _button(gpio: GpioSettings, *, has_chip: bool) -> Iterator[Check]:
    if gpio.button is None:
        yield skipped("button", "none set")
        return
    name = f"button on pin {gpio.button}"
    try:
        with warnings.catch_warnings(action="ignore"):
            from gpiozero import Button

            with Button(gpio.button) as button:
                is_pressed = button.is_pressed
    except Exception as error:  # noqa: BLE001 - each pin library raises its own kinds
        told = f"{type(error).__name__}: {error}"
        if has_chip:
            remedy = "is the kiosk running? stop it first; else check [gpio] button"
            yield failed(name, told, remedy)
        else:
            yield skipped(name, "no GPIO on this machine")
        return
    if is_pressed:
        remedy = "let go of it; if nobody holds it, it is stuck or wired to ground"
        yield warning(name, "pressed at this moment", remedy)
    else:
        yield fine(name, "there, and not pressed")


def _lamp(gpio: GpioSettings) -> Check:
    if gpio.lamp_rgb:
        if len(gpio.lamp_rgb) != 3:
            remedy = "give red, green and blue: [gpio] lamp_rgb = [9, 10, 11]"
            return failed("lamp", f"pins {gpio.lamp_rgb}", remedy)
        return fine("lamp", f"red, green, blue on pins {gpio.lamp_rgb}")
    if gpio.lamp is not None:
        return fine("lamp", f"pin {gpio.lamp}")
    return skipped("lamp", "none set")


def _keyboards() -> Check:
    devices = sorted(Path("/dev/input").glob("event*"))
    if not devices:
        return skipped("keyboard devices", "none on this machine")
    readable = [device for device in devices if os.access(device, os.R_OK)]
    if not readable:
        remedy = "sudo usermod -aG input $(whoami), then log in again"
        return warning("keyboard devices", "no right to read them", remedy)
    return fine("keyboard devices", f"{len(readable)} of {len(devices)} can be read")


def _input_devices(keys: KeysSettings) -> Iterator[Check]:
    """The talk key's device and the keypad, where they are named."""
    for name in ("talk_device", "log_in_device"):
        wanted = getattr(keys, name)
        if not wanted:
            continue
        path = device_path(wanted)
        if path is None or not path.exists():
            remedy = f"plug it in, or set [keys] {name} to a part of its name"
            yield failed(name, f"no input device is called {wanted!r}", remedy)
        else:
            yield fine(name, str(path))


def _group(name: str) -> Check:
    label = f"group {name}"
    try:
        wanted = grp.getgrnam(name).gr_gid
    except KeyError:
        return skipped(label, "does not exist here")
    if os.getuid() == 0 or wanted in os.getgroups():
        return fine(label, "member")
    remedy = f"sudo usermod -aG {name} $(whoami), then log in again"
    return warning(label, "not a member", remedy)
