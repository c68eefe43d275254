"""Where customers and debts stand: the ledger's own tables or the owner's.

An owner's tables are found by their names and the names of their columns, and are only
ever read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from catalog.amounts import fold
from catalog.errors import LedgerUnfit
from catalog.ledger import Customer, CustomerId, Debt, DebtId

OURS = "kiosk_"
"""How the names of our own tables begin."""

_CUSTOMER_TABLES = ("users", "customers", "clientes", "usuarios", "clients", "people")
_DEBT_TABLES = ("debts", "deudas", "debt", "deuda", "loans", "prestamos", "accounts")
_CUSTOMER_COLUMNS = {
    "email": ("email", "e_mail", "correo", "correo_electronico", "mail", "user_email"),
    "name": ("name", "nombre", "full_name", "nombre_completo", "first_name"),
    "password": ("password", "password_hash", "contrasena", "clave", "hash", "pin"),
    "number": ("id", "number", "numero", "customer_id", "user_id", "cliente_id"),
}
_DEBT_COLUMNS = {
    "id": ("id", "debt_id", "id_deuda", "deuda_id", "number", "numero"),
    "total": (
        "total_debt",
        "total",
        "amount",
        "importe",
        "monto",
        "deuda_total",
        "total_deuda",
        "balance",
        "saldo",
    ),
    "max_months": (
        "maximum_period_months",
        "max_months",
        "maximum_months",
        "max_period_months",
        "plazo_maximo",
        "plazo_maximo_meses",
        "meses_maximo",
        "max_meses",
    ),
    "min_payment": (
        "minimum_accepted_payment",
        "min_payment",
        "minimum_payment",
        "pago_minimo",
        "cuota_minima",
        "min_pago",
    ),
    "customer": (
        "user_email",
        "customer_email",
        "email",
        "correo",
        "user_id",
        "customer_id",
        "cliente_id",
        "usuario_id",
        "user",
        "customer",
        "cliente",
    ),
    "currency": ("currency", "moneda", "divisa"),
    "status": ("status", "estado", "state"),
}
_NEEDED = {"email"}, {"id", "total", "customer"}


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
        column = sa.func.lower(sa.cast(self.customers.c[name], sa.String))
        query = sa.select(self.customers).where(column == value.strip().lower())
        row = connection.execute(query).mappings().first()
        return None if row is None else self._customer(row)

    def customer(
        self, connection: sa.Connection, customer: CustomerId
    ) -> Customer | None:
        """The customer with this key."""
        column = sa.cast(self.customers.c[self.customer_key], sa.String)
        query = sa.select(self.customers).where(column == customer)
        row = connection.execute(query).mappings().first()
        return None if row is None else self._customer(row)

    def plain_password(
        self, connection: sa.Connection, customer: CustomerId
    ) -> str | None:
        """What the owner's own table keeps as the customer's password, if anything."""
        name = self.customer_columns.get("password")
        if name is None:
            return None
        key = sa.cast(self.customers.c[self.customer_key], sa.String)
        query = sa.select(self.customers.c[name]).where(key == customer)
        kept = connection.execute(query).scalar()
        return None if kept is None else str(kept)

    def debts_where(
        self,
        connection: sa.Connection,
        customer: CustomerId | None = None,
        debt: str | None = None,
    ) -> tuple[Debt, ...]:
        """Debts, open and closed, in the order of their numbers."""
        number = self.debts.c[self.debt_columns["id"]]
        query = sa.select(self.debts).order_by(number)
        if debt is not None:
            query = query.where(sa.cast(number, sa.String) == debt)
        if customer is not None:
            whose = sa.cast(self.debts.c[self.debt_columns["customer"]], sa.String)
            query = query.where(whose == customer)
        return tuple(map(self._debt, connection.execute(query).mappings()))

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


def adopt(connection: sa.Connection) -> Accounts | None:
    """Find the owner's customers and debts; None when the database has no tables.

    Raises:
        LedgerUnfit: There are tables, but no customers and debts among them.
    """
    inspector = sa.inspect(connection)
    names = [*inspector.get_table_names(), *inspector.get_view_names()]
    theirs = [name for name in names if not name.startswith((OURS, "sqlite_"))]
    if not theirs:
        return None
    customers = _table(connection, _first(_CUSTOMER_TABLES, theirs))
    debts = _table(connection, _first(_DEBT_TABLES, theirs))
    if customers is None or debts is None:
        raise LedgerUnfit(
            f"found the tables {', '.join(sorted(theirs))} but no customers and debts;"
            " name them users and debts, or give an empty database"
        )
    return _mapped(customers, debts)


def _mapped(customers: sa.Table, debts: sa.Table) -> Accounts:
    customer_columns = _columns(customers, _CUSTOMER_COLUMNS)
    debt_columns = _columns(debts, _DEBT_COLUMNS)
    for table, columns, needed in (
        (customers, customer_columns, _NEEDED[0]),
        (debts, debt_columns, _NEEDED[1]),
    ):
        missing = needed - set(columns)
        if missing:
            raise LedgerUnfit(
                f"the table {table.name} has no column for {', '.join(sorted(missing))}"
                f"; found {', '.join(table.c.keys())}"
            )
    return Accounts(
        customers,
        debts,
        customer_columns,
        debt_columns,
        _key(customers, debts, debt_columns["customer"], customer_columns),
    )


def _key(
    customers: sa.Table, debts: sa.Table, column: str, meanings: Mapping[str, str]
) -> str:
    """The column of customers that a debt's customer refers to."""
    for foreign in debts.c[column].foreign_keys:
        if foreign.target_fullname.startswith(f"{customers.name}."):
            return foreign.target_fullname.split(".")[-1]
    says_email = any(part in fold(column) for part in ("mail", "correo"))
    return meanings["email" if says_email or "number" not in meanings else "number"]


def _table(connection: sa.Connection, name: str | None) -> sa.Table | None:
    if name is None:
        return None
    return sa.Table(name, sa.MetaData(), autoload_with=connection, resolve_fks=False)


def _first(wanted: Iterable[str], found: Sequence[str]) -> str | None:
    by_name = {fold(name): name for name in found}
    return next((by_name[name] for name in wanted if name in by_name), None)


def _columns(table: sa.Table, meanings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    names = list(table.c.keys())
    found = {meaning: _first(wanted, names) for meaning, wanted in meanings.items()}
    return {meaning: name for meaning, name in found.items() if name is not None}
