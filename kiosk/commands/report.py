"""`kiosk report`: the owner's figures."""

import argparse
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import Agreement, CatalogError, open_ledger
from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import KioskConfig, LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare report."""
    report = commands.add_parser(
        "report", help="questions, subjects, waiting times, agreements"
    )
    report.add_argument("--days", type=int, default=30, help="how far back; default 30")
    report.add_argument("--html", type=Path, metavar="FILE", help="with charts")
    report.set_defaults(command=_report)


def _report(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.figures import figures_path, read_turns
    from kiosk.report import add_up, as_text
    from kiosk.report_html import as_html

    if options.days < 1:
        narrate("--days must be at least 1")
        return ExitCode.USAGE
    config = loaded.config
    now = datetime.now().astimezone()
    since = now - timedelta(days=options.days)
    try:
        turns = read_turns(figures_path(config.state_dir), since)
        agreements = _agreements(config)
    except (CatalogError, OSError) as error:
        narrate(str(error))
        return ExitCode.FAILED
    first = since.date() + timedelta(days=1)
    report = add_up(turns, agreements, first, now.date())
    shop, language = config.shop.name, config.shop.language
    if options.html is None:
        sys.stdout.write(as_text(report, shop, language))
        return ExitCode.DONE
    try:
        options.html.write_text(as_html(report, shop, language), encoding="utf-8")
    except OSError as error:
        narrate(f"{options.html}: {error.strerror}")
        return ExitCode.FAILED
    sys.stdout.write(f"{options.html}\n")
    return ExitCode.DONE


def _agreements(config: KioskConfig) -> list[Agreement]:
    """Give what was agreed; nothing where no ledger was made yet."""
    place = config.catalog.ledger or str(config.state_dir / "ledger.db")
    if "://" not in place and not Path(place).exists():
        return []
    ledger = open_ledger(place)
    try:
        return ledger.agreements()
    finally:
        ledger.close()
