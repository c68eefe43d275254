"""The ledger's own tables, in numbered steps.

A step and the record of it are one transaction, so a step that fails leaves nothing
behind. Steps that have been published are never edited: a change is a new step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from catalog.errors import LedgerUnfit
from catalog.ledger_engine import LedgerEngine


@dataclass(frozen=True, slots=True)
class Migration:
    """One step forward."""

    number: int
    name: str
    statements: tuple[str, ...]
    """SQL; `{key}` is the dialect's growing integer key."""
    only_sqlite: tuple[str, ...] = ()
    only_postgresql: tuple[str, ...] = ()


MIGRATIONS = (
    Migration(
        1,
        "customers and debts",
        (
            """CREATE TABLE kiosk_customers (
                number {key}, email TEXT UNIQUE, name TEXT NOT NULL, phone TEXT,
                created_at TEXT NOT NULL, erased_at TEXT)""",
            """CREATE TABLE kiosk_debts (
                number {key},
                customer_number BIGINT NOT NULL REFERENCES kiosk_customers(number),
                total_cents BIGINT NOT NULL CHECK (total_cents > 0),
                max_months INTEGER NOT NULL CHECK (max_months > 0),
                min_payment_cents BIGINT NOT NULL CHECK (min_payment_cents > 0),
                currency TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'open',
                reference TEXT UNIQUE, created_at TEXT NOT NULL, closed_at TEXT)""",
            "CREATE INDEX kiosk_debts_of ON kiosk_debts (customer_number)",
        ),
    ),
    Migration(
        2,
        "steps of negotiations and agreements",
        (
            """CREATE TABLE kiosk_steps (
                number {key}, request TEXT NOT NULL UNIQUE, visit TEXT NOT NULL,
                customer TEXT NOT NULL, debt TEXT NOT NULL, name TEXT NOT NULL,
                amount_cents BIGINT, status TEXT NOT NULL, price_cents BIGINT,
                discount_pct TEXT, state TEXT NOT NULL, result TEXT NOT NULL,
                at TEXT NOT NULL)""",
            "CREATE INDEX kiosk_steps_of ON kiosk_steps (visit, debt, number)",
            """CREATE TABLE kiosk_agreements (
                number {key}, request TEXT NOT NULL UNIQUE, visit TEXT NOT NULL,
                customer TEXT NOT NULL, debt TEXT NOT NULL, held_by TEXT NOT NULL,
                kind TEXT NOT NULL, total_cents BIGINT NOT NULL CHECK (total_cents > 0),
                currency TEXT NOT NULL, made_at TEXT NOT NULL,
                UNIQUE (debt, held_by))""",
            """CREATE TABLE kiosk_instalments (
                agreement BIGINT NOT NULL REFERENCES kiosk_agreements(number),
                number INTEGER NOT NULL, due TEXT NOT NULL,
                cents BIGINT NOT NULL CHECK (cents > 0),
                PRIMARY KEY (agreement, number))""",
        ),
    ),
    Migration(
        3,
        "audit trail",
        (
            """CREATE TABLE kiosk_audit (
                number BIGINT PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL,
                detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)""",
            """CREATE TABLE kiosk_audit_head (
                one INTEGER PRIMARY KEY CHECK (one = 1), number BIGINT NOT NULL,
                hash TEXT NOT NULL)""",
            "INSERT INTO kiosk_audit_head VALUES (1, 0, '')",
        ),
        only_sqlite=(
            """CREATE TRIGGER kiosk_audit_stays BEFORE UPDATE ON kiosk_audit
                BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
            """CREATE TRIGGER kiosk_audit_keeps BEFORE DELETE ON kiosk_audit
                BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
        ),
        only_postgresql=(
            """CREATE FUNCTION kiosk_audit_stays() RETURNS trigger AS $$
                BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END
                $$ LANGUAGE plpgsql""",
            """CREATE TRIGGER kiosk_audit_stays BEFORE UPDATE OR DELETE ON kiosk_audit
                FOR EACH ROW EXECUTE FUNCTION kiosk_audit_stays()""",
        ),
    ),
    Migration(
        4,
        "credentials and tries",
        (
            """CREATE TABLE kiosk_credentials (
                customer TEXT PRIMARY KEY, hash TEXT NOT NULL,
                changed_at TEXT NOT NULL)""",
            """CREATE TABLE kiosk_tries (
                login TEXT PRIMARY KEY, wrong INTEGER NOT NULL,
                locked_until_s DOUBLE PRECISION NOT NULL)""",
        ),
    ),
    Migration(
        5,
        "orders",
        (
            """CREATE TABLE kiosk_orders (
                number {key}, request TEXT NOT NULL UNIQUE, placed_at TEXT NOT NULL)""",
            """CREATE TABLE kiosk_order_lines (
                order_number BIGINT NOT NULL REFERENCES kiosk_orders(number),
                position INTEGER NOT NULL, product TEXT NOT NULL, name TEXT NOT NULL,
                currency TEXT NOT NULL, quantity BIGINT NOT NULL CHECK (quantity > 0),
                price_cents BIGINT NOT NULL CHECK (price_cents >= 0),
                PRIMARY KEY (order_number, position))""",
        ),
    ),
    Migration(
        6,
        "agreements that the staff are to be told of",
        (
            """CREATE TABLE kiosk_notices (
                id TEXT PRIMARY KEY,
                agreement BIGINT NOT NULL REFERENCES kiosk_agreements(number))""",
        ),
    ),
)

_KEYS = {
    "sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "postgresql": "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
}


def pending(
    engine: LedgerEngine, steps: Sequence[Migration] = MIGRATIONS
) -> list[Migration]:
    """The steps that were not applied yet; only reads.

    Raises:
        LedgerUnfit: The ledger was written by a newer kiosk.
    """
    applied: set[int] = set()
    with engine.reading() as connection:
        if sa.inspect(connection).has_table("kiosk_migrations"):
            rows = connection.execute(sa.text("SELECT number FROM kiosk_migrations"))
            applied = set(rows.scalars())
    unknown = applied - {step.number for step in steps}
    if unknown:
        raise LedgerUnfit(
            f"the ledger {engine.name} has step {max(unknown)}, written by a newer"
            " kiosk; update this one"
        )
    return [step for step in steps if step.number not in applied]


def migrate(engine: LedgerEngine, steps: Sequence[Migration] = MIGRATIONS) -> int:
    """Apply what is pending, each step in its own transaction; give how many.

    Two kiosks that start together apply each step once.
    """
    count = 0
    for step in pending(engine, steps):
        with engine.writing() as connection:
            _lock(connection)
            done = connection.execute(
                sa.text("SELECT 1 FROM kiosk_migrations WHERE number = :n"),
                {"n": step.number},
            ).first()
            if done is None:
                _apply(connection, step)
                count += 1
    return count


def _lock(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(4771001)"))
    connection.execute(
        sa.text(
            "CREATE TABLE IF NOT EXISTS kiosk_migrations (number INTEGER PRIMARY KEY,"
            " name TEXT NOT NULL, applied_at TEXT NOT NULL)"
        )
    )


def _apply(connection: sa.Connection, step: Migration) -> None:
    dialect = connection.dialect.name
    special = step.only_sqlite if dialect == "sqlite" else step.only_postgresql
    for statement in (*step.statements, *special):
        connection.exec_driver_sql(statement.replace("{key}", _KEYS[dialect]))
    connection.execute(
        sa.text("INSERT INTO kiosk_migrations VALUES (:number, :name, :at)"),
        {
            "number": step.number,
            "name": step.name,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )
