"""Connecting an owner's database: propose a map and show what it makes of the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.canonical import canonical_select, literal, quoted
from catalog.database import Database, open_database
from catalog.mapcheck import check_map, mentioned_columns
from catalog.products import Cell
from catalog.proposal import propose_map
from catalog.schema import Dialect, ShopMap
from catalog.settings import CatalogSettings
from catalog.shop import Shop

_ROWS_LOOKED_AT = 500
ROLE = "kiosk_reader"
VIEW = "kiosk_products"


@dataclass(frozen=True, slots=True)
class MapProposal:
    """A map and what it makes of the owner's rows, to be looked at before approval."""

    database: str
    """Path or URL without its password."""
    dialect: Dialect
    shop_map: ShopMap
    product_count: int
    available_count: int
    without_price_count: int
    samples: tuple[Mapping[str, Cell], ...]
    """Up to 500 products as the kiosk would see them."""
    unused: tuple[str, ...]
    """Columns of the products' table that the map leaves aside."""

    def explanation(self) -> str:
        """Give the proposal, its reasons and examples as lines for the owner."""
        from catalog.explain import explained

        return "\n".join(explained(self))


def propose_for(
    path_or_url: str | Path, shop_map: ShopMap | None = None
) -> MapProposal:
    """Look over a database and say what its tables seem to mean, or try a given map.

    Raises:
        ShopUnavailable: The database is not there or does not let us in.
        NoShopFound: Nothing in it looks like products.
        MappingInvalid: The given map names what the database does not have.
    """
    database = open_database(path_or_url)
    try:
        if shop_map is None:
            shop_map = propose_map(database)
        else:
            check_map(shop_map, database)
        unused = _unused(shop_map, database)
        settings = CatalogSettings(time_limit_ms=5_000, row_limit=_ROWS_LOOKED_AT)
        shop = Shop(database, shop_map, settings)
        (counts,) = shop.rows(
            "SELECT COUNT(*), SUM(available), COUNT(price) FROM products"
        ).rows
        total, available, priced = (int(count or 0) for count in counts)
        samples = shop.rows(f"SELECT * FROM products LIMIT {_ROWS_LOOKED_AT}").records()  # noqa: S608 - a number of ours
    finally:
        database.close()
    return MapProposal(
        database=database.name,
        dialect=database.dialect,
        shop_map=shop_map,
        product_count=total,
        available_count=available,
        without_price_count=total - priced,
        samples=tuple(samples),
        unused=unused,
    )


def role_statements(shop_map: ShopMap, dialect: Dialect, password: str) -> list[str]:
    """Give what a server's owner runs to let the kiosk see the products and no more.

    A view and a role that may read only it: what is not there cannot be told.
    """
    view = quoted(VIEW, dialect)
    create = f"CREATE VIEW {view} AS {canonical_select(shop_map, dialect)}"
    secret = literal(password)
    make_role = (
        f"CREATE ROLE {ROLE} LOGIN PASSWORD {secret}"
        if dialect == "postgresql"
        else f"CREATE USER {ROLE} IDENTIFIED BY {secret}"
    )
    return [create, make_role, f"GRANT SELECT ON {view} TO {ROLE}"]


def _unused(shop_map: ShopMap, database: Database) -> tuple[str, ...]:
    used = {c for table, c in mentioned_columns(shop_map) if table == shop_map.table}
    tables = {table.name: table for table in database.tables()}
    columns = tables[shop_map.table].columns
    return tuple(c for c in columns if c not in used and c not in shop_map.hidden)
