"""Agreements the staff were not told of yet: a row written with the agreement itself.

A kiosk that dies between the agreement and its notice leaves the row, and whichever
kiosk of this ledger finds it later hands the notice on, under the same id.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from catalog.ledger import Agreement
from catalog.ledger_book import Ledger
from catalog.ledger_records import AGREEMENTS, NOTICES, agreements_where

OWN_FOR_S = 60
"""For so long the kiosk that made the agreement is left to tell of it."""


@dataclass(frozen=True, slots=True)
class PendingNotice:
    """An agreement that nobody handed on yet."""

    id: str
    """By which a receiver knows a notice that comes twice."""
    agreement: Agreement


def pending_notices(ledger: Ledger, own: int | None = None) -> list[PendingNotice]:
    """Give what is to be handed on: one agreement, and what others left behind.

    Args:
        ledger: Where they are.
        own: The number of the agreement that was made just now, if one was.

    Raises:
        LedgerUnavailable: It does not answer.
    """
    since = ledger.clock() - timedelta(seconds=OWN_FOR_S)
    is_left = AGREEMENTS.c.made_at <= since.isoformat(timespec="seconds")
    found = sa.or_(is_left, NOTICES.c.agreement == own)
    with ledger.own.reading() as connection:
        rows = connection.execute(
            sa.select(NOTICES.c.agreement, NOTICES.c.id)
            .join(AGREEMENTS, AGREEMENTS.c.number == NOTICES.c.agreement)
            .where(found)
        ).all()
        ids: dict[int, str] = {row.agreement: row.id for row in rows}
        made = agreements_where(connection, AGREEMENTS.c.number.in_(ids)) if ids else []
    return [PendingNotice(ids[one.number], one) for one in made]


def notice_handed_on(ledger: Ledger, notice: PendingNotice) -> None:
    """Forget a notice that is on its way.

    Raises:
        LedgerUnavailable: It does not answer; the notice will be handed on again.
    """
    with ledger.own.writing() as connection:
        connection.execute(NOTICES.delete().where(NOTICES.c.id == notice.id))
