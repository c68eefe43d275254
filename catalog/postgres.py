"""Connections to PostgreSQL that do not wait for ever.

A server that is stopped, or behind a line that was cut, sends nothing and closes
nothing: without a clock of our own a thread would hang in its answer until the kernel
gives the connection up, a quarter of an hour later.
"""

import time
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy import event

CONNECT_S = 2
"""Seconds for a connection to be made; the driver allows no less."""
_MOST_BEYOND_ONE = 2
_BETWEEN_TRIES_S = 0.1
_REST = 3
"""Times what a call in vain took, in which no other is made: a server that refuses is
asked each time, one that says nothing is not."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed when the server keeps it waiting too long."""

    patience_s = 5.0
    """Seconds for each answer of the server; longer than any clock of its own."""

    def wait(
        self, gen: Any, interval: float = 0.1, timeout: float | None = None
    ) -> Any:
        """Wait for the server, as psycopg does everywhere, but not for ever."""
        try:
            return super().wait(gen, interval, timeout or self.patience_s)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()  # its answer may still come, and would be another's
            raise


class Calls:
    """Makes connections; rides out a restart, and rests while the server is away."""

    def __init__(self, restart_s: float) -> None:
        self._restart_s = restart_s
        self._away_since = 0.0
        self._rests_until = 0.0
        self._refusal = ""

    def connect(self, given: Any, named: dict[str, Any]) -> PatientConnection:
        """Give a connection.

        Raises:
            psycopg.OperationalError: The server refuses, or did a moment ago.
        """
        if time.monotonic() < self._rests_until:
            raise psycopg.OperationalError(self._refusal)
        while True:
            began = time.monotonic()
            try:
                connection = PatientConnection.connect(*given, **named)
            except psycopg.OperationalError as error:
                now = time.monotonic()
                self._away_since = self._away_since or now
                if now >= self._away_since + self._restart_s:
                    self._refusal = str(error)
                    if self._restart_s:
                        self._rests_until = now + _REST * (now - began)
                    raise
                time.sleep(_BETWEEN_TRIES_S)
            else:
                self._away_since = 0.0
                return connection


def postgres_engine(
    url: sa.URL, *, restart_s: float = 0.0, **options: Any
) -> sa.Engine:
    """Give an engine of patient connections: one kept, two more while they are needed.

    That many serve a kiosk; forty kiosks fit the hundred that a server allows unasked.

    Args:
        url: Where the database is.
        restart_s: Seconds in which a server that refuses may be started again; after
            them, one that is silent is asked now and then only. 0 for whoever has
            something else to go on with: every call is made, once.
        options: Of SQLAlchemy's.
    """
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=1,
        max_overflow=_MOST_BEYOND_ONE,
        pool_timeout=PatientConnection.patience_s,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_S},
        **options,
    )
    calls = Calls(restart_s)

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: sa.Dialect, _record: object, given: Any, named: dict[str, Any]
    ) -> PatientConnection:
        return calls.connect(given, named)

    return engine


def be_patient(connection: sa.Connection, seconds: float) -> None:
    """Set how long this connection waits for each answer, until it is set again."""
    driver = connection.connection.driver_connection
    if isinstance(driver, PatientConnection):
        driver.patience_s = seconds
