"""What staff do with debts: create and close. Customers cannot."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from catalog import ledger_audit
from catalog.errors import CustomerInvalid, CustomerUnknown, DebtNotFound
from catalog.ledger import CustomerId, Debt, DebtId
from catalog.ledger_book import Ledger
from catalog.staff_figures import MOST_CENTS, MOST_MONTHS, currency_written


def create_debt(
    ledger: Ledger,
    customer: CustomerId,
    *,
    total_cents: int,
    max_months: int,
    min_payment_cents: int | None = None,
    currency: str = "EUR",
    reference: str | None = None,
    by: str = "staff",
) -> Debt:
    """Add a debt of a customer; without a minimum it is what the longest plan needs.

    Args:
        ledger: Where it is kept.
        customer: Whose it is.
        total_cents: The whole debt, above zero.
        max_months: Months of the longest plan, 1 to 600.
        min_payment_cents: Smallest instalment the customer may ask for.
        currency: ISO 4217.
        reference: The shop's own number for it; one that is known makes no second debt.
        by: At which door staff stood, for the audit trail.

    Raises:
        CustomerInvalid: A figure is out of bounds, there is no such customer, the
            reference is another debt's, or debts are in the owner's tables.
        DebtNotFound: The debt of this reference was closed.
    """
    values = {
        "customer_number": customer,
        "total_cents": total_cents,
        "max_months": max_months,
        "min_payment_cents": _minimum(total_cents, max_months, min_payment_cents),
        "currency": currency_written(currency),
        "reference": reference,
    }
    with ledger.own.writing() as connection:
        ledger_audit.lock(connection)
        number = known_reference(ledger, connection, values) or insert_debt(
            ledger, connection, values, by
        )
    return ledger.debt_of(customer, number)


def close_debt(ledger: Ledger, debt: DebtId, *, by: str = "staff") -> None:
    """Close a debt: it is no longer listed nor negotiated.

    Raises:
        CustomerInvalid: Debts are in the owner's tables.
        DebtNotFound: There is no such open debt.
    """
    table = own_debts(ledger)
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
        ledger_audit.append(connection, at, "debt closed", {"debt": debt, "by": by})


def insert_debt(
    ledger: Ledger, connection: sa.Connection, values: Mapping[str, Any], by: str
) -> str:
    """Add a checked debt within the caller's transaction; give its number."""
    table = own_debts(ledger)
    _check(values)
    customer = CustomerId(str(values["customer_number"]))
    if ledger.accounts.customer(connection, customer) is None:
        raise CustomerUnknown(f"there is no customer {customer}")
    at = ledger.clock().isoformat(timespec="seconds")
    own = {"customer_number": int(customer), "status": "open", "created_at": at}
    number = connection.execute(
        table.insert().values(**{**values, **own}).returning(table.c.number)
    ).scalar_one()
    detail = {
        "who": ledger_audit.pseudonym(customer),
        "debt": str(number),
        "cents": values["total_cents"],
        "by": by,
    }
    ledger_audit.append(connection, at, "debt created", detail)
    return str(number)


def known_reference(
    ledger: Ledger, connection: sa.Connection, values: Mapping[str, Any]
) -> str | None:
    """The number of the same debt under this reference, when it was added before.

    Raises:
        CustomerInvalid: The reference stands for another debt.
    """
    if not values["reference"]:
        return None
    table = own_debts(ledger)
    found = connection.execute(
        table.select().where(table.c.reference == values["reference"])
    ).first()
    if found is None:
        return None
    same = str(values["customer_number"]), values["total_cents"]
    if (str(found.customer_number), found.total_cents) != same:
        raise CustomerInvalid(
            f"reference {values['reference']} is another debt's: {found.number}"
        )
    return str(found.number)


def own_debts(ledger: Ledger) -> sa.Table:
    """The ledger's own table of debts.

    Raises:
        CustomerInvalid: Debts are in the owner's tables, which are only read.
    """
    if not ledger.accounts.is_ours:
        raise CustomerInvalid(
            f"debts are in the owner's table {ledger.accounts.debts.name};"
            " add and close them there"
        )
    return ledger.accounts.debts


def _minimum(total_cents: int, max_months: int, given_cents: int | None) -> int:
    if given_cents is not None:
        return given_cents
    return -(-total_cents // max(1, max_months))


def _check(values: Mapping[str, Any]) -> None:
    for name in ("total_cents", "max_months", "min_payment_cents"):
        if values[name] <= 0:
            raise CustomerInvalid(f"{name} must be above zero, found {values[name]}")
    if values["max_months"] > MOST_MONTHS:
        raise CustomerInvalid(
            f"max_months is at most {MOST_MONTHS}, found {values['max_months']}"
        )
    if values["total_cents"] > MOST_CENTS:
        raise CustomerInvalid(f"more than a debt can be: {values['total_cents']} cents")
    if values["min_payment_cents"] > values["total_cents"]:
        raise CustomerInvalid("the smallest instalment is larger than the debt")


def _number(debt: DebtId) -> int:
    if not (debt.isascii() and debt.isdecimal() and len(debt) < 19):
        raise DebtNotFound(f"there is no debt {debt!r}")
    return int(debt)
