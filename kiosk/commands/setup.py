"""`kiosk setup`, `devices`, `fetch-whisper`, `config`: what setting up needs."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import SYSTEM_FILE, LoadedConfig
from kiosk.owner_files import owner_file

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare setup, devices, fetch-whisper and config."""
    commands.add_parser(
        "setup", help="ask what the kiosk must know, step by step, and check it"
    ).set_defaults(command=_setup, makes_settings=True)
    commands.add_parser(
        "devices", help="list microphones and loudspeakers by name"
    ).set_defaults(command=_devices)
    fetch = commands.add_parser(
        "fetch-whisper", help="download a model for `[audio] stt` whisper"
    )
    fetch.add_argument("name", help="tiny, base, small, turbo …, or OWNER/NAME")
    fetch.set_defaults(command=_fetch_whisper)
    config = commands.add_parser(
        "config", help="show settings and where they come from"
    )
    config.add_argument("--sample", action="store_true", help="print a commented file")
    config.set_defaults(command=_config)


def _setup(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.setup.file import OwnerFile
    from kiosk.tui.terminal import private_terminal

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        narrate("there is no terminal here to ask on; see `kiosk config --sample`")
        return ExitCode.USAGE
    file = OwnerFile(options.config or _settings_file())
    with private_terminal(loaded.config.state_dir / "setup.log"):
        from kiosk.setup.app import SetupApp

        SetupApp(file).run()
    sys.stdout.write(f"{file.path}\n")
    return ExitCode.DONE


def _settings_file() -> Path:
    """The machine's file for root, who sets up the service; else the user's own."""
    named = os.environ.get("KIOSK_CONFIG")
    if os.geteuid() == 0 and not named:
        return SYSTEM_FILE
    return owner_file(os.environ) or SYSTEM_FILE


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


def _fetch_whisper(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from audio import ServiceUnreachable, fetch_model
    from kiosk.openings import make_state_dir

    make_state_dir(loaded.config)
    try:
        folder = fetch_model(options.name, loaded.config.state_dir / "cache")
    except ServiceUnreachable as error:
        narrate(str(error))
        return ExitCode.UNREACHABLE
    sys.stdout.write(f"{folder}\n")
    if loaded.config.audio.stt_whisper.model != options.name:
        narrate(f'it is used with `[audio.stt_whisper] model = "{options.name}"`')
    return ExitCode.DONE


def _config(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    if options.sample:
        from kiosk.sample_config import sample

        sys.stdout.write(sample())
        return ExitCode.DONE
    for setting in loaded.settings():
        sys.stdout.write(f"{setting.key} = {setting.value!r}  # {setting.origin}\n")
    return ExitCode.DONE
