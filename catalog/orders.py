"""Orders in the ledger: placed once, numbered, listed for staff."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from catalog import ledger_audit
from catalog.errors import LedgerUnavailable
from catalog.ledger_book import Ledger
from catalog.ledger_engine import once_more
from catalog.order import Order, OrderLine, totals_of

_METADATA = sa.MetaData()
ORDERS = sa.Table(
    "kiosk_orders",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("request", sa.Text),
    sa.Column("placed_at", sa.Text),
)
LINES = sa.Table(
    "kiosk_order_lines",
    _METADATA,
    sa.Column("order_number", sa.BigInteger, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    *(sa.Column(name, sa.Text) for name in ("product", "name", "currency")),
    *(sa.Column(name, sa.BigInteger) for name in ("quantity", "price_cents")),
)


@once_more
def place_order(ledger: Ledger, lines: Sequence[OrderLine], *, request: str) -> Order:
    """Keep an order, in one transaction.

    Args:
        ledger: Where it is kept.
        lines: What is ordered; at least one.
        request: Names the order: sent again, the first order is given again.

    Raises:
        LedgerUnavailable: It cannot be written; there is no order.
    """
    if not ledger.is_kept:
        raise LedgerUnavailable(f"{ledger.name} cannot be written: no order is taken")
    with ledger.own.writing() as connection:
        ledger_audit.lock(connection)
        known = connection.execute(
            sa.select(ORDERS.c.number).where(ORDERS.c.request == request)
        ).scalar()
        if known is not None:
            return _orders_where(connection, ORDERS.c.number == known)[0]
        at = ledger.clock().isoformat(timespec="seconds")
        number = connection.execute(
            ORDERS.insert()
            .values(request=request, placed_at=at)
            .returning(ORDERS.c.number)
        ).scalar_one()
        connection.execute(LINES.insert(), _rows(number, lines))
        detail = {"order": number, "total_cents": totals_of(lines)}
        ledger_audit.append(connection, at, "order", detail)
        return Order(number, tuple(lines), datetime.fromisoformat(at))


def orders_placed(ledger: Ledger, number: int | None = None) -> list[Order]:
    """Give the orders, or the one of a number, newest first; for staff."""
    conditions = () if number is None else (ORDERS.c.number == number,)
    with ledger.own.reading() as connection:
        return _orders_where(connection, *conditions)


def _rows(number: int, lines: Sequence[OrderLine]) -> list[dict[str, object]]:
    return [
        {
            "order_number": number,
            "position": position,
            "product": str(line.product),
            "name": line.name,
            "currency": line.currency,
            "quantity": line.quantity,
            "price_cents": line.price_cents,
        }
        for position, line in enumerate(lines, 1)
    ]


def _orders_where(
    connection: sa.Connection, *conditions: sa.ColumnElement[bool]
) -> list[Order]:
    query = (
        sa.select(ORDERS.c.placed_at, LINES)
        .join(LINES, LINES.c.order_number == ORDERS.c.number)
        .where(*conditions)
        .order_by(ORDERS.c.number.desc(), LINES.c.position)
    )
    placed: dict[int, tuple[str, list[OrderLine]]] = {}
    for row in connection.execute(query):
        line = OrderLine(
            row.product, row.name, row.quantity, row.price_cents, row.currency
        )
        placed.setdefault(row.order_number, (row.placed_at, []))[1].append(line)
    return [
        Order(number, tuple(lines), datetime.fromisoformat(at))
        for number, (at, lines) in placed.items()
    ]
