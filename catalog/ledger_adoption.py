"""Finding an owner's tables of customers and debts by their names and columns."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from catalog.errors import LedgerUnfit
from catalog.folding import fold
from catalog.ledger_accounts import Accounts

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
DEBT_COLUMNS: Mapping[str, Sequence[str]] = {
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
"""What the columns of a table of debts mean, and the names they may have."""
_NEEDED = {"email"}, {"id", "total", "customer"}


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


def columns_of(
    names: Sequence[str], meanings: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The column for each meaning that has one, by the likeliest name."""
    found = {meaning: _first(wanted, names) for meaning, wanted in meanings.items()}
    return {meaning: name for meaning, name in found.items() if name is not None}


def _mapped(customers: sa.Table, debts: sa.Table) -> Accounts:
    customer_columns = columns_of(list(customers.c.keys()), _CUSTOMER_COLUMNS)
    debt_columns = columns_of(list(debts.c.keys()), DEBT_COLUMNS)
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
