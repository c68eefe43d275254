"""Codes and measures as people say them aloud, each of which finds one product."""

import sqlite3
from pathlib import Path

import pytest

from catalog import Questions, open_shop

TABLE = Path(__file__).with_name("heard_codes.txt")


def rows():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" | ")) for line in lines if line[0] != "#"]


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "shop.db"
    names = sorted({name for _, name in rows()})
    with sqlite3.connect(path) as shop:
        shop.execute(
            "CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, family TEXT,"
            " price NUMERIC, currency TEXT, stock INTEGER)"
        )
        shop.executemany(
            "INSERT INTO products VALUES (?, ?, 'Varios', ?, 'PEN', 5)",
            [(at, name, 10 + at) for at, name in enumerate(names)],
        )
    shop.close()
    with open_shop(path) as opened:
        yield Questions(opened)


def test_every_code_and_measure_of_the_table_finds_its_product(questions):
    wrong = [
        f"{said!r}: {found}, not {name!r}"
        for said, name in rows()
        if (found := [row["name"] for row in questions.answer(said).rows]) != [name]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_is_as_large_as_promised():
    assert len(rows()) >= 120
