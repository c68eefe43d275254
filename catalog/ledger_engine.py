"""A ledger's database: SQLite or PostgreSQL, read or written in whole transactions."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.pool import NullPool, StaticPool

from catalog.errors import LedgerUnavailable, LedgerUnfit

log = logging.getLogger(__name__)

_BUSY_MS = 10_000
_RESTART_S = 3.0
"""A server is started again so quickly; customers hardly notice."""
_Asked = ParamSpec("_Asked")
_Given = TypeVar("_Given")


def once_more(method: Callable[_Asked, _Given]) -> Callable[_Asked, _Given]:
    """Do again, once, what a server that was stopped cut in the middle.

    For what may be done twice: what only reads, and what is known by its request.
    """

    @wraps(method)
    def tried(*given: _Asked.args, **named: _Asked.kwargs) -> _Given:
        try:
            return method(*given, **named)
        except LedgerUnavailable as error:
            log.info("asked once more: %s", error)
            return method(*given, **named)

    return tried


class LedgerEngine:
    """Connections to one database; any thread may use it."""

    def __init__(self, path_or_url: str) -> None:
        url = _url(path_or_url)
        self.name = url.render_as_string(hide_password=True)
        self._engine = _engine(url)
        self.is_sqlite = self._engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection for reading.

        Raises:
            LedgerUnavailable: The database does not answer.
        """
        with self._translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: all that is done within is kept, or nothing.

        Raises:
            LedgerUnavailable: The database does not answer or cannot be written.
        """
        with self._translated(), self._engine.connect() as connection:
            writing = connection.execution_options(kiosk_writes=True)
            with writing.begin():
                yield writing

    def close(self) -> None:
        """Give the connections back; may be called twice."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except exc.IntegrityError:
            raise
        except (exc.DBAPIError, exc.TimeoutError) as error:
            cause = getattr(error, "orig", None) or error
            raise LedgerUnavailable(
                f"the ledger {self.name} does not answer: {cause}"
            ) from error


def _url(path_or_url: str) -> sa.URL:
    url = path_or_url if "://" in path_or_url else f"sqlite:///{Path(path_or_url)}"
    try:
        return sa.make_url(url)
    except exc.ArgumentError as error:
        raise LedgerUnfit(f"not a path or URL of a ledger: {error}") from error


def _engine(url: sa.URL) -> sa.Engine:
    match url.get_backend_name():
        case "sqlite":
            return _sqlite(url)
        case "postgresql":
            from catalog.postgres import postgres_engine

            return postgres_engine(url, restart_s=_RESTART_S, hide_parameters=True)
        case other:
            raise LedgerUnfit(f"a ledger is SQLite or PostgreSQL, not {other}")


def _sqlite(url: sa.URL) -> sa.Engine:
    """Every use opens the file anew, so one that was gone is found again."""
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory and not str(url.database).startswith("file:"):
        url = _existing_file(url)
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
        poolclass=StaticPool if in_memory else NullPool,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin by itself
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("kiosk_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _existing_file(url: sa.URL) -> sa.URL:
    """Make the file now; later a missing one is an error and no empty ledger."""
    path = Path(str(url.database)).absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise LedgerUnavailable(f"the ledger {path} can't be made: {error}") from error
    query = {**url.query, "mode": "rw", "uri": "true"}
    return url.set(database=f"file:{quote(str(path))}", query=query)
