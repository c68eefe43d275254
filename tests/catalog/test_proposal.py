import sqlite3
from pathlib import Path

import pytest

from catalog import CatalogSettings, NoShopFound, ProductFilter, Shop, open_shop
from tests.doubles.owner_databases import (
    OWNERS,
    TRUTH,
    copy_to_server,
    make_owner_database,
)

EVERYTHING = "SELECT * FROM products"
KEEPS_NO_PRICE = {"names_only"}
COUNTS_NO_STOCK = {"names_only", "many_categories", "in_stock_flag"}
SAYS_NOTHING_OF_AVAILABILITY = {"names_only"}


@pytest.fixture(scope="module", params=sorted(OWNERS))
def owner(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module", params=["sqlite", "postgres_url", "mariadb_url"])
def place(request: pytest.FixtureRequest) -> str:
    """Where the owner keeps it: a file, or a database on a server."""
    if request.param == "sqlite":
        return ""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def shop(owner: str, place: str, tmp_path_factory: pytest.TempPathFactory):
    path = make_owner_database(owner, tmp_path_factory.mktemp(owner) / "owner.db")
    url = copy_to_server(path, place, f"of_{owner}") if place else str(path)
    with open_shop(url, settings=CatalogSettings(time_limit_ms=2_000)) as opened:
        yield opened


def by_name(shop: Shop, column: str):
    return {row["name"]: row[column] for row in shop.rows(EVERYTHING).records()}


def test_every_product_is_found_once_and_nothing_else(shop: Shop):
    names = [name for (name,) in shop.rows("SELECT name FROM products").rows]
    assert sorted(names) == sorted(product.name for product in TRUTH)


def test_every_product_has_its_family(shop: Shop):
    assert by_name(shop, "family") == {p.name: p.family for p in TRUTH}


def test_every_price_is_what_customers_pay(shop: Shop, owner: str):
    expected = {
        p.name: None if owner in KEEPS_NO_PRICE or p.price is None else p.price
        for p in TRUTH
    }
    assert by_name(shop, "price") == pytest.approx(expected)


def test_stock_is_counted_where_the_owner_counts(shop: Shop, owner: str):
    expected = {p.name: None if owner in COUNTS_NO_STOCK else p.stock for p in TRUTH}
    assert by_name(shop, "stock") == expected


def test_availability_is_what_the_flags_or_the_stock_say(shop: Shop, owner: str):
    expected = {
        p.name: int(p.has or owner in SAYS_NOTHING_OF_AVAILABILITY) for p in TRUTH
    }
    assert by_name(shop, "available") == expected


def test_tables_of_their_own_are_joined_to_the_product(tmp_path: Path):
    path = make_owner_database("normalized", tmp_path / "owner.db")
    with open_shop(path) as shop:
        (drill, *_) = shop.products()
    assert (drill.currency, drill.attributes["brand"]) == ("PEN", "Brisa")


def test_words_are_found_without_accents_or_case(shop: Shop):
    found = shop.find_products(ProductFilter(words=("ELECTRICA",)))
    assert [row[1] for row in found.rows] == ["Extensión eléctrica Illari 5 m"]


def test_the_version_stays_while_nothing_changes(shop: Shop):
    assert shop.version() == shop.version()


def test_costs_and_people_stay_hidden(shop: Shop):
    shown = shop.describe() + shop.map.model_dump_json(exclude={"hidden"})
    for secret in ("costo", "CostPrice", "standard_price", "COMPRA", "Acme", "Rosa"):
        assert secret not in shown


def test_a_database_without_products_says_what_it_has(tmp_path: Path):
    with sqlite3.connect(tmp_path / "people.db") as connection:
        connection.execute("CREATE TABLE clientes (id, nombre, correo, telefono)")
        connection.execute("INSERT INTO clientes VALUES (1, 'Eva Sol', 'e@e.pe', '9')")
    connection.close()
    with pytest.raises(NoShopFound, match="found clientes"):
        open_shop(tmp_path / "people.db")


def test_a_column_of_pictures_is_found_and_is_no_part_of_answers(tmp_path: Path):
    place = tmp_path / "shop.db"
    with sqlite3.connect(place) as database:
        database.executescript(
            "CREATE TABLE productos (id INTEGER PRIMARY KEY, nombre TEXT, precio REAL,"
            " color TEXT, url_imagen TEXT);"
            "INSERT INTO productos VALUES"
            " (1, 'Silla Inti', 120, 'rojo', 'silla.JPG'),"
            " (2, 'Mesa Inti', 320, 'azul', 'https://shop.example/m.png?v=2');"
        )
    database.close()
    with open_shop(place) as shop:
        assert [p.picture for p in shop.products()] == [
            "silla.JPG",
            "https://shop.example/m.png?v=2",
        ]
        assert shop.products_with([2])[2].attributes["colour"] == "azul"
        assert "picture" not in shop.columns
        assert "picture" not in shop.describe()
