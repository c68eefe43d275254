"""What the staff's commands share: the desk, its exit codes, tables of what is found.

Whoever may run these commands on this machine is staff; a customer at the kiosk cannot.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence

from catalog import (
    AuditBroken,
    CatalogError,
    LedgerUnavailable,
    LedgerUnfit,
    open_ledger,
)
from kiosk.commands.shell import Command, ExitCode, narrate
from kiosk.config import LoadedConfig
from kiosk.desk import Desk


def at_the_counter(
    work: Callable[[argparse.Namespace, Desk], None],
) -> Command:
    """A command that works with the ledger; its errors become exit codes."""

    def command(options: argparse.Namespace, loaded: LoadedConfig) -> int:
        from kiosk.openings import make_state_dir

        make_state_dir(loaded.config)
        try:
            ledger = open_ledger(loaded.config.ledger_place)
        except LedgerUnfit as error:
            narrate(str(error))
            return ExitCode.USAGE
        except LedgerUnavailable as error:
            narrate(str(error))
            return ExitCode.UNREACHABLE
        try:
            work(options, Desk(ledger, by="command"))
        except LedgerUnavailable as error:
            narrate(str(error))
            return ExitCode.UNREACHABLE
        except AuditBroken as error:
            narrate(f"{error}: call whoever is responsible for the data")
            return ExitCode.FAILED
        except CatalogError as error:
            narrate(str(error))
            return ExitCode.FAILED
        finally:
            ledger.close()
        return ExitCode.DONE

    return command


def money(cents: int, currency: str) -> str:
    """An amount as staff read it: 1,234.50 EUR."""
    return f"{cents // 100:,}.{cents % 100:02d} {currency}"


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns under each other on stdout, figures to the right."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    for line in lines:
        cells = (
            cell.rjust(width) if _is_figure(cell) else cell.ljust(width)
            for cell, width in zip(line, widths, strict=True)
        )
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def _is_figure(cell: str) -> bool:
    """Whether digits should stand under digits; addresses and times are words."""
    return cell[:1].isdigit() and ":" not in cell
