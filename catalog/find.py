"""A product filter as a SELECT."""

from dataclasses import dataclass

from catalog.database import Parameters
from catalog.folding import fold
from catalog.products import ProductFilter
from catalog.schema import Dialect

_ORDERS = {
    "cheapest": "price IS NULL, price, name",
    "dearest": "price IS NULL, price DESC, name",
    "name": "name",
    "most_stock": "stock IS NULL, stock DESC, name",
}


@dataclass(frozen=True, slots=True)
class FindStatement:
    """The SELECT of a filter, the one that counts, and the values of both."""

    sql: str
    counting_sql: str
    parameters: Parameters


def find_statement(wanted: ProductFilter, dialect: Dialect) -> FindStatement:
    """Give the statements for a filter."""
    conditions = []
    parameters: dict[str, str | int | float] = {}
    for number, word in enumerate(wanted.words):
        conditions.append(
            f"({_folded('name', dialect)} LIKE :word{number} ESCAPE '!'"
            f" OR {_folded('description', dialect)} LIKE :word{number} ESCAPE '!')"
        )
        parameters[f"word{number}"] = f"%{_escaped(fold(word))}%"
    if wanted.family:
        conditions.append(f"{_folded('family', dialect)} = :family")
        parameters["family"] = fold(wanted.family)
    if wanted.min_price_cents is not None:
        conditions.append("price >= :least")
        parameters["least"] = wanted.min_price_cents / 100
    if wanted.max_price_cents is not None:
        conditions.append("price <= :most")
        parameters["most"] = wanted.max_price_cents / 100
    if wanted.only_available:
        conditions.append("available = 1")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    order = _ORDERS.get(wanted.order, "name")
    if wanted.order == "relevance" and wanted.words:
        order = f"{_folded('name', dialect)} LIKE :start ESCAPE '!' DESC, name"
        parameters["start"] = f"{_escaped(fold(wanted.words[0]))}%"
    return FindStatement(
        f"SELECT * FROM products{where} ORDER BY {order} LIMIT {wanted.limit:d}",
        f"SELECT COUNT(*) FROM products{where}",
        parameters,
    )


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _folded(column: str, dialect: Dialect) -> str:
    match dialect:
        case "sqlite":
            # As bytes: SQLite hands no text that is not UTF-8 to a function of ours.
            return f"fold(CAST({column} AS BLOB))"
        case "postgresql":
            return f"translate(lower({column}), 'áéíóúüñ', 'aeiouun')"
        case "mysql":
            return f"lower({column})"
