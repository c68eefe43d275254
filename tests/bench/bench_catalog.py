"""How long the stockroom takes: `python -m tests.bench.bench_catalog [PRODUCTS]`."""

import csv
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from agents.wording_catalog import worded
from catalog import CatalogSettings, Questions, import_sheet, open_shop
from catalog.sample import sample_rows
from tests.bench.large_shop import make_large_shop

QUERIES = (
    "SELECT * FROM products WHERE available = 1 ORDER BY price DESC LIMIT 1",
    "SELECT * FROM products WHERE price IS NOT NULL AND available = 1"
    " ORDER BY price, name LIMIT 5",
    "SELECT COUNT(*) FROM products WHERE available = 1",
    "SELECT COUNT(*) FROM products WHERE family = 'Hogar' AND available = 1",
    "SELECT family, COUNT(*) FROM products WHERE available = 1 GROUP BY family",
    "SELECT * FROM products WHERE name LIKE 'Laptop %' AND price < 2000"
    " AND available = 1 ORDER BY price LIMIT 5",
    "SELECT AVG(price) FROM products WHERE name LIKE 'Laptop %' AND available = 1",
    "SELECT COUNT(*) FROM products WHERE price BETWEEN 50 AND 100 AND available = 1",
    "SELECT * FROM products WHERE name LIKE 'Laptop %' AND name LIKE '%16GB%'"
    " AND available = 1 ORDER BY price LIMIT 5",
)
ASKED = (
    "el celular más barato",
    "cuántas laptops hay",
    "laptops de 16 gigas de menos de dos mil soles",
    "los cinco productos más caros",
    "precio promedio de las mochilas",
    "qué zapatillas están agotadas",
    "cuánto cuesta la laptop vilca r619",
    "muéstrame tres lámparas",
    "televisores entre mil y dos mil soles",
    "cuántos productos hay en cada familia",
    "bicicletas ordenadas de menor a mayor precio",
    "what's the cheapest printer",
    "el reloj más caro que no sea misti",
    "likuadoras",
    "la laptop con más memoria",
    "productos con menos de 5 unidades",
    "hay más celulares o laptops",
    "quién descubrió américa",
)
ROUNDS = 5


def main() -> None:
    """Print a table of medians and 95th percentiles, in milliseconds."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [500, 100_000]
    with tempfile.TemporaryDirectory() as directory:
        for size in sizes:
            path = make_large_shop(Path(directory) / f"{size}.db", size)
            _report(f"open, {size} products", _times(partial(_open, path)))
            settings = CatalogSettings(time_limit_ms=10_000)
            _plain_questions(path, size)
            with open_shop(path, settings=settings) as shop:
                times = [t for sql in QUERIES for t in _times(partial(shop.rows, sql))]
                _report(f"queries of ours, {size} products", times)
                times = [
                    t for sql in QUERIES for t in _times(partial(shop.select, sql))
                ]
                _report(f"a model's SELECTs, {size} products", times)
        sheet = _sheet(Path(directory) / "sheet.csv", 100_000)
        began = time.perf_counter()
        import_sheet(sheet, Path(directory) / "shop.db", dry_run=False)
        _report("import of 100000 rows", [(time.perf_counter() - began) * 1000])


def _plain_questions(path: Path, size: int) -> None:
    """Understanding, query and wording, and what it takes to know the shop's words."""
    with open_shop(path) as shop:
        questions = Questions(shop)
        _report(f"words of {size} products", _times(lambda: questions.vocabulary, 1))
        times = [
            least
            for asked in ASKED
            for least in [min(_times(partial(_answered, questions, asked)))]
        ]
        _report(f"plain questions, {size} products", times)
        with sqlite3.connect(path) as owner:
            owner.execute("UPDATE products SET name = name || ' x' WHERE id = 7")
        owner.close()
        _report("words after a change of one", _times(lambda: questions.vocabulary, 1))


def _answered(questions: Questions, asked: str) -> str:
    return worded(questions.answer(asked))


def _open(path: Path) -> None:
    open_shop(path).close()


def _times(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _report(what: str, times_ms: list[float]) -> None:
    p95 = sorted(times_ms)[int(len(times_ms) * 0.95)]
    print(f"{what:<40} median {statistics.median(times_ms):9.2f}  p95 {p95:9.2f} ms")


def _sheet(path: Path, count: int) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "family", "description", "price", "currency"])
        writer.writerows(row[:6] for row in sample_rows(count))
    return path


if __name__ == "__main__":
    main()
