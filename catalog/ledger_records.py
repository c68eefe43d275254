"""The ledger's own tables of steps and agreements, as SQLAlchemy knows them."""

from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from catalog.ledger import (
    AgreedTerms,
    Agreement,
    CustomerId,
    Debt,
    DebtId,
    Instalment,
    LedgerStep,
)

_METADATA = sa.MetaData()
_TEXT, _WHOLE = sa.Text, sa.BigInteger
STEPS = sa.Table(
    "kiosk_steps",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(
        sa.Column(name, _TEXT)
        for name in ("request", "visit", "customer", "debt", "name", "status", "state")
    ),
    *(sa.Column(name, _WHOLE) for name in ("amount_cents", "price_cents")),
    *(sa.Column(name, _TEXT) for name in ("discount_pct", "result", "at")),
)
AGREEMENTS = sa.Table(
    "kiosk_agreements",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    *(
        sa.Column(name, _TEXT)
        for name in ("request", "visit", "customer", "debt", "held_by", "kind")
    ),
    sa.Column("total_cents", _WHOLE),
    *(sa.Column(name, _TEXT) for name in ("currency", "made_at")),
)
INSTALMENTS = sa.Table(
    "kiosk_instalments",
    _METADATA,
    sa.Column("agreement", _WHOLE, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("due", _TEXT),
    sa.Column("cents", _WHOLE),
)

NOTICES = sa.Table(
    "kiosk_notices",
    _METADATA,
    sa.Column("id", _TEXT, primary_key=True),
    sa.Column("agreement", _WHOLE),
)


def step_from(row: Any) -> LedgerStep:
    """A step as it was kept."""
    return LedgerStep(
        name=row.name,
        amount_cents=row.amount_cents,
        status=row.status,
        price_cents=row.price_cents,
        discount_pct=None if row.discount_pct is None else Decimal(row.discount_pct),
        state=row.state,
        result=row.result,
        at=datetime.fromisoformat(row.at),
    )


def agreements_where(
    connection: sa.Connection, *conditions: sa.ColumnElement[bool]
) -> list[Agreement]:
    """The agreements that fit, oldest first."""
    query = sa.select(AGREEMENTS).where(*conditions).order_by(AGREEMENTS.c.number)
    rows = connection.execute(query).all()
    parts = connection.execute(
        sa.select(INSTALMENTS)
        .join(AGREEMENTS, AGREEMENTS.c.number == INSTALMENTS.c.agreement)
        .where(*conditions)
        .order_by(INSTALMENTS.c.agreement, INSTALMENTS.c.number)
    )
    by_agreement = {
        number: tuple(
            Instalment(part.number, date.fromisoformat(part.due), part.cents)
            for part in its_parts
        )
        for number, its_parts in groupby(parts, key=lambda part: part.agreement)
    }
    return [_agreement(row, by_agreement[row.number]) for row in rows]


def insert_step(
    connection: sa.Connection, step: LedgerStep, whose: dict[str, Any], at: str
) -> None:
    """Keep a step within the caller's transaction."""
    discount = None if step.discount_pct is None else str(step.discount_pct)
    connection.execute(
        STEPS.insert().values(
            **whose,
            name=step.name,
            amount_cents=step.amount_cents,
            status=step.status,
            price_cents=step.price_cents,
            discount_pct=discount,
            state=step.state,
            result=step.result,
            at=at,
        )
    )


def insert_agreement(
    connection: sa.Connection,
    agreed: AgreedTerms,
    debt: Debt,
    whose: dict[str, Any],
    held_by: str,
    at: str,
) -> int:
    """Keep what is agreed with a step, and give its number."""
    number = connection.execute(
        AGREEMENTS.insert()
        .values(
            **whose,
            held_by=held_by,
            kind=agreed.kind,
            total_cents=agreed.total_cents,
            currency=debt.currency,
            made_at=at,
        )
        .returning(AGREEMENTS.c.number)
    ).scalar_one()
    connection.execute(
        INSTALMENTS.insert(),
        [
            {
                "agreement": number,
                "number": part.number,
                "due": part.due.isoformat(),
                "cents": part.cents,
            }
            for part in agreed.instalments
        ],
    )
    return int(number)


def note_agreement(connection: sa.Connection, agreement: int) -> None:
    """Note within the same transaction that the staff are to be told."""
    connection.execute(NOTICES.insert().values(id=uuid4().hex, agreement=agreement))


def _agreement(row: Any, instalments: tuple[Instalment, ...]) -> Agreement:
    return Agreement(
        number=row.number,
        debt=DebtId(row.debt),
        customer=CustomerId(row.customer),
        visit=row.visit,
        terms=AgreedTerms(row.kind, instalments),
        currency=row.currency,
        made_at=datetime.fromisoformat(row.made_at),
    )
