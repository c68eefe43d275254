"""Customers of the kiosk's own ledger: registering, changing, erasing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from catalog import ledger_audit
from catalog.errors import CustomerInvalid, CustomerUnknown, LedgerUnavailable
from catalog.ledger import Customer, CustomerId
from catalog.ledger_book import Ledger
from catalog.ledger_records import AGREEMENTS, STEPS
from catalog.logins import CREDENTIALS, forget_tries, keep_secret
from catalog.passwords import check_secret

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of a customer's data, for the customer and the owner's records."""

    deleted: tuple[str, ...]
    kept_without_name: tuple[str, ...]
    """What the law makes one keep; it no longer says whose it was."""
    left_to_the_owner: tuple[str, ...] = ()
    """Tables of the owner's that still hold the customer; the kiosk only reads them."""


def register_customer(
    ledger: Ledger,
    *,
    email: str,
    name: str,
    secret: str,
    phone: str = "",
    by: str = "staff",
) -> Customer:
    """Add a customer with their password or PIN.

    Raises:
        CustomerInvalid: Something is missing, weak, or taken; or customers are in
            tables of the owner's, where only the owner adds them.
    """
    values = _checked({"email": email, "name": name, "phone": phone})
    check_secret(secret)
    table = _ours(ledger)
    at = ledger.clock().isoformat(timespec="seconds")
    with ledger.own.writing() as connection:
        ledger_audit.lock(connection)
        _refuse_taken(ledger, connection, values["email"])
        added = connection.execute(
            table.insert().values(**values, created_at=at).returning(table.c.number)
        )
        customer = CustomerId(str(added.scalar_one()))
        keep_secret(connection, customer, secret, at)
        detail = {"who": ledger_audit.pseudonym(customer), "by": by}
        ledger_audit.append(connection, at, "customer registered", detail)
    return Customer(customer, values["email"], values["name"])


def change_customer(
    ledger: Ledger,
    customer: CustomerId,
    *,
    email: str | None = None,
    name: str | None = None,
    phone: str | None = None,
    secret: str | None = None,
    by: str = "staff",
) -> None:
    """Change what is given; None leaves it. A new secret ends a lock-out.

    Raises:
        CustomerInvalid: As for `register_customer`, or there is no such customer.
    """
    given = {"email": email, "name": name, "phone": phone}
    values = _checked({k: v for k, v in given.items() if v is not None})
    if secret is not None:
        check_secret(secret)
    _must_be_kept(ledger)
    at = ledger.clock().isoformat(timespec="seconds")
    with ledger.own.writing() as connection:
        ledger_audit.lock(connection)
        _must_exist(ledger, connection, customer)
        if values:
            table = _ours(ledger)
            if "email" in values:
                _refuse_taken(ledger, connection, values["email"], customer)
            is_theirs = table.c.number == int(customer)
            connection.execute(table.update().where(is_theirs).values(**values))
        if secret is not None:
            keep_secret(connection, customer, secret, at)
            forget_tries(connection, customer)
        changed = sorted([*values, *(["secret"] if secret else [])])
        who = ledger_audit.pseudonym(customer)
        detail = {"who": who, "changed": changed, "by": by}
        ledger_audit.append(connection, at, "customer changed", detail)


def all_customers(ledger: Ledger) -> tuple[Customer, ...]:
    """Everybody, in the order of their numbers; for staff."""
    with ledger.engine.reading() as connection:
        return ledger.accounts.all_customers(connection)


def erase_customer(
    ledger: Ledger, customer: CustomerId, *, by: str = "staff"
) -> Erased:
    """Delete what may be deleted and take the name off what must be kept.

    Raises:
        CustomerInvalid: There is no such customer.
    """
    _must_be_kept(ledger)
    at = ledger.clock().isoformat(timespec="seconds")
    name = ledger_audit.pseudonym(customer)
    accounts = ledger.accounts
    with ledger.own.writing() as connection:
        ledger_audit.lock(connection)
        _must_exist(ledger, connection, customer)
        for kept in (CREDENTIALS, STEPS):
            connection.execute(kept.delete().where(kept.c.customer == customer))
        forget_tries(connection, customer)
        if accounts.is_ours:
            nobody = {"email": None, "name": "", "phone": None, "erased_at": at}
            table = accounts.customers
            is_theirs = table.c.number == int(customer)
            connection.execute(table.update().where(is_theirs).values(**nobody))
        else:
            is_theirs = AGREEMENTS.c.customer == customer
            connection.execute(
                AGREEMENTS.update().where(is_theirs).values(customer=name)
            )
        detail = {"who": name, "by": by}
        ledger_audit.append(connection, at, "customer erased", detail)
    if accounts.is_ours:
        return Erased(
            deleted=("name", "e-mail", "telephone", "password", "negotiations"),
            kept_without_name=("debts", "agreements", "audit trail"),
        )
    return Erased(
        deleted=("password", "negotiations"),
        kept_without_name=("agreements", "audit trail"),
        left_to_the_owner=(accounts.customers.name, accounts.debts.name),
    )


def _checked(values: Mapping[str, str]) -> dict[str, str]:
    clean = {key: " ".join(value.split()) for key, value in values.items()}
    for key, value in clean.items():
        if len(value) > _LONGEST:
            raise CustomerInvalid(f"{key} has more than {_LONGEST} characters")
        if not value.isprintable():
            raise CustomerInvalid(f"{key} has characters that cannot be shown")
    if "email" in clean:
        clean["email"] = clean["email"].lower()
        if not _EMAIL.fullmatch(clean["email"]):
            raise CustomerInvalid(f"not an e-mail address: {clean['email']!r}")
    if clean.get("name") == "":
        raise CustomerInvalid("a customer needs a name")
    return clean


def _ours(ledger: Ledger) -> sa.Table:
    if not ledger.accounts.is_ours:
        raise CustomerInvalid(
            f"customers are in the owner's table {ledger.accounts.customers.name};"
            " add and change them there"
        )
    return ledger.accounts.customers


def _must_be_kept(ledger: Ledger) -> None:
    if not ledger.is_kept:
        raise LedgerUnavailable(f"{ledger.name} cannot be written: nothing changed")


def _must_exist(
    ledger: Ledger, connection: sa.Connection, customer: CustomerId
) -> None:
    if ledger.accounts.customer(connection, customer) is None:
        raise CustomerUnknown(f"there is no customer {customer}")


def _refuse_taken(
    ledger: Ledger,
    connection: sa.Connection,
    email: str,
    but: CustomerId | None = None,
) -> None:
    other = ledger.accounts.customer_by(connection, "email", email)
    if other is not None and other.id != but:
        raise CustomerInvalid("this e-mail address is taken")
