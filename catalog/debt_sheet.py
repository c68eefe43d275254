"""Many debts at once, out of a CSV or Excel file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from catalog import ledger_audit
from catalog.debts import insert_debt, known_reference, own_debts
from catalog.errors import CustomerInvalid, ImportRefused
from catalog.ledger_adoption import DEBT_COLUMNS, columns_of
from catalog.ledger_book import Ledger
from catalog.sheets import open_sheet
from catalog.staff_figures import cents_written, currency_written, months_written

_COLUMNS = {
    **{
        meaning: DEBT_COLUMNS[meaning]
        for meaning in ("customer", "total", "min_payment", "currency")
    },
    "max_months": (*DEBT_COLUMNS["max_months"], "meses", "months"),
    "reference": ("reference", "referencia", "ref", "invoice", "factura"),
}
_NEEDED = ("customer", "total", "max_months")
_PROBLEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DebtImport:
    """What an import did, or would do."""

    created: int
    already_there: int
    """Rows whose reference had been imported before."""
    problems: tuple[str, ...]
    """One sentence per bad line; with any, nothing is written."""


class _NotToBeKept(Exception):
    """Undoes the transaction it is raised in."""


def import_debts(
    ledger: Ledger, path: Path, *, is_dry_run: bool = False, by: str = "staff"
) -> DebtImport:
    """Add the debts of a file, all of them or none.

    Customers are named by e-mail or number; amounts may be written 1.234,56 or
    1,234.56. A row whose `reference` is known is passed over, so a file may be imported
    again; rows without one are added each time.

    Raises:
        CustomerInvalid: The file cannot be read or lacks a column, or debts are in the
            owner's tables.
    """
    own_debts(ledger)
    report = DebtImport(0, 0, ())
    try:
        with open_sheet(path) as sheet, ledger.own.writing() as connection:
            columns = _columns(path, sheet.header)
            rows = ((line, _row(columns, cells)) for line, cells in sheet.rows)
            ledger_audit.lock(connection)
            report = _import(ledger, connection, rows, by)
            if is_dry_run or report.problems:
                raise _NotToBeKept
    except ImportRefused as error:
        raise CustomerInvalid(str(error)) from error
    except _NotToBeKept:
        pass
    return report


def _import(
    ledger: Ledger,
    connection: sa.Connection,
    rows: Iterator[tuple[int, Mapping[str, Any]]],
    by: str,
) -> DebtImport:
    problems: list[str] = []
    created = known = 0
    for line, row in rows:
        try:
            values = _values(ledger, connection, row)
            if known_reference(ledger, connection, values):
                known += 1
                continue
            insert_debt(ledger, connection, values, by)
            created += 1
        except CustomerInvalid as error:
            problems.append(f"line {line}: {error}")
            if len(problems) == _PROBLEMS_SHOWN:
                problems.append("…")
                break
    return DebtImport(created, known, tuple(problems))


def _columns(path: Path, header: tuple[str, ...]) -> dict[str, int]:
    """Where each meaning stands in a row."""
    names = [name.replace(" ", "_") for name in header]
    found = columns_of(names, _COLUMNS)
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        raise CustomerInvalid(
            f"{path} has no column {', '.join(missing)}; found {', '.join(header)}"
        )
    return {meaning: names.index(name) for meaning, name in found.items()}


def _row(columns: Mapping[str, int], cells: list[Any]) -> dict[str, Any]:
    return {
        meaning: cells[place]
        for meaning, place in columns.items()
        if place < len(cells) and cells[place] not in (None, "")
    }


def _values(
    ledger: Ledger, connection: sa.Connection, row: Mapping[str, Any]
) -> dict[str, Any]:
    login = str(row.get("customer", ""))
    accounts = ledger.accounts
    customer = accounts.customer_by(connection, "email", login) or accounts.customer_by(
        connection, "number", login
    )
    if customer is None:
        raise CustomerInvalid(f"there is no customer {login!r}")
    total = cents_written(row.get("total", ""))
    months = months_written(row.get("max_months", ""))
    minimum = row.get("min_payment")
    reference = row.get("reference")
    return {
        "customer_number": customer.id,
        "total_cents": total,
        "max_months": months,
        "min_payment_cents": (
            -(-total // months) if minimum is None else cents_written(minimum)
        ),
        "currency": currency_written(str(row.get("currency", "EUR"))),
        "reference": None if reference is None else str(reference).strip(),
    }
