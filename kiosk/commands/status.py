"""`kiosk status`: how this kiosk is, or all of the owner's."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiosk.commands.counter import print_table
from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands
    from kiosk.status import Status

_HEAD = ("kiosk", "ready", "today", "first sound", "engines", "last trouble")


def add_to(commands: "Commands") -> None:
    """Declare status."""
    status = commands.add_parser("status", help="how this kiosk is, or all of them")
    status.add_argument(
        "--all", action="store_true", help="every kiosk that door.kiosks names"
    )
    status.add_argument("--json", action="store_true", help="for programs")
    status.set_defaults(command=_status)


def _status(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.status import own_address, read_all

    door = loaded.config.door
    if door.token is None:
        narrate("set door.token (KIOSK_DOOR_TOKEN): without it no door is open")
        return ExitCode.USAGE
    if options.all and not door.kiosks:
        narrate('name the kiosks: [door] kiosks = ["https://kiosk-1.local:8370", …]')
        return ExitCode.USAGE
    addresses = door.kiosks if options.all else (own_address(loaded.config),)
    found = read_all(addresses, loaded.config)
    if options.json:
        told = [dataclasses.asdict(status) for status in found]
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        print_table(_HEAD, map(_cells, found))
    return _code(found)


def _cells(status: "Status") -> tuple[str, ...]:
    if status.unread:
        return (status.kiosk, "?", "-", "-", "-", status.unread)
    sound = status.first_sound_s
    worse = [f"{station}: {name}" for station, name in status.on_reserve.items()]
    gone = [f"no {device}" for device in status.missing]
    return (
        status.kiosk,
        "yes" if status.is_ready else "NO",
        str(status.turns_today),
        "-" if sound is None else f"{sound:.2f} s",
        ", ".join([*worse, *gone]) or "all well",
        f"{status.last_trouble}, {_age(status.trouble_age_s)} ago"
        if status.last_trouble
        else "-",
    )


def _age(seconds: float) -> str:
    for unit, length_s in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length_s:
            return f"{seconds / length_s:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"


def _code(found: Iterable["Status"]) -> ExitCode:
    """The worst: unreachable before not ready."""
    found = list(found)
    if any(status.unread and not status.is_refused for status in found):
        return ExitCode.UNREACHABLE
    is_well = all(status.is_ready for status in found)
    return ExitCode.DONE if is_well else ExitCode.FAILED
