"""Logging in: one answer for every wrong try, and a wait that grows.

The caller types; no log-in ever passes through a transcript or a model.
"""

import hmac
import re

import sqlalchemy as sa

from catalog import ledger_audit
from catalog.errors import LoginLocked, LoginRefused
from catalog.ledger import Customer, CustomerId
from catalog.ledger_book import Ledger
from catalog.ledger_engine import once_more
from catalog.passwords import NOBODYS_HASH, hash_of, is_outdated, is_secret

FREE_TRIES = 5
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 3600

_STAFF = "staff"
"""Whose tries these are; no customer's pseudonym."""

_HASHED = re.compile(r"\$\w+\$|pbkdf2|scrypt:|\{\w+\}|[0-9a-fA-F]{32,}$")
"""Hashes of other makers: whoever has seen one must not get in by typing it."""

_METADATA = sa.MetaData()
CREDENTIALS = sa.Table(
    "kiosk_credentials",
    _METADATA,
    sa.Column("customer", sa.Text, primary_key=True),
    sa.Column("hash", sa.Text),
    sa.Column("changed_at", sa.Text),
)
TRIES = sa.Table(
    "kiosk_tries",
    _METADATA,
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("wrong", sa.Integer),
    sa.Column("locked_until_s", sa.Float),
)


@once_more
def log_in(ledger: Ledger, login: str, secret: str) -> Customer:
    """Give the customer whose e-mail or number and password or PIN these are.

    The try is counted before it is judged, so that tries made at once count too. A
    plain password in an owner's table is good once: its hash is kept from then on.

    Raises:
        LoginRefused: Wrong, or there is no such customer.
        LoginLocked: Too many wrong tries; this one was not judged.
        LedgerUnavailable: The ledger does not answer.
    """
    customer = ledger.customer_by_login(login)
    name = ledger_audit.pseudonym(customer.id if customer else login.strip().lower())
    _count_try(ledger, name)
    if customer is None:
        is_secret(NOBODYS_HASH, secret)
        raise LoginRefused("wrong e-mail, number, password or PIN")
    if not _is_theirs(ledger, customer.id, secret):
        raise LoginRefused("wrong e-mail, number, password or PIN")
    _let_in(ledger, name)
    return customer


@once_more
def check_staff_pin(ledger: Ledger, kept: str, pin: str) -> None:
    """Let staff in by their PIN; wrong tries count and wait as customers' do.

    Args:
        ledger: Where tries are counted, for all kiosks on it.
        kept: The PIN of the settings, or its argon2 hash; empty fits nothing.
        pin: What was typed.

    Raises:
        LoginRefused: Wrong.
        LoginLocked: Too many wrong tries; this one was not judged.
        LedgerUnavailable: The ledger does not answer.
    """
    _count_try(ledger, _STAFF)
    if kept.startswith("$argon2"):
        fits = is_secret(kept, pin)
    else:
        fits = bool(kept) and hmac.compare_digest(kept.encode(), pin.encode())
    if not fits:
        raise LoginRefused("wrong staff PIN")
    _let_in(ledger, _STAFF)


def keep_secret(
    connection: sa.Connection, customer: CustomerId, secret: str, at: str
) -> None:
    """Keep the hash of a customer's new secret, within the caller's transaction."""
    connection.execute(CREDENTIALS.delete().where(CREDENTIALS.c.customer == customer))
    connection.execute(
        CREDENTIALS.insert().values(
            customer=customer, hash=hash_of(secret), changed_at=at
        )
    )


def forget_tries(connection: sa.Connection, customer: CustomerId) -> None:
    """End a customer's lock-out, within the caller's transaction."""
    name = ledger_audit.pseudonym(customer)
    connection.execute(TRIES.delete().where(TRIES.c.login == name))


def _let_in(ledger: Ledger, name: str) -> None:
    with ledger.own.writing() as connection:
        connection.execute(TRIES.delete().where(TRIES.c.login == name))


def _count_try(ledger: Ledger, name: str) -> None:
    now_s = ledger.clock().timestamp()
    with ledger.own.writing() as connection:
        ledger_audit.lock(connection)
        row = connection.execute(sa.select(TRIES).where(TRIES.c.login == name)).first()
        wrong = row.wrong if row else 0
        if row is not None and row.locked_until_s > now_s:
            raise LoginLocked(int(row.locked_until_s - now_s) + 1)
        until_s = now_s + _wait_s(wrong + 1) if wrong + 1 >= FREE_TRIES else 0.0
        connection.execute(TRIES.delete().where(TRIES.c.login == name))
        connection.execute(
            TRIES.insert().values(login=name, wrong=wrong + 1, locked_until_s=until_s)
        )


def _wait_s(wrong: int) -> int:
    """Seconds to wait after so many wrong tries in a row: 30, 60, 120 … an hour."""
    doubled = FIRST_WAIT_S << min(wrong - FREE_TRIES, 20)
    return min(LONGEST_WAIT_S, doubled)


def _is_theirs(ledger: Ledger, customer: CustomerId, secret: str) -> bool:
    with ledger.own.reading() as connection:
        kept = connection.execute(
            sa.select(CREDENTIALS.c.hash).where(CREDENTIALS.c.customer == customer)
        ).scalar()
    if kept is not None:
        fits = is_secret(kept, secret)
        if fits and is_outdated(kept):
            _keep(ledger, customer, secret)
        return fits
    return _is_old(ledger, customer, secret)


def _is_old(ledger: Ledger, customer: CustomerId, secret: str) -> bool:
    """Judge by what the owner's table keeps, and keep our own hash when it fits."""
    with ledger.engine.reading() as connection:
        old = ledger.accounts.plain_password(connection, customer)
    if old is not None and old.startswith("$argon2"):
        fits = is_secret(old, secret)
    else:
        is_secret(NOBODYS_HASH, secret)
        is_plain = bool(old) and not _HASHED.match(old or "")
        fits = is_plain and hmac.compare_digest(str(old).encode(), secret.encode())
    if fits:
        _keep(ledger, customer, secret)
    return fits


def _keep(ledger: Ledger, customer: CustomerId, secret: str) -> None:
    at = ledger.clock().isoformat(timespec="seconds")
    with ledger.own.writing() as connection:
        keep_secret(connection, customer, secret, at)
