"""`kiosk doctor`: is everything in order, and what to do if not."""

import argparse
import sys
from typing import TYPE_CHECKING

from kiosk.commands.shell import ExitCode
from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare doctor."""
    doctor = commands.add_parser(
        "doctor", help="check everything and say what to do about it"
    )
    form = doctor.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the checks as JSON")
    form.add_argument(
        "--report",
        action="store_true",
        help="with versions and settings, secrets left out: to copy into a letter",
    )
    doctor.set_defaults(command=_doctor)


def _doctor(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk import doctor

    checks = doctor.examine(loaded)
    if options.json:
        text = doctor.as_json(checks)
    elif options.report:
        text = doctor.as_report(checks, loaded)
    else:
        text = doctor.as_text(checks)
    sys.stdout.write(doctor.redacted(text, loaded.config))
    has_failed = any(check.verdict is doctor.Verdict.FAILED for check in checks)
    return ExitCode.FAILED if has_failed else ExitCode.DONE
