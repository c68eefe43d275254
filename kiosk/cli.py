"""The command line: settings are loaded once, then one command runs.

Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 device missing, 4 service
unreachable.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from agents import UnknownEngine
from audio import UnknownBackend
from kiosk.commands import (
    ask,
    backup,
    bench,
    catalog,
    customers,
    debts,
    doctor,
    faces,
    install,
    knowledge,
    orders,
    report,
    setup,
    status,
)
from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import ConfigError, LoadedConfig, load_config
from kiosk.logs import set_up_logs

GROUPS = (
    faces,
    ask,
    catalog,
    customers,
    debts,
    knowledge,
    orders,
    report,
    doctor,
    status,
    bench,
    setup,
    install,
    backup,
)
"""In the order of `kiosk --help`."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    options = parser().parse_args(arguments)
    try:
        loaded = _loaded(options)
        set_up_logs(loaded.config.shop.log_form, is_verbose=options.verbose)
        with suppress(KeyboardInterrupt):
            return int(options.command(options, loaded))
    except BrokenPipeError:  # whoever read the result has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FAILED
    except (ConfigError, UnknownEngine, UnknownBackend) as error:
        narrate(str(error))
        return ExitCode.USAGE
    return ExitCode.DONE


def parser() -> argparse.ArgumentParser:
    """Everything that can be typed after `kiosk`."""
    top = argparse.ArgumentParser(
        prog="kiosk", description="A voice kiosk for a shop. Without a command: run."
    )
    top.add_argument("--config", type=Path, help="configuration file (TOML)")
    top.add_argument("--verbose", action="store_true", help="log every step")
    top.set_defaults(command=faces.run, makes_settings=False)
    commands = top.add_subparsers(title="commands")
    for group in GROUPS:
        group.add_to(commands)
    return top


def _loaded(options: argparse.Namespace) -> LoadedConfig:
    """The settings; a file that the command is to make may not be there yet."""
    named = options.config or os.environ.get("KIOSK_CONFIG")
    environment, path = dict(os.environ), options.config
    if options.makes_settings and named and not Path(named).exists():
        environment.pop("KIOSK_CONFIG", None)
        path = None
    return load_config(path, environment=environment, overrides=_overrides(options))


def _overrides(options: argparse.Namespace) -> dict[str, object]:
    """Settings given on the command line."""
    keys = {
        "catalog": "catalog.shop",
        "documents": "knowledge.folder",
        "ledger": "catalog.ledger",
        "engine": "agents.engine",
    }
    given = {key: getattr(options, name, None) for name, key in keys.items()}
    return {key: value for key, value in given.items() if value is not None}
