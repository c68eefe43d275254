"""The same questions over the same shops on a database server: the same answers."""

from pathlib import Path

import pytest

from tests.catalog.plain_shops import PLAIN_SHOPS, PlainShop
from tests.catalog.test_plain_questions import asked, check
from tests.doubles.owner_databases import copy_to_server

SHOPS = PLAIN_SHOPS[3:5]
"""Joined tables and figures; flags and cents."""


@pytest.mark.parametrize("server", ["postgres_url", "mariadb_url"])
@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.name)
def test_a_server_gives_the_same_answers(
    shop: PlainShop, server: str, request: pytest.FixtureRequest, tmp_path: Path
):
    path = shop.build(tmp_path / "shop.db")
    url = copy_to_server(path, request.getfixturevalue(server), f"plain_{shop.name}")
    check(asked(shop.name, path, shop.truth, url))
