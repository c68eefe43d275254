from pathlib import Path

import pytest

from catalog import SelectRefused, Shop, make_sample_shop, open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("shop") / "shop.db"
    make_sample_shop(path)
    with open_shop(path) as opened:
        yield opened


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT name, price FROM products ORDER BY price DESC LIMIT 1",
        "SELECT family, COUNT(*) AS n FROM products GROUP BY family HAVING n > 2;",
        "WITH cheap AS (SELECT * FROM products WHERE price < 50)"
        " SELECT family, AVG(price) FROM cheap GROUP BY 1",
        "SELECT a.name FROM products a JOIN products b ON a.price = b.price"
        " WHERE a.id < b.id",
        "SELECT name FROM products WHERE price = (SELECT MAX(price) FROM products)",
        "SELECT CASE WHEN stock > 0 THEN 'hay' ELSE 'no' END FROM products LIMIT 3",
        "SELECT name, RANK() OVER (PARTITION BY family ORDER BY price) FROM products",
        "SELECT name FROM products UNION ALL SELECT family FROM products",
        "SELECT COUNT(DISTINCT family) FROM products WHERE NOT name LIKE '%14\"%'",
    ],
)
def test_what_a_model_may_ask_is_answered(shop: Shop, statement: str):
    assert shop.select(statement).rows


def test_a_star_means_the_public_columns(shop: Shop):
    assert shop.select("SELECT * FROM products LIMIT 1").columns == shop.columns


def test_rows_stop_at_the_limit_and_it_is_said(shop: Shop):
    table = shop.select("SELECT name FROM products LIMIT 100000")
    assert len(table.rows) == 200
    assert table.truncated
    assert not shop.select("SELECT name FROM products LIMIT 200").truncated


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("SELECT purchase_cost FROM products", "there is no column purchase_cost"),
        ("SELECT nmae FROM products", "nearest: name"),
        ("SELECT * FROM customers", "there is no table customers"),
        ("SELECT 1; SELECT 2", "exactly one"),
        ("DROP TABLE products", "read only"),
        ("SELECT name FROM products WHERE load_extension('x')", "LOAD_EXTENSION"),
        ("SELECT name FROM", "not valid"),
        (
            "SELECT COUNT(*) FROM products a, products b, products c, products d"
            " WHERE a.price + b.price + c.price = d.price + 1",
            "took longer",
        ),
    ],
)
def test_a_refusal_says_how_to_mend_the_statement(
    shop: Shop, statement: str, reason: str
):
    with pytest.raises(SelectRefused, match=reason):
        shop.select(statement)


def test_no_rows_name_the_condition_that_hid_them(shop: Shop):
    note = shop.select(
        "SELECT name FROM products WHERE family = 'Hogar' AND price > 100000"
    ).note
    assert "without price > 100000 there are 100" in note


def test_no_rows_name_the_nearest_family(shop: Shop):
    note = shop.select("SELECT name FROM products WHERE family = 'Electronica'").note
    assert "'Electrónica'" in note


def test_a_count_of_nothing_has_its_reason_too(shop: Shop):
    table = shop.select("SELECT COUNT(*) FROM products WHERE family = 'Electronica'")
    assert table.rows == ((0,),)
    assert "'Electrónica'" in table.note


def test_what_is_found_carries_no_note(shop: Shop):
    assert not shop.select("SELECT COUNT(*) FROM products").note


def test_the_description_names_columns_and_families_and_nothing_hidden(shop: Shop):
    text = shop.describe()
    assert "- price: in whole units" in text
    assert "Hogar | 100" in text
