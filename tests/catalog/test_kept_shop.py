"""A shop on a real PostgreSQL that is stopped, frozen and started again."""

import sqlite3
import time

import pytest
import sqlalchemy as sa

from catalog import (
    CatalogSettings,
    Questions,
    ShopUnavailable,
    make_sample_shop,
    open_kept_shop,
    open_shop,
)
from tests.doubles.database_servers import postgres_server
from tests.doubles.owner_databases import copy_to_server

SETTINGS = CatalogSettings(copy_every_s=0.0001)
DEAREST = "¿cuál es el producto más caro?"


@pytest.fixture(scope="module")
def server():
    with postgres_server() as running:
        yield running


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    make_sample_shop(path)
    return path


@pytest.fixture
def place(server, template):
    return copy_to_server(template, server.url, "shop")


@pytest.fixture
def line():
    """What was told of the line, in order."""
    return []


@pytest.fixture
def shop(place, tmp_path, line):
    with open_kept_shop(place, tmp_path / "copy.db", SETTINGS, line.append) as opened:
        yield opened


@pytest.fixture(autouse=True)
def always_looks(monkeypatch):
    """Every round looks for changes, however long the last look took."""
    monkeypatch.setattr("catalog.kept_shop.SHARE_OF_TIME", 1e6)


def change(place, *statements):
    engine = sa.create_engine(place, poolclass=sa.NullPool)
    with engine.begin() as owner:
        for statement in statements:
            owner.execute(sa.text(statement))


@pytest.fixture
def stopped(server):
    server.stop()
    yield
    server.start()


def test_the_copy_answers_as_the_server_did_and_the_server_when_it_is_back(
    shop, server, line
):
    questions = Questions(shop)
    shop.keep_up()
    asked = [DEAREST, "dame laptops", "¿cuántas tablets hay?", "how many mice"]
    before = [questions.answer(question).rows for question in asked]
    described = shop.describe()
    server.stop()
    try:
        began = time.monotonic()
        assert [questions.answer(question).rows for question in asked] == before
        assert time.monotonic() - began < 2
        assert shop.describe().splitlines()[1:9] == described.splitlines()[1:9]
        assert [bool(told) for told in line] == [True]
        assert line[0].copied_at is not None
        with pytest.raises(ShopUnavailable):
            shop.keep_up()
    finally:
        server.start()
    shop.keep_up()
    assert line[1:] == [None]
    assert [questions.answer(question).rows for question in asked] == before


def test_a_server_that_falls_silent_is_not_waited_for(shop, server, line):
    questions = Questions(shop)
    shop.keep_up()
    dearest = questions.answer(DEAREST).rows
    with server.frozen():
        began = time.monotonic()
        assert questions.answer(DEAREST).rows == dearest
        assert time.monotonic() - began < 6
        began = time.monotonic()
        assert questions.answer(DEAREST).rows == dearest
        assert time.monotonic() - began < 1
        assert len(line) == 1
    shop.keep_up()
    assert line[-1] is None


def test_a_kiosk_that_starts_without_the_server_answers_from_the_copy(
    shop, place, tmp_path, server
):
    shop.keep_up()
    before = Questions(shop).answer(DEAREST)
    shop.close()
    server.stop()
    try:
        line = []
        path = tmp_path / "copy.db"
        with open_kept_shop(place, path, SETTINGS, line.append) as again:
            found = Questions(again).answer(DEAREST)
            assert (found.rows, found.value) == (before.rows, before.value)
            assert again.map == shop.map
            assert [away.copied_at is not None for away in line] == [True]
    finally:
        server.start()


def test_without_a_copy_a_server_that_is_away_is_an_error(place, tmp_path, stopped):
    line = []
    with pytest.raises(ShopUnavailable, match="there is no copy"):
        open_kept_shop(place, tmp_path / "none.db", SETTINGS, line.append)
    assert [away.copied_at for away in line] == [None]


def test_a_copy_of_another_shop_is_none(shop, place, tmp_path, server):
    shop.keep_up()
    server.stop()
    try:
        with pytest.raises(ShopUnavailable, match="there is no copy"):
            open_kept_shop(
                place.replace("shop_", "other_"), tmp_path / "copy.db", SETTINGS, print
            )
    finally:
        server.start()


def test_the_copy_takes_over_changes_and_writes_nothing_without_any(
    shop, place, tmp_path
):
    shop.keep_up()
    path = tmp_path / "copy.db"
    written = path.stat().st_mtime_ns
    shop.keep_up()
    assert path.stat().st_mtime_ns == written
    change(
        place,
        "UPDATE products SET price = 1.5, stock = 7 WHERE id = 3",
        "DELETE FROM products WHERE id = 4",
        "INSERT INTO products (id, name, price, currency, available)"
        " VALUES (9001, 'Laptop Única 9001', 99999.5, 'PEN', true)",
    )
    shop.keep_up()
    with sqlite3.connect(path) as copy:
        found = copy.execute(
            "SELECT id, price, stock FROM products WHERE id IN (3, 4, 9001) ORDER BY id"
        ).fetchall()
        (count,) = copy.execute("SELECT count(*) FROM products").fetchone()
    copy.close()
    assert found == [(3, 1.5, 7), (9001, 99999.5, None)]
    assert count == 500


def test_a_copy_that_was_spoilt_is_made_anew(shop, tmp_path, caplog):
    shop.keep_up()
    path = tmp_path / "copy.db"
    path.write_bytes(b"no database at all" * 1000)
    shop.keep_up()
    assert "is not refreshed" in caplog.text
    shop.keep_up()
    with sqlite3.connect(path) as copy:
        assert copy.execute("SELECT count(*) FROM products").fetchone() == (500,)
    copy.close()


def test_a_map_that_names_other_columns_makes_the_copy_anew(
    shop, place, tmp_path, server
):
    shop.keep_up()
    shop.close()
    change(
        place,
        "ALTER TABLE products ADD COLUMN marca TEXT",
        "UPDATE products SET marca = CASE id % 2 WHEN 0 THEN 'Kusi' ELSE 'Runa' END",
    )
    path = tmp_path / "copy.db"
    with open_kept_shop(place, path, SETTINGS, print) as wider:
        wider.keep_up()
        server.stop()
        try:
            sql = "SELECT brand FROM products WHERE id = 4"
            assert wider.rows(sql).rows == (("Kusi",),)
            assert wider.select(sql).rows == (("Kusi",),)
        finally:
            server.start()


def test_a_query_that_takes_too_long_is_no_server_that_is_away(shop, line):
    from catalog import SelectRefused

    slow = (
        "SELECT COUNT(*) FROM products a, products b, products c, products d"
        " WHERE a.name <> b.description"
    )
    with pytest.raises(SelectRefused, match="took longer"):
        shop.select(slow)
    assert line == []


def test_a_silent_server_does_not_hold_a_plain_shop_either(place, server):
    with open_shop(place) as shop:
        shop.rows("SELECT 1 FROM products LIMIT 1")
        with server.frozen():
            began = time.monotonic()
            with pytest.raises(ShopUnavailable):
                shop.rows("SELECT 1 FROM products LIMIT 1")
            assert time.monotonic() - began < 6
        assert shop.rows("SELECT 1 FROM products LIMIT 1").rows == ((1,),)
