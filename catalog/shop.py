"""The shop: everything anyone may ask of the owner's products."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from catalog.database import Database, Limits, Parameters, Rows, open_database
from catalog.describe import describe_shop
from catalog.find import find_statement
from catalog.fingerprint import fingerprint_statement
from catalog.products import (
    CANONICAL_COLUMNS,
    Cell,
    Product,
    ProductFilter,
    Table,
    product_from,
)
from catalog.proposal import propose_map
from catalog.schema import ShopMap
from catalog.settings import CatalogSettings
from catalog.written import written_out

_UNHURRIED = Limits(time_ms=10_000)


class Shop:
    """An open shop. One thread at a time may use it, any thread."""

    def __init__(
        self, database: Database, shop_map: ShopMap, settings: CatalogSettings
    ) -> None:
        self.map = shop_map
        self.columns = (*CANONICAL_COLUMNS, *shop_map.attributes)
        """The columns of the relation `products` that answers are made of, in order."""
        self._all_columns = (*self.columns, *(("picture",) if shop_map.picture else ()))
        self._database = database
        self._stamp: Hashable = None
        self._version: Hashable = None
        self._limits = Limits(settings.time_limit_ms, settings.row_limit)
        database.define_products(shop_map.products_select(database.dialect))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def products(self) -> Iterator[Product]:
        """Give every product, in the order of the owner's table, without limits.

        Reads over a connection of its own, so queries go on meanwhile.

        Raises:
            ShopUnavailable: The database does not answer.
        """
        for row in self.everything():
            if str(row[1]).strip():
                yield product_from(self._all_columns, row)

    def everything(self) -> Iterator[tuple[Cell, ...]]:
        """Give all of `products`, in the order of `columns`; like `products`, but raw.

        Raises:
            ShopUnavailable: The database does not answer.
        """
        yield from self._database.stream("SELECT * FROM products")

    def fingerprint(self) -> str:
        """Give a text that changes with any change of any product; reads all of them.

        Raises:
            ShopUnavailable: The database does not answer.
        """
        sql = fingerprint_statement(self.columns, self._database.dialect)
        return repr(list(self._database.stream(sql)))

    def items(self, where: str = "") -> Iterator[tuple[Cell, ...]]:
        """Give id, name, family, currency and attributes of products; of all, or some.

        Raises:
            ShopUnavailable: The database does not answer.
        """
        listed = ", ".join(f'"{name}"' for name in self.map.attributes)
        further = f", {listed}" if listed else ""
        columns = f"id, name, family, currency{further}"
        yield from self._database.stream(f"SELECT {columns} FROM products {where}")  # noqa: S608 - ours

    def products_with(self, ids: Sequence[str | int]) -> dict[str | int, Product]:
        """Give the products of these ids as they stand now; those that are gone lack.

        Raises:
            ShopUnavailable: The database does not answer.
        """
        if not ids:
            return {}
        values = {f"id{n}": product for n, product in enumerate(ids)}
        places = ", ".join(f":{name}" for name in values)
        found = self.rows(f"SELECT * FROM products WHERE id IN ({places})", values)  # noqa: S608 - names of ours
        products = (product_from(self._all_columns, row) for row in found.rows)
        return {product.id: product for product in products}

    def products_called(self, name: str) -> list[Product]:
        """Give the products of exactly this name; a few may share it.

        Raises:
            ShopUnavailable: The database does not answer.
        """
        sql = "SELECT * FROM products WHERE name = :name"
        return [
            product_from(self._all_columns, row)
            for row in self.rows(sql, {"name": name}).rows
        ]

    def stamp(self) -> Hashable:
        """Give a value that changes with any change, even of a price; always cheap.

        Raises:
            ShopUnavailable: The database does not answer.
        """
        return self._database.stamp()

    def version(self) -> Hashable:
        """Give a value that changes when products come, go or are described anew.

        Prices and stock change without it. Cheap while nothing changes; a server's
        changes are noticed within ten seconds.

        Raises:
            ShopUnavailable: The database does not answer.
        """
        stamp = self._database.stamp()
        if stamp != self._stamp:
            described = ("name", "family", "currency", *self.map.attributes)
            sql = fingerprint_statement(described, self._database.dialect)
            self._version = self._database.rows(sql, {}, _UNHURRIED).rows
            self._stamp = stamp
        return self._version

    def rows(self, sql: str, parameters: Parameters | None = None) -> Table:
        """Run a SELECT of ours over `products`, its values at `:name` places.

        Raises:
            SelectRefused: It took too long.
            ShopUnavailable: The database does not answer.
        """
        parameters = parameters or {}
        found = self._database.rows(sql, parameters, self._limits)
        return Table(
            columns=found.columns,
            rows=found.rows,
            sql=written_out(sql, parameters),
            total=None if found.truncated else len(found.rows),
            truncated=found.truncated,
        )

    def select(self, sql: str) -> Table:
        """Run a model's SELECT; where it finds nothing, a note says why.

        Raises:
            SelectRefused: Not one SELECT over `products`, or it took too long.
            ShopUnavailable: The database does not answer.
        """
        # A parser of all SQL is slow to import and only models need it.
        from catalog.select import checked_select
        from catalog.why_nothing import why_nothing

        dialect = self._database.dialect
        checked = checked_select(
            sql, columns=self.columns, dialect=dialect, row_limit=self._limits.rows
        )
        found = self._database.rows(checked.sql, {}, self._limits)
        # A count of nothing and a sum of nothing want their reason as well.
        is_nothing = len(found.rows) < 2 and not any(map(any, found.rows))
        return Table(
            columns=found.columns,
            rows=found.rows,
            sql=checked.sql,
            total=None if found.truncated else len(found.rows),
            truncated=found.truncated,
            note=why_nothing(checked.tree, self._ask, dialect) if is_nothing else "",
        )

    def standalone(self, sql: str) -> str:
        """Give a SELECT over `products` as it runs on the owner's database itself."""
        select = self.map.products_select(self._database.dialect)
        return f"WITH products AS ({select}) {sql}"

    def describe(self) -> str:
        """Tell a model what `products` holds: columns, meanings, families, samples.

        Raises:
            SelectRefused: It took too long.
            ShopUnavailable: The database does not answer.
        """
        dialect = self._database.dialect
        return describe_shop(self.map.attributes, self.columns, dialect, self._ask)

    def find_products(self, wanted: ProductFilter) -> Table:
        """Give the products that pass a filter, `total` counting them all.

        Raises:
            SelectRefused: It took too long.
            ShopUnavailable: The database does not answer.
        """
        statement = find_statement(wanted, self._database.dialect)
        found = self.rows(statement.sql, statement.parameters)
        counted = self.rows(statement.counting_sql, statement.parameters)
        return Table(
            columns=found.columns,
            rows=found.rows,
            sql=found.sql,
            total=int(counted.rows[0][0] or 0),
            truncated=len(found.rows) < int(counted.rows[0][0] or 0),
        )

    def close(self) -> None:
        """Close the database; may be called twice."""
        self._database.close()

    def _ask(self, sql: str, most_rows: int) -> Rows:
        return self._database.rows(sql, {}, replace(self._limits, rows=most_rows))


def open_shop(
    path_or_url: str | Path,
    *,
    settings: CatalogSettings | None = None,
    shop_map: ShopMap | None = None,
) -> Shop:
    """Open a shop, by the map given, else the approved one, else the one proposed.

    Raises:
        ShopUnavailable: The database is not there or does not let us in.
        NoShopFound: Nothing in it looks like products.
        MappingInvalid: The map does not fit the database.
    """
    settings = settings or CatalogSettings()
    database = open_database(path_or_url)
    try:
        return Shop(database, shop_map or _map_for(database, settings), settings)
    except BaseException:
        database.close()
        raise


def _map_for(database: Database, settings: CatalogSettings) -> ShopMap:
    if not settings.map_file:
        return propose_map(database)
    from catalog.mapcheck import check_map
    from catalog.mapfile import read_map

    shop_map = read_map(Path(settings.map_file).expanduser())
    check_map(shop_map, database)
    return shop_map
