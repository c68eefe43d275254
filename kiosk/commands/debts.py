"""`kiosk debts`: what staff do with debts, and the policy tried out."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from agents import SHEET, PolicyInvalid, read_policy, simulate, simulation_table
from catalog import Agreement, CustomerInvalid
from kiosk.commands.counter import at_the_counter, money, print_table
from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import LoadedConfig
from kiosk.desk import Desk, Owed

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands

SIMULATED_LIMIT = 100_000


def add_to(commands: "Commands") -> None:
    """Declare debts and what can be done with them."""
    group = commands.add_parser("debts", help="list, create, close, import, simulate")
    group.add_argument("--ledger", metavar="PATH_OR_URL", help="customers and debts")
    group.set_defaults(command=at_the_counter(_list), customer="", all=False)
    actions = group.add_subparsers(title="actions")
    listing = actions.add_parser("list", help="open debts and what was agreed")
    listing.add_argument(
        "customer", nargs="?", default="", help="e-mail or number; all otherwise"
    )
    listing.add_argument("--all", action="store_true", help="closed ones too")
    create = actions.add_parser("create", help="add a debt of a customer")
    create.add_argument("customer", help="e-mail or number")
    create.add_argument("total", help="the whole debt: 1234.56 or 1.234,56")
    create.add_argument("months", help="of the longest plan")
    create.add_argument("--min", metavar="AMOUNT", help="smallest instalment")
    create.add_argument("--currency", default="EUR", help="ISO 4217")
    create.add_argument("--reference", help="your number; makes a repeat harmless")
    create.set_defaults(command=at_the_counter(_create))
    close = actions.add_parser("close", help="a closed debt is no longer negotiated")
    close.add_argument("debt", help="its number")
    close.set_defaults(command=at_the_counter(_close))
    reading = actions.add_parser("import", help="add debts from a CSV or Excel file")
    reading.add_argument("file", type=Path)
    reading.add_argument(
        "--dry-run", action="store_true", help="only say what would be"
    )
    reading.set_defaults(command=at_the_counter(_import))
    audit = actions.add_parser("audit", help="check the audit trail from end to end")
    audit.set_defaults(command=at_the_counter(_audit))
    _add_policy_to(actions)


def _add_policy_to(actions: "Commands") -> None:
    policy = actions.add_parser("policy", help="print the terms, commented, to edit")
    policy.set_defaults(command=_policy)
    trial = actions.add_parser("simulate", help="play the terms on made-up customers")
    trial.add_argument("--policy", type=Path, help="a file that is not in use yet")
    trial.add_argument("--customers", type=int, default=1000)
    trial.add_argument("--seed", type=int, default=1, help="chooses the customers")
    trial.set_defaults(command=_simulate)


def _list(options: argparse.Namespace, desk: Desk) -> None:
    found = desk.debts(options.customer, with_closed=options.all)
    if not found:
        narrate(f"no debts in {desk.ledger.name}")
        return
    head = ("debt", "customer", "total", "months", "smallest", "is", "agreed")
    print_table(head, map(_cells, found))


def _cells(owed: Owed) -> tuple[str, ...]:
    debt = owed.debt
    return (
        debt.id,
        f"{owed.name} ({debt.customer})",
        money(debt.total_cents, debt.currency),
        str(debt.max_months),
        money(debt.min_payment_cents, debt.currency),
        "open" if debt.is_open else "closed",
        "" if owed.agreement is None else _agreed(owed.agreement),
    )


def _agreed(agreement: Agreement) -> str:
    price = money(agreement.terms.total_cents, agreement.currency)
    return f"{price} {agreement.terms.kind} {agreement.made_at:%Y-%m-%d}"


def _create(options: argparse.Namespace, desk: Desk) -> None:
    debt = desk.create_debt(
        options.customer,
        total=options.total,
        months=options.months,
        minimum=options.min,
        currency=options.currency,
        reference=options.reference,
    )
    sys.stdout.write(f"debt {debt.id}\n")


def _close(options: argparse.Namespace, desk: Desk) -> None:
    desk.close_debt(options.debt)


def _import(options: argparse.Namespace, desk: Desk) -> None:
    report = desk.import_debts(options.file, is_dry_run=options.dry_run)
    for problem in report.problems:
        narrate(problem)
    if report.problems:
        raise CustomerInvalid("nothing was imported; mend the lines above")
    would = "would be " if options.dry_run else ""
    sys.stdout.write(
        f"{report.created} debts {would}created, {report.already_there} already there\n"
    )


def _audit(_: argparse.Namespace, desk: Desk) -> None:
    sys.stdout.write(f"{desk.ledger.verify_audit()} entries, none changed or missing\n")


def _policy(_: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.openings import policy_of
    from kiosk.sample_config import policy_text

    sys.stdout.write(policy_text(policy_of(loaded.config)))
    return ExitCode.DONE


def _simulate(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.openings import policy_of

    if not 1 <= options.customers <= SIMULATED_LIMIT:
        narrate(f"--customers goes from 1 to {SIMULATED_LIMIT}")
        return ExitCode.USAGE
    try:
        policy = read_policy(options.policy) if options.policy else None
    except PolicyInvalid as error:
        narrate(str(error))
        return ExitCode.USAGE
    policy = policy or policy_of(loaded.config)
    played = simulate(policy, options.customers, seed=options.seed)
    sys.stdout.write(simulation_table(played) + "\n")
    if policy != SHEET:
        sheet = simulate(SHEET, options.customers, seed=options.seed)
        sys.stdout.write(
            "\nwith the rule sheet instead:\n" + simulation_table(sheet) + "\n"
        )
    return ExitCode.DONE
