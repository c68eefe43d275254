"""One figure for what all products are called, that changes when any is called anew."""

from collections.abc import Sequence

from catalog.canonical import quoted
from catalog.schema import Dialect

_SUMS = {
    "sqlite": "TOTAL(digest(CAST({} AS BLOB)))",  # `hash`, given by the connection
    "postgresql": "SUM(CAST(hashtext({}) AS BIGINT))",
    "mysql": "SUM(CRC32({}))",
}


def fingerprint_statement(columns: Sequence[str], dialect: Dialect) -> str:
    """Give the SELECT of count and fingerprint over the texts of some columns."""
    kind = "CHAR" if dialect == "mysql" else "TEXT"
    texts = " || '|' || ".join(
        f"COALESCE(CAST({quoted(column, dialect)} AS {kind}), '')" for column in columns
    )
    return f"SELECT COUNT(*), {_SUMS[dialect].format(texts)} FROM products"
