"""`kiosk install-service`: start with the machine, without a login."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare install-service."""
    install = commands.add_parser(
        "install-service", help="start with the machine, as a systemd service"
    )
    install.add_argument(
        "--screen", action="store_true", help="with the screen on the first console"
    )
    install.add_argument(
        "--dry-run", action="store_true", help="only say what would be done"
    )
    install.add_argument("--undo", action="store_true", help="take the service away")
    install.set_defaults(command=_install)


def _install(options: argparse.Namespace, _: LoadedConfig) -> int:
    from kiosk.installing import (
        UNITS,
        CannotInstall,
        System,
        install_steps,
        remove_steps,
    )

    system = System()
    program = Path(sys.executable).parent / "kiosk"
    if os.getuid() != 0 and not options.dry_run:
        narrate(
            "only root may do this: sudo " + " ".join([str(program), *sys.argv[1:]])
        )
        return ExitCode.FAILED
    try:
        if options.undo:
            steps = [step for unit in UNITS for step in remove_steps(unit, system)]
        else:
            unit = "kiosk-tui.service" if options.screen else "kiosk.service"
            steps = list(install_steps(program, unit=unit, system=system))
        for step in steps:
            sys.stdout.write(f"{step.told}\n")
            if not options.dry_run:
                step.do()
    except (CannotInstall, OSError) as error:
        narrate(str(error))
        return ExitCode.FAILED
    sys.stdout.write(_last_words(options, any_steps=bool(steps)))
    return ExitCode.DONE


def _last_words(options: argparse.Namespace, *, any_steps: bool) -> str:
    if options.undo:
        kept = "settings in /etc/kiosk and databases in /var/lib/kiosk are kept\n"
        return kept if any_steps else "no service of the kiosk is installed\n"
    if options.dry_run:
        return "nothing was done\n"
    return (
        "put the OpenAI key, if any, into /etc/kiosk/openai_api_key and the shop into "
        "/etc/kiosk/kiosk.toml;\nthen: sudo systemctl restart kiosk; what happens: "
        "journalctl -fu kiosk\n"
    )
