"""Questions about shops of other trades, in two languages, clean and noisy.

`python -m tests.catalog.test_other_shops [SEED]` asks all of them and prints what is
wrong; the suite asks a part.
"""

import sys
import tempfile
from pathlib import Path

import pytest

from catalog import Questions, open_shop
from tests.catalog.judging import is_right
from tests.catalog.other_questions import questions_of
from tests.catalog.other_shops import SHOPS

EVERY = 7
"""One question in so many is asked in the suite."""


def wrong_answers(shop, folder, seed=1, every=1):
    db = folder / f"{shop.name}.db"
    shop.build(db, seed)
    items = questions_of(shop, db, seed)
    asked = [i for at, i in enumerate(items) if "dialog" in i or at % every == 0]
    before, wrong = {}, []
    with open_shop(db) as opened:
        questions = Questions(opened)
        for item in asked:
            visit = item.get("dialog")
            answer = questions.answer(item["question"], before.get(visit))
            if visit and answer.query is not None:
                before[visit] = answer
            if not is_right(item, answer):
                wrong.append((item, answer))
    return asked, wrong


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.name)
def test_questions_about_another_trade_are_answered_right(shop, tmp_path):
    asked, wrong = wrong_answers(shop, tmp_path, every=EVERY)
    told = [(item["question"], answer.kind, answer.value) for item, answer in wrong]
    assert len(wrong) <= 0.05 * len(asked), told


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.name)
def test_nothing_answerable_is_refused(shop, tmp_path):
    _, wrong = wrong_answers(shop, tmp_path, every=EVERY)
    refused = [
        item["question"]
        for item, answer in wrong
        if answer.kind == "refuse" and item["kind"] not in ("refuse", "clarify")
    ]
    assert len(refused) <= 1, refused


def main(seed):
    with tempfile.TemporaryDirectory() as folder:
        for shop in SHOPS:
            asked, wrong = wrong_answers(shop, Path(folder), seed)
            share = 1 - len(wrong) / len(asked)
            print(f"{shop.name:12} {len(asked):5} questions, {share:.1%} right")
            for item, answer in wrong:
                print("   ", item["question"], "→", answer.kind, answer.reason)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
