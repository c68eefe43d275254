"""`kiosk backup` and `kiosk restore`."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import CatalogError
from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import (
    SYSTEM_FILE,
    KioskConfig,
    LoadedConfig,
    file_in_use,
    load_config,
)

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare backup and restore."""
    backup = commands.add_parser(
        "backup", help="write shop, ledger, settings and documents into one file"
    )
    backup.add_argument("file", nargs="?", type=Path, help="default: kiosk-DATE.zip")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="put a backup back")
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help=f"where the settings in it belong; default: --config or {SYSTEM_FILE}",
    )
    restore.set_defaults(command=_restore)


def _backup(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.backup import back_up, on_servers

    today = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M")
    target = (options.file or Path(f"kiosk-{today}.zip")).absolute()
    settings = _settings_file(options)
    try:
        names = back_up(loaded.config, settings if settings.is_file() else None, target)
    except (CatalogError, OSError) as error:
        narrate(f"no backup: {error}")
        return ExitCode.FAILED
    for setting in on_servers(loaded.config):
        narrate(f"{setting} is on a server: back it up there (pg_dump, mysqldump)")
    sys.stdout.write(f"{target}: {', '.join(names) or 'nothing'}\n")
    return ExitCode.DONE


def _restore(options: argparse.Namespace, _: LoadedConfig) -> int:
    from kiosk.backup import BackupUnfit, KioskRuns, restore

    settings = (options.settings or _settings_file(options)).absolute()

    def load() -> KioskConfig:
        named = options.settings or options.config
        return load_config(named, environment=os.environ).config

    try:
        written = restore(options.file, settings, load)
    except (BackupUnfit, KioskRuns, OSError) as error:
        narrate(f"nothing restored: {error}")
        return ExitCode.FAILED
    for path in written:
        sys.stdout.write(f"{path}\n")
    return ExitCode.DONE


def _settings_file(options: argparse.Namespace) -> Path:
    return options.config or file_in_use(os.environ) or SYSTEM_FILE
