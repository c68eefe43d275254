"""Where a ledger keeps customers and debts: its own tables or the owner's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from catalog.amounts import fold
from catalog.errors import LedgerUnfit

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


@dataclass(frozen=True, slots=True)
class Adopted:
    """An owner's tables and which of their columns means what."""

    customers: sa.Table
    debts: sa.Table
    customer_columns: Mapping[str, str]
    debt_columns: Mapping[str, str]
    customer_key: str
    """The column of customers that debts point to."""

    def of_customer(self, meaning: str) -> sa.ColumnElement[object] | None:
        """The customers' column of a meaning; None when they have none."""
        name = self.customer_columns.get(meaning)
        return None if name is None else self.customers.c[name]

    def of_debt(self, meaning: str) -> sa.ColumnElement[object] | None:
        """The debts' column of a meaning; None when they have none."""
        name = self.debt_columns.get(meaning)
        return None if name is None else self.debts.c[name]


def adopt(engine: sa.Engine) -> Adopted | None:
    """Find the owner's customers and debts; None when the database has no tables.

    Raises:
        LedgerUnfit: There are tables, but no customers and debts among them.
    """
    inspector = sa.inspect(engine)
    names = [*inspector.get_table_names(), *inspector.get_view_names()]
    theirs = [name for name in names if not name.startswith((OURS, "sqlite_"))]
    if not theirs:
        return None
    customers = _table(engine, _first(_CUSTOMER_TABLES, theirs))
    debts = _table(engine, _first(_DEBT_TABLES, theirs))
    if customers is None or debts is None:
        raise LedgerUnfit(
            f"found the tables {', '.join(sorted(theirs))} but no customers and debts;"
            " name them users and debts, or give an empty database"
        )
    return _mapped(customers, debts)


def _mapped(customers: sa.Table, debts: sa.Table) -> Adopted:
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
    return Adopted(
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


def _table(engine: sa.Engine, name: str | None) -> sa.Table | None:
    if name is None:
        return None
    return sa.Table(name, sa.MetaData(), autoload_with=engine, resolve_fks=False)


def _first(wanted: Iterable[str], found: Sequence[str]) -> str | None:
    by_name = {fold(name): name for name in found}
    return next((by_name[name] for name in wanted if name in by_name), None)


def _columns(table: sa.Table, meanings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    names = list(table.c.keys())
    found = {meaning: _first(wanted, names) for meaning, wanted in meanings.items()}
    return {meaning: name for meaning, name in found.items() if name is not None}
