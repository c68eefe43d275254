from pathlib import Path

import pytest

from catalog import ProductFilter, SelectRefused, Shop, make_sample_shop, open_shop


@pytest.fixture
def shop(tmp_path: Path):
    make_sample_shop(tmp_path / "shop.db")
    with open_shop(tmp_path / "shop.db") as opened:
        yield opened


def test_the_demonstration_shop_has_500_products_in_five_families(shop: Shop):
    products = list(shop.products())
    assert len(products) == 500
    assert len({product.name for product in products}) == 500
    assert {product.family for product in products} == {
        "Electrónica",
        "Hogar",
        "Oficina",
        "Deportes",
        "Accesorios",
    }
    assert {product.currency for product in products} == {"PEN"}


def test_the_demonstration_shop_is_the_same_every_time(tmp_path: Path, shop: Shop):
    make_sample_shop(tmp_path / "again.db")
    with open_shop(tmp_path / "again.db") as again:
        assert list(again.products()) == list(shop.products())


def test_words_are_found_without_their_accents(shop: Shop):
    found = shop.find_products(ProductFilter(words=("audifonos",), order="cheapest"))
    assert found.total == len(found.rows)
    assert all(name.startswith("Audífonos") for _, name, *_ in found.rows)


def test_a_filter_counts_what_it_does_not_show(shop: Shop):
    found = shop.find_products(ProductFilter(family="hogar", limit=3))
    assert len(found.rows) == 3
    assert found.truncated
    assert found.total is not None
    assert found.total > 3


def test_the_statement_shown_has_its_values_written_in(shop: Shop):
    table = shop.rows(
        "SELECT name FROM products WHERE family = :family AND price < :most",
        {"family": "D'Or", "most": 30},
    )
    assert (
        table.sql == "SELECT name FROM products WHERE family = 'D''Or' AND price < 30"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM sqlite_master",
        "PRAGMA user_version",
        "DELETE FROM products",
        "ATTACH ':memory:' AS other",
        "SELECT count(*) FROM products a, products b, products c, products d",
    ],
)
def test_the_connection_itself_refuses_what_is_not_a_short_look_at_products(
    shop: Shop, statement: str
):
    with pytest.raises(SelectRefused):
        shop.rows(statement)


def test_products_are_found_by_their_ids_and_by_their_whole_names(shop: Shop):
    third, first = shop.products_with([3, 1, 99_999]).items()
    assert (third[0], first[0]) == (1, 3)
    assert shop.products_with([]) == {}
    assert shop.products_called(first[1].name) == [first[1]]
    assert shop.products_called("Laptop'); --") == []
