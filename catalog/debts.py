"""What staff do with debts: create, close, import. Customers cannot."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from catalog import ledger_audit
from catalog.amounts import readings_of
from catalog.errors import CustomerInvalid, DebtNotFound
from catalog.ledger import CustomerId, Debt, DebtId
from catalog.ledger_book import Ledger

COLUMNS = ("customer", "total", "max_months")
"""Columns a CSV must have; `min_payment`, `currency` and `reference` may be there."""


@dataclass(frozen=True, slots=True)
class DebtImport:
    """What an import did, or would do."""

    created: int
    already_there: int
    """Rows whose reference had been imported before."""
    problems: tuple[str, ...]
    """One sentence per bad line; with any, nothing is written."""


def create_debt(
    ledger: Ledger,
    customer: CustomerId,
    *,
    total_cents: int,
    max_months: int,
    min_payment_cents: int | None = None,
    currency: str = "EUR",
    reference: str | None = None,
) -> Debt:
    """Add a debt of a customer; without a minimum it is what the longest plan needs.

    Raises:
        CustomerInvalid: A figure is out of bounds, there is no such customer, or debts
            are in the owner's tables.
    """
    minimum = min_payment_cents or -(-total_cents // max(1, max_months))
    values = {
        "customer_number": customer,
        "total_cents": total_cents,
        "max_months": max_months,
        "min_payment_cents": minimum,
        "currency": currency.strip().upper(),
        "reference": reference,
    }
    with ledger.own.writing() as connection:
        ledger_audit.lock(connection)
        number = _insert(ledger, connection, values)
    return ledger.debt_of(customer, number)


def close_debt(ledger: Ledger, debt: DebtId) -> None:
    """Close a debt: it is no longer listed nor negotiated.

    Raises:
        DebtNotFound: There is no such open debt.
    """
    table = _ours(ledger)
    at = ledger.clock().isoformat(timespec="seconds")
    with ledger.own.writing() as connection:
        ledger_audit.lock(connection)
        changed = connection.execute(
            table.update()
            .where(table.c.number == _number(debt), table.c.status == "open")
            .values(status="closed", closed_at=at)
        )
        if changed.rowcount == 0:
            raise DebtNotFound(f"there is no open debt {debt}")
        ledger_audit.append(connection, at, "debt closed", {"debt": debt})


def import_debts(ledger: Ledger, path: Path, *, is_dry_run: bool = False) -> DebtImport:
    """Add the debts of a CSV file, all of them or none.

    Customers are named by e-mail or number; amounts may be written 1.234,56 or
    1,234.56. A row whose `reference` is known is passed over, so a file may be imported
    again.

    Raises:
        CustomerInvalid: The file cannot be read or lacks a column.
    """
    rows = _rows(path)
    report = DebtImport(0, 0, ())
    try:
        with ledger.own.writing() as connection:
            ledger_audit.lock(connection)
            report = _import(ledger, connection, rows)
            if is_dry_run or report.problems:
                raise _NotToBeKept
    except _NotToBeKept:
        pass
    return report


class _NotToBeKept(Exception):
    """Undoes the transaction it is raised in."""


def _import(
    ledger: Ledger, connection: sa.Connection, rows: list[tuple[int, dict[str, str]]]
) -> DebtImport:
    table = _ours(ledger)
    problems: list[str] = []
    created = known = 0
    for line, row in rows:
        reference = row.get("reference")
        if reference and _is_known(connection, table, reference):
            known += 1
            continue
        try:
            _insert(ledger, connection, _values(ledger, connection, row))
            created += 1
        except CustomerInvalid as error:
            problems.append(f"line {line}: {error}")
    return DebtImport(created, known, tuple(problems))


def _insert(ledger: Ledger, connection: sa.Connection, values: dict[str, Any]) -> str:
    table = _ours(ledger)
    _check(values)
    customer = CustomerId(str(values["customer_number"]))
    if ledger.accounts.customer(connection, customer) is None:
        raise CustomerInvalid(f"there is no customer {customer}")
    at = ledger.clock().isoformat(timespec="seconds")
    values = {**values, "customer_number": int(customer)}
    number = connection.execute(
        table.insert()
        .values(**values, status="open", created_at=at)
        .returning(table.c.number)
    ).scalar_one()
    who = ledger_audit.pseudonym(customer)
    detail = {"who": who, "debt": str(number), "cents": values["total_cents"]}
    ledger_audit.append(connection, at, "debt created", detail)
    return str(number)


def _check(values: Mapping[str, Any]) -> None:
    for name in ("total_cents", "max_months", "min_payment_cents"):
        if values[name] <= 0:
            raise CustomerInvalid(f"{name} must be above zero, found {values[name]}")
    months, minimum = values["max_months"], values["min_payment_cents"]
    if months > 600:
        raise CustomerInvalid(f"max_months is at most 600, found {months}")
    if minimum > values["total_cents"]:
        raise CustomerInvalid("the smallest instalment is larger than the debt")
    if not (values["currency"].isalpha() and len(values["currency"]) == 3):
        raise CustomerInvalid(f"not an ISO 4217 currency: {values['currency']!r}")


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CustomerInvalid(f"cannot read {path}: {error}") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(
        text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise CustomerInvalid(
            f"{path} has no column {', '.join(missing)}; found {', '.join(names)}"
        )
    reader.fieldnames = names
    return [
        (line, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)})
        for line, row in enumerate(reader, 2)
    ]


def _values(
    ledger: Ledger, connection: sa.Connection, row: Mapping[str, str]
) -> dict[str, Any]:
    login = row["customer"]
    accounts = ledger.accounts
    customer = accounts.customer_by(connection, "email", login) or accounts.customer_by(
        connection, "number", login
    )
    if customer is None:
        raise CustomerInvalid(f"there is no customer {login!r}")
    total = _cents(row["total"])
    if not row["max_months"].isdecimal():
        raise CustomerInvalid(f"not a number of months: {row['max_months']!r}")
    months = int(row["max_months"])
    minimum = row.get("min_payment")
    return {
        "customer_number": customer.id,
        "total_cents": total,
        "max_months": months,
        "min_payment_cents": _cents(minimum)
        if minimum
        else -(-total // max(1, months)),
        "currency": (row.get("currency") or "EUR").upper(),
        "reference": row.get("reference") or None,
    }


def _cents(written: str) -> int:
    readings: Iterable[Decimal] = readings_of(written)
    for value in readings:
        return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))
    raise CustomerInvalid(f"not an amount: {written!r}")


def _is_known(connection: sa.Connection, table: sa.Table, reference: str) -> bool:
    found = connection.execute(
        table.select().where(table.c.reference == reference).limit(1)
    )
    return found.first() is not None


def _ours(ledger: Ledger) -> sa.Table:
    if not ledger.accounts.is_ours:
        raise CustomerInvalid(
            f"debts are in the owner's table {ledger.accounts.debts.name};"
            " add and close them there"
        )
    return ledger.accounts.debts


def _number(debt: DebtId) -> int:
    if not debt.isdecimal():
        raise DebtNotFound(f"there is no debt {debt!r}")
    return int(debt)
