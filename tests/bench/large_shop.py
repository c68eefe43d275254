"""A shop of any size in the default schema, with the indexes a large shop needs."""

import sqlite3
from pathlib import Path

from catalog.sample import INDEXES, SCHEMA, sample_rows


def make_large_shop(path: Path, count: int) -> Path:
    """Write `count` products; 1,000,000 take about half a minute."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(SCHEMA)
        connection.executemany(
            "INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sample_rows(count)
        )
        for index in INDEXES:
            connection.execute(index)
        connection.execute("ANALYZE")
    connection.close()
    return path
