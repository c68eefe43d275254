"""Connecting an owner's database: propose a map and show what it makes of the rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.canonical import canonical_select, literal, quoted
from catalog.database import open_database
from catalog.mapcheck import check_map
from catalog.products import Cell
from catalog.proposal import propose_map
from catalog.schema import Dialect, Rule, ShopMap, Source
from catalog.settings import CatalogSettings
from catalog.shop import Shop


@dataclass(frozen=True, slots=True)
class MapProposal:
    """A map and what it makes of the owner's rows, to be looked at before approval."""

    shop_map: ShopMap
    product_count: int
    available_count: int
    without_price_count: int
    samples: tuple[Mapping[str, Cell], ...]
    """A few products as the kiosk would see them."""

    def explanation(self) -> str:
        """Give the proposal as lines for the owner to read."""
        return "\n".join(_explained(self))


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
        shop = Shop(database, shop_map, CatalogSettings(time_limit_ms=5_000))
        (counts,) = shop.rows(
            "SELECT COUNT(*), SUM(available), COUNT(price) FROM products"
        ).rows
        total, available, priced = (int(count or 0) for count in counts)
        samples = shop.rows("SELECT * FROM products LIMIT 5").records()
    finally:
        database.close()
    return MapProposal(shop_map, total, available, total - priced, tuple(samples))


def role_statements(shop_map: ShopMap, dialect: Dialect, password: str) -> list[str]:
    """Give what a server's owner runs to let the kiosk see the products and no more.

    A view and a role that may read only it: what is not there cannot be told.
    """
    view, role = quoted("kiosk_products", dialect), "kiosk_reader"
    create = f"CREATE VIEW {view} AS {canonical_select(shop_map, dialect)}"
    secret = literal(password)
    if dialect == "postgresql":
        return [
            create,
            f"CREATE ROLE {role} LOGIN PASSWORD {secret}",
            f"GRANT SELECT ON {view} TO {role}",
        ]
    return [
        create,
        f"CREATE USER {role} IDENTIFIED BY {secret}",
        f"GRANT SELECT ON {view} TO {role}",
    ]


def _explained(proposal: MapProposal) -> Iterator[str]:
    shop_map = proposal.shop_map
    yield f"{'products':<18}table {shop_map.table}"
    for field in ("id", "name", "family", "description", "price", "currency", "stock"):
        source = getattr(shop_map, field)
        yield f"{field:<18}{_where(source)}"
    if shop_map.currency is None and shop_map.currency_code:
        yield f"{'currency':<18}always {shop_map.currency_code}"
    yield f"{'available':<18}{_when(shop_map.available) or 'always'}"
    if shop_map.keep:
        yield f"{'left out':<18}unless {_when(shop_map.keep)}"
    for name, source in shop_map.attributes.items():
        yield f"{name:<18}{_where(source)}"
    if shop_map.hidden:
        yield f"{'hidden':<18}{', '.join(shop_map.hidden)}"
    yield (
        f"{proposal.product_count} products, {proposal.available_count} available,"
        f" {proposal.without_price_count} without a price; for example:"
    )
    for sample in proposal.samples:
        yield "  " + " | ".join(
            str(value) for value in sample.values() if value is not None
        )


def _where(source: Source | None) -> str:
    if source is None:
        return "(nothing)"
    tables = "".join(f"{step.table}." for step in source.path[-1:])
    how = f" ({source.several} of several)" if source.several else ""
    limited = f", where {_when(source.only)}" if source.only else ""
    return f"{tables}{source.column}{how}{limited}"


def _when(rules: Iterable[Rule]) -> str:
    return " and ".join(
        f"{rule.column or 'stock'} > {rule.above:g}"
        if rule.above is not None
        else f"{rule.column} is {' or '.join(v or 'empty' for v in rule.values)}"
        for rule in rules
    )
