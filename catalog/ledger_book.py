"""The ledger: reading customers and debts, keeping the steps of negotiations."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from catalog.errors import DebtNotFound, LedgerUnavailable
from catalog.ledger import Customer, CustomerId, Debt, DebtId, LedgerStep
from catalog.ledger_tables import Adopted, adopt

_CLOSED = ("closed", "paid", "cerrada", "cerrado", "pagada", "pagado", "cancelled")


class Ledger:
    """Customers, debts and what was negotiated; any thread may call it."""

    def __init__(self, path_or_url: str) -> None:
        self._engine = _engine(path_or_url)
        self._steps: dict[str, LedgerStep] = {}
        try:
            self._owners = adopt(self._engine)
        except sa.exc.DBAPIError as error:
            raise LedgerUnavailable(f"cannot open the ledger: {error}") from error

    def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this address, in capitals or not."""
        owners = self._theirs()
        column = owners.customers.c[owners.customer_columns["email"]]
        found = self._rows(
            sa.select(owners.customers).where(
                sa.func.lower(column) == email.strip().lower()
            )
        )
        return _customer(found[0], owners) if found else None

    def debts_of(self, customer: CustomerId) -> tuple[Debt, ...]:
        """A customer's open debts, in the order of their numbers."""
        owners = self._theirs()
        theirs = sa.cast(owners.debts.c[owners.debt_columns["customer"]], sa.String)
        rows = self._rows(
            sa.select(owners.debts)
            .where(theirs == customer)
            .order_by(owners.debts.c[owners.debt_columns["id"]])
        )
        debts = (_debt(row, owners) for row in rows)
        return tuple(debt for debt in debts if debt.is_open)

    def debt_of(self, customer: CustomerId, debt_id: str) -> Debt:
        """One open debt of this customer.

        Raises:
            DebtNotFound: There is none such, or it is somebody else's.
        """
        for debt in self.debts_of(customer):
            if debt.id == debt_id.strip():
                return debt
        raise DebtNotFound(f"customer has no open debt {debt_id!r}")

    def last_step(self, visit: str, debt: DebtId) -> LedgerStep | None:
        """The latest step of a negotiation in one visit."""
        steps = [s for s in self._steps.values() if s.visit == visit and s.debt == debt]
        return steps[-1] if steps else None

    def take_step(self, step: LedgerStep) -> LedgerStep:
        """Keep a step; give back the first one when it was sent before."""
        return self._steps.setdefault(step.request, step)

    def close(self) -> None:
        """Give the connections back; may be called twice."""
        self._engine.dispose()

    def _theirs(self) -> Adopted:
        assert self._owners is not None  # noqa: S101 # thin
        return self._owners

    def _rows(self, query: sa.Select[Any]) -> list[Any]:
        try:
            with self._engine.connect() as connection:
                return list(connection.execute(query).mappings())
        except sa.exc.DBAPIError as error:
            raise LedgerUnavailable(f"cannot read the ledger: {error}") from error


def _engine(path_or_url: str) -> sa.Engine:
    url = path_or_url if "://" in path_or_url else f"sqlite:///{Path(path_or_url)}"
    return sa.create_engine(url)


def _customer(row: Any, owners: Adopted) -> Customer:
    columns = owners.customer_columns
    return Customer(
        CustomerId(str(row[owners.customer_key])),
        str(row[columns["email"]]),
        str(row[columns["name"]] or "") if "name" in columns else "",
    )


def _debt(row: Any, owners: Adopted) -> Debt:
    def cell(meaning: str) -> Any:
        name = owners.debt_columns.get(meaning)
        return None if name is None else row[name]

    total = _cents(cell("total"))
    months = int(cell("max_months") or 12)
    minimum = cell("min_payment")
    return Debt(
        id=DebtId(str(cell("id"))),
        customer=CustomerId(str(cell("customer"))),
        total_cents=total,
        max_months=max(1, months),
        min_payment_cents=-(-total // months) if minimum is None else _cents(minimum),
        currency=str(cell("currency") or "EUR"),
        is_open=total > 0 and str(cell("status") or "").lower() not in _CLOSED,
    )


def _cents(value: Any) -> int:
    return int((Decimal(str(value)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
