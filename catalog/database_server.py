"""A shop on PostgreSQL, MariaDB or MySQL, read through SQLAlchemy.

Every query runs in a read-only transaction under the server's own clock. A role that
may only select from what the shop shows is the owner's further wall; the kiosk never
needs more.
"""

import re
import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import exc

from catalog.database import (
    ForeignKey,
    Limits,
    Parameters,
    Rows,
    TableFacts,
    clean_cell,
    clean_rows,
)
from catalog.errors import MappingInvalid, SelectRefused, ShopUnavailable
from catalog.products import Cell
from catalog.schema import Dialect

_CONNECT_WAIT_S = 3
_LONGEST_MS = 20_000
"""For a single answer where there is no limit to all of them."""
_CLOCKS_APART_S = 1.0
_MYSQL_ARGUMENTS = {
    "connect_timeout": _CONNECT_WAIT_S,
    "read_timeout": _LONGEST_MS // 1000,
    # The same SQL means the same as elsewhere: "name" is a column, || joins texts.
    "init_command": "SET SESSION sql_mode ="
    " 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'",
}
_BATCH = 1_000
_NEW_STAMP_S = 10
_TIME_IS_OVER = {"57014", "1969", "3024"}
"""PostgreSQL's SQLSTATE, MariaDB's and MySQL's error numbers."""
_STATES_OF_TROUBLE = ("08", "28", "3D", "40", "53", "55", "57", "58", "XX")
"""Classes of PostgreSQL's SQLSTATE that are not about the statement."""
_NUMBERS_OF_TROUBLE = {"1040", "1044", "1045", "1049", "1053", "1129", "1130", "1205"}
"""Those of MariaDB and MySQL."""
_CLIENT_NUMBERS = 2_000
"""From here on they are the client's: nobody there, line cut."""


class ServerDatabase:
    """One database on a server, one connection kept, any thread (one at a time)."""

    dialect: Dialect

    def __init__(self, url: str) -> None:
        self._engine, self.dialect = _engine(url)
        self.name = self._engine.url.render_as_string(hide_password=True)
        self._lock = threading.Lock()
        self._select: str | None = None
        try:
            with self._reading(Limits(time_ms=5_000)):
                pass
        except SelectRefused as error:
            raise ShopUnavailable(str(error)) from error

    def define_products(self, select: str) -> None:
        """See `Database`; a common table expression in front of every statement."""
        self._select = select
        try:
            self.rows("SELECT * FROM products WHERE 1 = 0", {}, Limits(time_ms=5_000))
        except SelectRefused as error:
            raise MappingInvalid(
                f"the mapping does not fit {self.name}: {error};"
                " run `kiosk catalog connect` again"
            ) from error

    def rows(self, sql: str, parameters: Parameters, limits: Limits) -> Rows:
        """See `Database`."""
        with self._lock, self._reading(limits) as connection:
            result = connection.execute(self._text(sql, parameters), dict(parameters))
            columns = tuple(result.keys())
            rows, truncated = clean_rows(result, limits)
            result.close()
        return Rows(columns, rows, truncated)

    def stream(self, sql: str) -> Iterator[tuple[Cell, ...]]:
        """See `Database`; over a connection of its own."""
        with self._reading(Limits(time_ms=0)) as connection:
            for row in connection.execute(self._text(sql, {})).yield_per(_BATCH):
                yield tuple(map(clean_cell, row))

    def tables(self) -> list[TableFacts]:
        """See `Database`; of the schema that plain names mean."""
        with self._reading(Limits(time_ms=5_000)) as connection:
            inspector = sa.inspect(connection)
            tables = [_facts(inspector, name) for name in inspector.get_table_names()]
            views = inspector.get_view_names()
            return tables + [_view_facts(connection, name) for name in sorted(views)]

    def stamp(self) -> Hashable:
        """See `Database`; servers do not tell, so there is a new one now and then."""
        return int(time.monotonic() / _NEW_STAMP_S)

    def close(self) -> None:
        """See `Database`."""
        self._engine.dispose()

    def _text(self, sql: str, parameters: Parameters) -> sa.TextClause:
        if not parameters:
            sql = sql.replace(":", r"\:")
        if self._select is not None:
            select = self._select.replace(":", r"\:")
            own = re.sub(r"^\s*WITH\s+", ", ", sql, count=1, flags=re.IGNORECASE)
            sql = f"WITH products AS ({select}){' ' if own == sql else ''}{own}"
        return sa.text(sql)

    @contextmanager
    def _reading(self, limits: Limits) -> Iterator[sa.Connection]:
        """Give a connection inside a read-only transaction under a clock (0: none)."""
        try:
            with self._engine.connect() as connection:
                if self.dialect == "postgresql":
                    _wait_a_little_longer(connection, limits)
                    connection.execute(sa.text("SET TRANSACTION READ ONLY"))
                    connection.execute(
                        sa.text(f"SET LOCAL statement_timeout = {limits.time_ms:d}")
                    )
                else:
                    _set_mysql_clock(connection, limits)
                    connection.execute(sa.text("START TRANSACTION READ ONLY"))
                yield connection.execution_options(stream_results=True)
                connection.rollback()
        except exc.TimeoutError as error:
            raise ShopUnavailable(f"{self.name}: {error}") from error
        except exc.DBAPIError as error:
            raise self._explained(error, limits) from error

    def _explained(self, error: exc.DBAPIError, limits: Limits) -> Exception:
        code, said = _code(error), " ".join(str(error.orig).split())
        if code in _TIME_IS_OVER:
            return SelectRefused(
                f"the query took longer than {limits.time_ms} ms and was stopped;"
                " ask for less: one simple SELECT with a WHERE"
            )
        if error.connection_invalidated or self._is_trouble(code):
            return ShopUnavailable(
                f"the shop's database {self.name} does not answer ({said});"
                " start it or set `[catalog] shop`"
            )
        return SelectRefused(f"the database refuses the query: {said}")

    def _is_trouble(self, code: str) -> bool:
        """Whether it is the server's or the line's, not the statement's."""
        if self.dialect == "postgresql":
            return not code or code.startswith(_STATES_OF_TROUBLE)
        return not code or code in _NUMBERS_OF_TROUBLE or int(code) >= _CLIENT_NUMBERS


