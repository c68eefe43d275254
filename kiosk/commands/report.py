"""`kiosk report`: the owner's figures."""

import argparse
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import CatalogError
from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare report."""
    report = commands.add_parser(
        "report", help="questions, subjects, waiting times, agreements"
    )
    report.add_argument("--days", type=int, default=30, help="how far back; default 30")
    report.add_argument("--html", type=Path, metavar="FILE", help="with charts")
    report.add_argument(
        "--kiosk",
        type=_named_file,
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="the figures of another kiosk, copied from its figures.db; repeatable",
    )
    report.set_defaults(command=_report)


def _named_file(text: str) -> tuple[str, Path]:
    name, sign, path = text.partition("=")
    if not sign or not name.strip() or not path.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not like: door=door/figures.db")
    return name.strip(), Path(path)


def _report(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.figures.file import figures_path
    from kiosk.figures.gather import gather
    from kiosk.figures.page import as_html
    from kiosk.figures.shown import as_text
    from kiosk.openings import agreements_in

    if options.days < 1:
        narrate("--days must be at least 1")
        return ExitCode.USAGE
    for name, file in options.kiosk:
        if not file.is_file():
            narrate(f"{name}: there is no file {file}")
            return ExitCode.USAGE
    config = loaded.config
    files = {socket.gethostname(): figures_path(config.state_dir)}
    files |= dict(options.kiosk)
    now = datetime.now().astimezone()
    try:
        agreements = agreements_in(config)
        gathered = gather(files, agreements, days=options.days, now=now)
    except (CatalogError, OSError) as error:
        narrate(str(error))
        return ExitCode.FAILED
    shop, language = config.shop.name, config.shop.language
    if options.html is None:
        sys.stdout.write(as_text(gathered, shop, language))
        return ExitCode.DONE
    try:
        options.html.write_text(as_html(gathered, shop, language), encoding="utf-8")
    except OSError as error:
        narrate(f"{options.html}: {error.strerror}")
        return ExitCode.FAILED
    sys.stdout.write(f"{options.html}\n")
    return ExitCode.DONE
