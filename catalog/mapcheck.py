"""Does a map fit the tables it speaks of?"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from catalog.database import Database, TableFacts
from catalog.errors import MappingInvalid
from catalog.schema import Dialect, Rule, ShopMap, Source


def check_map(shop_map: ShopMap, database: Database) -> None:
    """Compare a map with the tables.

    Raises:
        MappingInvalid: It names a table or column that is not there; says the nearest.
    """
    tables = {table.name: table for table in database.tables()}
    for table, column in mentioned_columns(shop_map):
        if table not in tables:
            raise MappingInvalid(
                f"the mapping names a table {table!r} that {database.name} does not"
                f" have; {_nearest(table, tables)}"
            )
        if column not in _columns_of(tables[table], database.dialect):
            raise MappingInvalid(
                f"the mapping names a column {column!r} that table {table!r} does not"
                f" have; {_nearest(column, tables[table].columns)}"
            )


def _columns_of(table: TableFacts, dialect: Dialect) -> set[str]:
    hidden = {"rowid"} if dialect == "sqlite" and not table.is_view else set()
    return {*table.columns, *hidden}


def _nearest(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, list(names), n=1, cutoff=0.4)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"there are {', '.join(names)}"


def mentioned_columns(shop_map: ShopMap) -> Iterator[tuple[str, str]]:
    """Give every table and column that a map names."""
    for source in _sources(shop_map):
        table = shop_map.table
        for step in source.path:
            yield table, step.from_column
            yield step.table, step.key
            table = step.table
        yield table, source.column
        if source.by:
            yield table, source.by
        yield from ((table, rule.column) for rule in source.only if rule.column)
    rules: tuple[Rule, ...] = (*shop_map.available, *shop_map.keep)
    yield from ((shop_map.table, rule.column) for rule in rules if rule.column)


def _sources(shop_map: ShopMap) -> Iterator[Source]:
    named = (
        shop_map.id,
        shop_map.name,
        shop_map.family,
        shop_map.description,
        shop_map.price,
        shop_map.currency,
        shop_map.stock,
        shop_map.picture,
    )
    yield from (source for source in named if source is not None)
    yield from shop_map.attributes.values()
