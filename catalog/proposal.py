"""Proposing a map for an owner's database, from its tables, columns and values."""

from catalog.database import Database, TableFacts
from catalog.errors import NoShopFound
from catalog.schema import PriceSource, Rule, ShopMap, Source


def propose_map(database: Database) -> ShopMap:
    """Propose what the tables mean.

    Raises:
        NoShopFound: Nothing in there looks like products.
    """
    for table in database.tables():
        if {"id", "name", "price"} <= set(table.columns):
            return _plain(table)
    raise NoShopFound(f"no table of {database.name} looks like a list of products")


def _plain(table: TableFacts) -> ShopMap:
    def source(name: str) -> Source | None:
        return Source(column=name) if name in table.columns else None

    return ShopMap(
        table=table.name,
        id=Source(column="id"),
        name=Source(column="name"),
        family=source("family"),
        description=source("description"),
        price=PriceSource(column="price"),
        currency=source("currency"),
        stock=source("stock"),
        available=Rule(column="available", values=("1",))
        if "available" in table.columns
        else None,
    )
