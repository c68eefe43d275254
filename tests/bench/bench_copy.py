"""`python -m tests.bench.bench_copy [PRODUCTS]`: what a copy of a large shop costs.

Prints the first copy, a look without changes, a round after one price has changed, the
file, and how quickly the copy answers while a real PostgreSQL is stopped.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from catalog import CatalogSettings, Questions, open_kept_shop
from catalog.sample import sample_rows
from tests.doubles.database_servers import PostgresServer, postgres_server

ASKED = ("¿cuál es el producto más caro?", "dame laptops", "¿cuántas tablets hay?")
COLUMNS = "id, name, family, description, price, currency, stock, available"


def main() -> None:
    """Print a line for each figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with postgres_server() as server, tempfile.TemporaryDirectory() as folder:
        _fill(server, count)
        path = Path(folder) / "copy.db"
        settings = CatalogSettings(copy_every_s=0.001, time_limit_ms=1_000)
        with open_kept_shop(server.url, path, settings, lambda _: None) as shop:
            for what in ("first copy", "nothing changed", "one price changed"):
                if what == "one price changed":
                    _execute(server, "UPDATE products SET price = 1 WHERE id = 7")
                before = path.stat().st_size if path.exists() else 0
                began = time.monotonic()
                shop._look(shop._opened())
                grown = path.stat().st_size - before
                print(
                    f"{what}: {time.monotonic() - began:.2f} s, +{grown / 1e6:.1f} MB",
                    flush=True,
                )
            questions = Questions(shop)
            _report("the server answers", questions)
            server.stop()
            _report("the copy answers", questions)


def _report(who: str, questions: Questions) -> None:
    questions.answer(ASKED[0])
    times = []
    for question in ASKED * 10:
        began = time.monotonic()
        questions.answer(question)
        times.append((time.monotonic() - began) * 1e3)
    print(f"{who}: median {median(times):.1f} ms, longest {max(times):.1f} ms")


def _fill(server: PostgresServer, count: int) -> None:
    _execute(
        server,
        "CREATE TABLE products (id integer PRIMARY KEY, name text, family text,"
        " description text, price numeric, currency text, stock integer,"
        " available integer)",
    )
    import psycopg

    address = sa.make_url(server.url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string()) as connection:
        into = f"COPY products ({COLUMNS}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in sample_rows(count):
                copy.write_row([*row[:-1], int(row[-1] or 0)])


def _execute(server: PostgresServer, statement: str) -> None:
    engine = sa.create_engine(server.url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


if __name__ == "__main__":
    main()
