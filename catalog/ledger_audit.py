"""What was done with the ledger: an append-only trail whose entries hold each other.

Every entry carries the hash of the one before it, so a changed, missing or inserted
entry breaks the chain. Customers appear as a pseudonym: a trail cannot forget.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from catalog.errors import AuditBroken

_METADATA = sa.MetaData()
AUDIT = sa.Table(
    "kiosk_audit",
    _METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("at", sa.Text),
    sa.Column("what", sa.Text),
    sa.Column("detail", sa.Text),
    sa.Column("previous", sa.Text),
    sa.Column("hash", sa.Text),
)
HEAD = sa.Table(
    "kiosk_audit_head",
    _METADATA,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("number", sa.BigInteger),
    sa.Column("hash", sa.Text),
)


def lock(connection: sa.Connection) -> None:
    """Make every other writer wait until this transaction ends."""
    connection.execute(sa.select(HEAD).with_for_update()).one()


def append(
    connection: sa.Connection, at: str, what: str, detail: Mapping[str, Any]
) -> None:
    """Add an entry within the caller's transaction, after `lock`."""
    head = connection.execute(sa.select(HEAD)).one()
    number = head.number + 1
    text = json.dumps(dict(detail), sort_keys=True, ensure_ascii=False)
    entry_hash = _hash(number, at, what, text, head.hash)
    connection.execute(
        AUDIT.insert().values(
            number=number,
            at=at,
            what=what,
            detail=text,
            previous=head.hash,
            hash=entry_hash,
        )
    )
    connection.execute(HEAD.update().values(number=number, hash=entry_hash))


def verify(connection: sa.Connection) -> int:
    """Walk the whole chain; give how many entries it has.

    Raises:
        AuditBroken: An entry was changed, removed or put in; says which.
    """
    previous, count = "", 0
    for row in connection.execute(sa.select(AUDIT).order_by(AUDIT.c.number)):
        count += 1
        expected = _hash(row.number, row.at, row.what, row.detail, previous)
        if (row.number, row.previous, row.hash) != (count, previous, expected):
            raise AuditBroken(f"the audit trail breaks at entry {count}")
        previous = row.hash
    head = connection.execute(sa.select(HEAD)).one()
    if (head.number, head.hash) != (count, previous):
        raise AuditBroken(f"the audit trail ends at {count}, not at {head.number}")
    return count


def pseudonym(customer: str) -> str:
    """How a customer is called in the trail."""
    return hashlib.sha256(f"kiosk customer {customer}".encode()).hexdigest()[:16]


def _hash(number: int, at: str, what: str, detail: str, previous: str) -> str:
    whole = json.dumps([number, at, what, detail, previous], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
