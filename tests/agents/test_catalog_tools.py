"""The catalogue as tools of one visit."""

import json

import pytest

from agents.catalog_tools import CatalogTools
from agents.tool import ToolRefused, ToolRetry
from catalog import Questions, make_sample_shop, open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    make_sample_shop(path)
    with open_shop(path) as shop:
        yield shop


@pytest.fixture
def tools(shop):
    return CatalogTools(shop, Questions(shop))


def test_every_tool_can_be_declared_to_a_model(tools):
    names = [tool.name for tool in tools.tools()]
    assert names == ["ask_catalog", "find_products", "query_catalog"]


def test_a_visit_remembers_what_was_asked(tools):
    tools.ask_catalog("quiero ver laptops")
    cheapest = tools.ask_catalog("¿y la más barata?").finding
    assert len(cheapest.rows) == 1
    assert cheapest.rows[0]["name"].startswith("Laptop")


def test_another_visit_remembers_nothing(shop, tools):
    tools.ask_catalog("quiero ver laptops")
    other = CatalogTools(shop, Questions(shop))
    assert other.ask_catalog("¿y el precio?").finding.kind == "clarify"


def test_a_model_sees_some_rows_and_how_many_there_are(tools):
    result = tools.ask_catalog("productos de hogar")
    assert len(result.data["products"]) <= 20 < result.data["total"]
    assert len(json.dumps(result.data)) < 4_000


def test_products_are_found_by_typed_wishes(tools):
    found = tools.find_products(["laptop"], max_price=3000, order="dearest", limit=3)
    prices = [row["price"] for row in found.finding.rows]
    assert prices == sorted(prices, reverse=True)
    assert len(prices) == 3


def test_a_wrong_query_may_be_mended_once_in_a_turn(tools):
    for _ in range(2):
        tools.hear("¿…?")
        with pytest.raises(ToolRetry, match="nearest: price"):
            tools.query_catalog("SELECT prize FROM products")
        with pytest.raises(ToolRefused, match="answer without this tool"):
            tools.query_catalog("DELETE FROM products")


def test_a_query_gives_its_rows(tools):
    found = tools.query_catalog("SELECT COUNT(*) AS n FROM products").finding
    assert found.rows[0]["n"] == 500