def _code(error: exc.DBAPIError) -> str:
    """Give SQLSTATE or the error's number; empty when nobody answered."""
    original = error.orig
    if isinstance(original, Exception) and original.args:
        first = original.args[0]
        if isinstance(first, int):
            return str(first)
    return getattr(original, "sqlstate", None) or ""


def _engine(url: str) -> tuple[sa.Engine, Dialect]:
    try:
        parsed = sa.make_url(url)
        if parsed.drivername == "postgres":
            parsed = parsed.set(drivername="postgresql")
        if parsed.drivername in {"mysql", "mariadb"}:
            parsed = parsed.set(drivername="mysql+pymysql")
        dialect: Dialect = (
            "postgresql" if parsed.get_backend_name() == "postgresql" else "mysql"
        )
        if parsed.get_backend_name() not in {"postgresql", "mysql", "mariadb"}:
            raise ShopUnavailable(
                f"{parsed.get_backend_name()!r} databases are not supported;"
                " use sqlite, postgresql, mysql or mariadb"
            )
        if dialect == "postgresql":
            from catalog.postgres import postgres_engine

            return postgres_engine(parsed), dialect
        engine = sa.create_engine(
            parsed,
            pool_size=1,
            max_overflow=2,
            pool_timeout=_CONNECT_WAIT_S,
            pool_pre_ping=True,
            connect_args=_MYSQL_ARGUMENTS,
        )
    except exc.ArgumentError as error:
        raise ShopUnavailable(f"not a database address: {url!r}") from error
    except ImportError as error:
        raise ShopUnavailable(
            f"the driver for this database is not installed ({error});"
            " install voice-kiosk[postgres] or voice-kiosk[mysql]"
        ) from error
    return engine, dialect


def _wait_a_little_longer(connection: sa.Connection, limits: Limits) -> None:
    """Let the server's own clock strike first; ours is for one that is silent."""
    from catalog.postgres import be_patient

    be_patient(connection, (limits.time_ms or _LONGEST_MS) / 1000 + _CLOCKS_APART_S)


def _set_mysql_clock(connection: sa.Connection, limits: Limits) -> None:
    if connection.dialect.is_mariadb:  # type: ignore[attr-defined]  # on MySQL's only
        clock = f"max_statement_time = {limits.time_ms / 1000}"
    else:
        clock = f"max_execution_time = {limits.time_ms:d}"
    connection.execute(sa.text(f"SET SESSION {clock}"))
    connection.commit()


def _view_facts(connection: sa.Connection, name: str) -> TableFacts:
    """Describe a view by what every reader of it may see."""
    here = (
        "current_schema()" if connection.dialect.name == "postgresql" else "DATABASE()"
    )
    catalogue = sa.table(
        "columns",
        *map(sa.column, ("table_schema", "table_name", "column_name", "data_type")),
        sa.column("ordinal_position", sa.Integer),
        schema="information_schema",
    ).c
    wanted = (
        sa.select(catalogue.column_name, catalogue.data_type)
        .where(catalogue.table_schema == sa.text(here), catalogue.table_name == name)
        .order_by(catalogue.ordinal_position)
    )
    kinds = {
        str(column): str(kind).upper() for column, kind in connection.execute(wanted)
    }
    return TableFacts(name, kinds, is_view=True)


def _facts(inspector: sa.Inspector, name: str) -> TableFacts:
    key = tuple(inspector.get_pk_constraint(name)["constrained_columns"])
    unique = {key[0]} if len(key) == 1 else set()
    for constraint in inspector.get_unique_constraints(name):
        if len(constraint["column_names"]) == 1:
            unique.add(str(constraint["column_names"][0]))
    return TableFacts(
        name=name,
        columns={
            column["name"]: str(column["type"]).upper()
            for column in inspector.get_columns(name)
        },
        primary_key=key,
        foreign_keys=tuple(
            ForeignKey(
                columns=tuple(foreign["constrained_columns"]),
                table=foreign["referred_table"],
                keys=tuple(foreign["referred_columns"]),
            )
            for foreign in inspector.get_foreign_keys(name)
        ),
        unique=frozenset(unique),
    )
