"""Connections to PostgreSQL that do not wait for ever.

A server that is stopped, or behind a line that was cut, sends nothing and closes
nothing: without a clock of our own a thread would hang in its answer until the kernel
gives the connection up, a quarter of an hour later.
"""

from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy import event

CONNECT_S = 2
"""Seconds for a connection to be made; the driver allows no less."""
_MOST_BEYOND_ONE = 2


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


def postgres_engine(url: sa.URL, **options: Any) -> sa.Engine:
    """Give an engine of patient connections: one kept, two more while they are needed.

    That many serve a kiosk; forty kiosks fit the hundred that a server allows unasked.
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

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: sa.Dialect, _record: object, given: Any, named: dict[str, Any]
    ) -> PatientConnection:
        return PatientConnection.connect(*given, **named)

    return engine


def be_patient(connection: sa.Connection, seconds: float) -> None:
    """Set how long this connection waits for each answer, until it is set again."""
    driver = connection.connection.driver_connection
    if isinstance(driver, PatientConnection):
        driver.patience_s = seconds
