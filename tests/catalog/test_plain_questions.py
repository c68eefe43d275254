"""Plain questions about shops written by hand: right, or not at all.

`python -m tests.catalog.test_plain_questions` prints what is wrong.
"""

import os
import tempfile
from pathlib import Path

import pytest

from catalog import Questions, open_shop
from tests.catalog.judging import is_right
from tests.catalog.other_shops import SHOPS
from tests.catalog.plain_questions import HERE, questions_about
from tests.catalog.plain_shops import PLAIN_SHOPS, PlainShop

AT_LEAST_RIGHT = 0.96
AT_MOST_SURE_AND_WRONG = 0.01
SEED = 7
"""Of the shops made by rule."""
SHARED_SHOPS = {
    "public": ("questions/catalogs/public.db", "SELECT * FROM products"),
    "northwind": (
        "catalogs/northwind.db",
        """SELECT ProductID AS id, ProductName AS name, CategoryName AS family,
          UnitPrice AS price, UnitsInStock AS stock, UnitsOnOrder AS coming,
          Discontinued = '0' AND UnitsInStock > 0 AS available
          FROM Products JOIN Categories USING (CategoryID)""",
    ),
}
SHARED = os.environ.get("KIOSK_SHARED", "")
needs_shared = pytest.mark.skipif(not SHARED, reason="KIOSK_SHARED names no folder")


def asked(name: str, path: Path, truth: str, address: str | Path = ""):
    """Ask all questions about a shop; give each with its answer and whether right."""
    before = {}
    with open_shop(address or path) as shop:
        questions = Questions(shop)
        for item in questions_about(name, path, truth):
            answer = questions.answer(item["question"], before.get(item["visit"]))
            if answer.query is not None:
                before[item["visit"]] = answer
            is_honest = item["is_unsure"] and answer.kind in ("clarify", "unknown")
            yield item, answer, is_honest or is_right(item, answer)


def check(judged):
    judged = list(judged)
    wrong = [(item, answer) for item, answer, is_good in judged if not is_good]
    sure = [item["question"] for item, answer in wrong if answer.kind == "answer"]
    told = [(item["question"], answer.kind, answer.value) for item, answer in wrong]
    assert len(wrong) <= (1 - AT_LEAST_RIGHT) * len(judged), told
    assert len(sure) <= AT_MOST_SURE_AND_WRONG * len(judged), sure


def everything(folder: Path):
    for shop in PLAIN_SHOPS:
        path = shop.build(folder / f"{shop.name}.db")
        yield from asked(shop.name, path, shop.truth)
    for other in (shop for shop in SHOPS if (HERE / f"{shop.name}.txt").exists()):
        path = folder / f"{other.name}.db"
        other.build(path, SEED)
        yield from asked(other.name, path, other.truth())


def test_plain_questions_are_answered_right_or_not_at_all(tmp_path: Path):
    check(everything(tmp_path))


@needs_shared
@pytest.mark.parametrize("name", SHARED_SHOPS)
def test_plain_questions_about_shops_kept_elsewhere(name: str):
    path, truth = SHARED_SHOPS[name]
    check(asked(name, Path(SHARED) / path, truth))


def test_what_is_not_the_shops_business_is_refused_and_nothing_else(tmp_path: Path):
    judged = list(everything(tmp_path))
    meant = [
        item["kind"] == "refuse" and item["reason"] in ("offtopic", "injection")
        for item, _, _ in judged
    ]
    refused = [answer.kind == "refuse" for _, answer, _ in judged]
    told = [
        item["question"]
        for (item, _, _), wanted, done in zip(judged, meant, refused, strict=True)
        if wanted != done and not (item["is_unsure"] or item["kind"] == "refuse")
    ]
    assert told == []


@pytest.mark.parametrize("shop", PLAIN_SHOPS, ids=lambda shop: shop.name)
def test_nothing_hidden_is_told(shop: PlainShop, tmp_path: Path):
    path = shop.build(tmp_path / "shop.db")
    with open_shop(path) as opened:
        told = set(opened.rows("SELECT * FROM products").columns)
    assert told.isdisjoint(("cost", "costo", "costo_usd", "margen", "bank_account"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        judged = list(everything(Path(folder)))
        for name, (path, truth) in SHARED_SHOPS.items() if SHARED else ():
            judged += asked(name, Path(SHARED) / path, truth)
    for item, answer, is_good in judged:
        if not is_good:
            print(item["question"], "→", answer.kind, answer.reason, answer.value)
    print(f"{sum(good for *_, good in judged)} of {len(judged)} right")


if __name__ == "__main__":
    main()
