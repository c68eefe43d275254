"""Where customers and debts stand: the ledger's own tables or the owner's."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from catalog.folding import fold
from catalog.ledger import Customer, CustomerId, Debt, DebtId

log = logging.getLogger(__name__)

_CLOSED = frozenset(
    "closed paid settled cancelled canceled inactive cerrada cerrado pagada pagado"
    " saldada saldado cancelada cancelado liquidada inactiva".split()
)
_MONTHS_UNSAID = 12
"""Months of the longest plan where the owner's table names none."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Tables of customers and debts, and which of their columns means what."""

    customers: sa.Table
    debts: sa.Table
    customer_columns: Mapping[str, str]
    debt_columns: Mapping[str, str]
    customer_key: str
    """The column of customers that debts point to."""
    is_ours: bool = False
    """Our own tables: amounts are cents, and we may write."""

    def customer_by(
        self, connection: sa.Connection, meaning: str, value: str
    ) -> Customer | None:
        """The customer whose e-mail or number this is, in capitals or not."""
        name = self.customer_columns.get(meaning)
        if name is None:
            return None
        column, wanted = self.customers.c[name], value.strip().lower()
        if self.is_ours or isinstance(column.type, sa.Integer):
            is_theirs = _is(column, wanted)  # our own are kept in small letters
        else:
            is_theirs = sa.func.lower(sa.cast(column, sa.String)) == wanted
        query = self._customers().where(is_theirs)
        row = connection.execute(query).mappings().first()
        return None if row is None else self._customer(row)

    def customer(
        self, connection: sa.Connection, customer: CustomerId
    ) -> Customer | None:
        """The customer with this key."""
        key = self.customers.c[self.customer_key]
        query = self._customers().where(_is(key, customer))
        row = connection.execute(query).mappings().first()
        return None if row is None else self._customer(row)

    def all_customers(self, connection: sa.Connection) -> tuple[Customer, ...]:
        """Everybody, in the order of their keys; who was erased is nobody."""
        query = self._customers().order_by(self.customers.c[self.customer_key])
        return tuple(map(self._customer, connection.execute(query).mappings()))

    def plain_password(
        self, connection: sa.Connection, customer: CustomerId
    ) -> str | None:
        """What the owner's own table keeps as the customer's password, if anything."""
        name = self.customer_columns.get("password")
        if name is None:
            return None
        key = self.customers.c[self.customer_key]
        query = sa.select(self.customers.c[name]).where(_is(key, customer))
        kept = connection.execute(query).scalar()
        if kept is None:
            return None
        is_padded = isinstance(self.customers.c[name].type, sa.CHAR)
        return str(kept).rstrip() if is_padded else str(kept)

    def debts_where(
        self,
        connection: sa.Connection,
        customer: CustomerId | None = None,
        debt: str | None = None,
    ) -> tuple[Debt, ...]:
        """Debts, open and closed, in the order of their numbers.

        A row of the owner's that holds no figures is left out with a warning.
        """
        number = self.debts.c[self.debt_columns["id"]]
        query = sa.select(self.debts).order_by(number)
        if debt is not None:
            query = query.where(_is(number, debt))
        if customer is not None:
            whose = self.debts.c[self.debt_columns["customer"]]
            query = query.where(_is(whose, customer))
        return tuple(self._readable(connection.execute(query).mappings()))

    def _customers(self) -> sa.Select[Any]:
        query = sa.select(self.customers)
        if self.is_ours:
            query = query.where(self.customers.c.erased_at.is_(None))
        return query

    def _readable(self, rows: Iterable[Any]) -> Iterator[Debt]:
        for row in rows:
            try:
                yield self._debt(row)
            except (ValueError, ArithmeticError) as error:
                number = row[self.debt_columns["id"]]
                log.warning("debt %s of %s: %r", number, self.debts.name, error)

    def _customer(self, row: Any) -> Customer:
        def cell(meaning: str) -> str:
            name = self.customer_columns.get(meaning)
            return "" if name is None or row[name] is None else str(row[name])

        return Customer(
            CustomerId(str(row[self.customer_key])), cell("email"), cell("name")
        )

    def _debt(self, row: Any) -> Debt:
        def cell(meaning: str) -> Any:
            name = self.debt_columns.get(meaning)
            return None if name is None else row[name]

        total = self._cents(cell("total") or 0)
        months = max(1, int(cell("max_months") or _MONTHS_UNSAID))
        minimum = cell("min_payment")
        status = fold(str(cell("status") or ""))
        return Debt(
            id=DebtId(str(cell("id"))),
            customer=CustomerId(str(cell("customer"))),
            total_cents=total,
            max_months=months,
            min_payment_cents=(
                -(-total // months) if minimum is None else self._cents(minimum)
            ),
            currency=str(cell("currency") or "EUR"),
            is_open=total > 0 and status not in _CLOSED,
        )

    def _cents(self, amount: Any) -> int:
        value = Decimal(str(amount))
        if self.is_ours:
            return int(value)
        return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _is(column: sa.Column[Any], value: str) -> sa.ColumnElement[bool]:
    """Equality that an index can serve, whatever the column's type."""
    match column.type:
        case sa.Integer():
            is_whole = value.isascii() and value.isdecimal() and len(value) < 19
            return column == int(value) if is_whole else sa.false()
        case sa.String():
            return column == value
        case _:
            return sa.cast(column, sa.String) == value


def own_accounts() -> Accounts:
    """The tables of our own migrations."""
    metadata = sa.MetaData()
    whole = sa.BigInteger
    customers = sa.Table(
        "kiosk_customers",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True),
        *(
            sa.Column(name, sa.Text)
            for name in ("email", "name", "phone", "created_at", "erased_at")
        ),
    )
    debts = sa.Table(
        "kiosk_debts",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("customer_number", whole),
        sa.Column("total_cents", whole),
        sa.Column("max_months", sa.Integer),
        sa.Column("min_payment_cents", whole),
        *(
            sa.Column(name, sa.Text)
            for name in ("currency", "status", "reference", "created_at", "closed_at")
        ),
    )
    return Accounts(
        customers,
        debts,
        {"email": "email", "name": "name", "number": "number"},
        {
            "id": "number",
            "total": "total_cents",
            "max_months": "max_months",
            "min_payment": "min_payment_cents",
            "customer": "customer_number",
            "currency": "currency",
            "status": "status",
        },
        customer_key="number",
        is_ours=True,
    )
