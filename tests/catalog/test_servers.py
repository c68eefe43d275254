from pathlib import Path

import pytest
import sqlalchemy as sa

from catalog import (
    CatalogSettings,
    MappingInvalid,
    SelectRefused,
    Shop,
    ShopMap,
    ShopUnavailable,
    Source,
    open_shop,
    propose_for,
    role_statements,
)
from tests.doubles.hostile_sql import SECRETS, hostile_statements, make_secret_shop
from tests.doubles.owner_databases import copy_to_server

LIMIT_MS = 300


@pytest.fixture(scope="module", params=["postgres_url", "mariadb_url"])
def url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    path: Path = tmp_path_factory.mktemp("secret") / "shop.db"
    make_secret_shop(path)
    return copy_to_server(path, request.getfixturevalue(request.param), "secret_shop")


@pytest.fixture(scope="module")
def shop(url: str):
    with open_shop(url, settings=CatalogSettings(time_limit_ms=LIMIT_MS)) as opened:
        yield opened


def test_no_hostile_statement_writes_or_tells(shop: Shop, url: str):
    told = []
    for statement in hostile_statements()[::3]:
        try:
            rows = repr(shop.select(statement).rows)
        except SelectRefused:
            continue
        if any(secret in rows for secret in SECRETS):
            told.append(statement)
    assert told == []
    with open_shop(url) as again:
        assert again.rows("SELECT COUNT(*), MIN(price) FROM products").rows == (
            (300, 10.25),
        )


def test_statements_of_ours_cannot_write_either(shop: Shop):
    with pytest.raises(SelectRefused):
        shop._database.rows("DELETE FROM articulos", {}, shop._limits)


def test_a_long_query_is_stopped_by_the_server(shop: Shop):
    with pytest.raises(SelectRefused, match="took longer than 300 ms"):
        shop.select(
            "SELECT COUNT(*) FROM products a, products b, products c, products d"
            " WHERE a.name <> b.description"
        )
    assert shop.select("SELECT name FROM products LIMIT 1").rows


def test_texts_with_colons_and_percents_are_only_texts(shop: Shop):
    sql = "SELECT name FROM products WHERE name = ':x %s %(y)s' OR name LIKE '%lo 1'"
    assert shop.select(sql).rows == (("Silla modelo 1",),)


def test_values_travel_as_parameters(shop: Shop):
    found = shop.rows("SELECT name FROM products WHERE id = :id", {"id": 7})
    assert found.rows == (("Silla modelo 7",),)
    assert found.sql.endswith("id = 7")


def test_statements_of_ours_mean_the_same_on_every_database(shop: Shop):
    sql = (
        'SELECT "name" || \' \' || "family", ROUND(AVG("price"), 2) FROM products'
        " WHERE ' ' || name || ' ' LIKE '% 7 %' AND name <> 'a\\b'"
        " GROUP BY name, family"
    )
    ((name, price),) = shop.rows(sql).rows
    assert (name, price) == ("Silla modelo 7 Hogar", 11.75)


def test_all_products_stream_in_order(shop: Shop):
    products = list(shop.products())
    assert len(products) == 300
    assert products[0].price_cents == 1025


def test_rows_stop_at_the_limit(shop: Shop):
    table = shop.rows("SELECT name FROM products")
    assert len(table.rows) == 200
    assert table.truncated


def test_a_connection_cut_by_the_server_is_made_again(shop: Shop, url: str):
    shop.rows("SELECT 1 FROM products LIMIT 1")
    with sa.create_engine(url, poolclass=sa.NullPool).connect() as owner:
        if owner.dialect.name == "postgresql":
            owner.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            )
        else:
            others = owner.execute(
                sa.text(
                    "SELECT id FROM information_schema.processlist"
                    " WHERE id <> CONNECTION_ID() AND db = DATABASE()"
                )
            )
            for (number,) in others.fetchall():
                owner.execute(sa.text(f"KILL {number}"))
    assert shop.rows("SELECT 1 FROM products LIMIT 1").rows == ((1,),)


def test_a_map_that_does_not_fit_is_refused(url: str):
    wrong = ShopMap(
        table="articulos", id=Source(column="id"), name=Source(column="nombree")
    )
    with pytest.raises(MappingInvalid, match="nombree"):
        open_shop(url, shop_map=wrong)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://nobody@127.0.0.1:1/nothing",
        "mysql://nobody@127.0.0.1:1/nothing",
        "mysql://",
        "oracle://x",
        "http://x",
    ],
)
def test_a_server_that_is_not_there_is_unavailable(address: str):
    with pytest.raises(ShopUnavailable):
        open_shop(address)


def test_a_wrong_password_is_not_shown(url: str):
    with pytest.raises(ShopUnavailable) as refused:
        open_shop(
            sa.make_url(url)
            .set(password="s3cret", port=1)
            .render_as_string(hide_password=False)
        )
    assert "s3cret" not in str(refused.value)


def test_the_role_for_the_kiosk_sees_the_products_and_nothing_else(url: str):
    parsed = sa.make_url(url)
    dialect = "postgresql" if parsed.get_backend_name() == "postgresql" else "mysql"
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as owner:
        for statement in role_statements(propose_for(url).shop_map, dialect, "pw"):
            owner.exec_driver_sql(statement)
    mine = parsed.set(username="kiosk_reader", password="pw")
    with open_shop(mine.render_as_string(hide_password=False)) as shop:
        assert shop.rows("SELECT COUNT(*) FROM products").rows == ((300,),)
        assert "777.77" not in shop.describe()
        with pytest.raises(SelectRefused):
            shop._database.rows("SELECT * FROM clientes", {}, shop._limits)
