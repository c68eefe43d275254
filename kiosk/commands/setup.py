"""`kiosk devices` and `kiosk config`: what an owner looks up while setting up."""

import argparse
import sys
from typing import TYPE_CHECKING

from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare devices and config."""
    commands.add_parser(
        "devices", help="list microphones and loudspeakers by name"
    ).set_defaults(command=_devices)
    config = commands.add_parser(
        "config", help="show settings and where they come from"
    )
    config.add_argument("--sample", action="store_true", help="print a commented file")
    config.set_defaults(command=_config)


def _devices(*_: object) -> int:
    from audio import DeviceMissing, list_devices

    try:
        found = {way: list_devices(way) for way in ("input", "output")}
    except DeviceMissing as error:
        narrate(str(error))
        return ExitCode.DEVICE_MISSING
    for way, devices in found.items():
        for device in devices:
            mark = "  (default)" if device.is_default else ""
            sys.stdout.write(f"{way:6}  {device.name}{mark}\n")
    return ExitCode.DONE if any(found.values()) else ExitCode.DEVICE_MISSING


def _config(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    if options.sample:
        from kiosk.sample_config import sample

        sys.stdout.write(sample())
        return ExitCode.DONE
    for setting in loaded.settings():
        sys.stdout.write(f"{setting.key} = {setting.value!r}  # {setting.origin}\n")
    return ExitCode.DONE
