from pathlib import Path

import pytest

from catalog import CatalogError, open_shop
from tests.doubles.owner_databases import TRUTH
from tests.doubles.owner_generator import Owner, make_owner

SEEDS = 120


def mistakes(owner: Owner) -> list[str]:
    """Give what the proposed map gets wrong about an owner's products."""
    with open_shop(owner.path) as shop:
        told = shop.describe()
        rows = {
            str(row["name"]): row
            for row in shop.rows("SELECT * FROM products").records()
        }
    if sorted(rows) != sorted(product.name for product in TRUTH):
        return [f"names: {list(rows)[:2]}"]
    expected = {
        "family": [p.family for p in TRUTH],
        "price": [p.price for p in TRUTH],
        "stock": [p.stock if owner.has_stock else None for p in TRUTH],
        "available": [int(p.has or not owner.says_availability) for p in TRUTH],
    }
    wrong = [
        f"{column}: {rows[TRUTH[0].name][column]}"
        for column, values in expected.items()
        if [rows[p.name][column] for p in TRUTH] != pytest.approx(values)
    ]
    return [*wrong, *(word for word in ("SECRET", "777.77") if word in told)]


def test_owners_databases_are_understood_whatever_their_names(tmp_path: Path):
    failures = {}
    for seed in range(SEEDS):
        owner = make_owner(seed, tmp_path)
        try:
            wrong = mistakes(owner)
        except CatalogError as error:
            wrong = [str(error)]
        if wrong:
            failures[seed] = (wrong, owner.described)
    assert failures == {}
