import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from catalog import CatalogSettings, SelectRefused, Shop, Table, open_shop
from tests.doubles.hostile_sql import (
    PREPARED_FOR_EVER,
    SECRETS,
    fuzzed_statements,
    hostile_statements,
    make_secret_shop,
)

TIME_LIMIT_MS = 60
IN_A_SMALL_PROCESS = """
import resource, sys
from pathlib import Path
from catalog import CatalogSettings, SelectRefused, open_shop
from tests.doubles.hostile_sql import PREPARED_FOR_EVER, hostile_statements
shop = open_shop(sys.argv[1], settings=CatalogSettings(time_limit_ms=60))
statements = hostile_statements()
shop.select("SELECT name FROM products")
pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + 64 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
for run in (shop.select, shop.rows):
    for statement in statements:
        if run == shop.rows and statement in PREPARED_FOR_EVER:
            continue
        try:
            run(statement)
        except SelectRefused as refused:
            assert "out of memory" not in str(refused), statement
"""
FUZZED = int(os.environ.get("KIOSK_FUZZ", "2000"))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "shop.db"
    make_secret_shop(path)
    return path


@pytest.fixture(scope="module")
def shop(path: Path):
    settings = CatalogSettings(time_limit_ms=TIME_LIMIT_MS)
    with open_shop(path, settings=settings) as opened:
        opened.select("SELECT 1 FROM products WHERE name = 'x'")  # imports the parser
        yield opened


def attack(run: Callable[[str], Table], statements: Iterable[str]) -> list[str]:
    """Run each statement; give those that took too long, twice, or told a secret."""
    broken = []
    for statement in statements:
        told, took_ms = tried(run, statement)
        if took_ms > 2 * TIME_LIMIT_MS:  # a collection of garbage takes its time too
            took_ms = min(took_ms, tried(run, statement)[1])
        if took_ms > 2 * TIME_LIMIT_MS or any(secret in told for secret in SECRETS):
            broken.append(f"{took_ms:.0f} ms: {statement[:200]!r} -> {told[:200]}")
    return broken


def tried(run: Callable[[str], Table], statement: str) -> tuple[str, float]:
    """Run a statement; give what it told and its processor time in milliseconds."""
    began = time.thread_time()
    try:
        told = repr(run(statement).rows)
    except SelectRefused:
        told = ""
    return told, (time.thread_time() - began) * 1000


def content(path: Path) -> tuple[str, list[str]]:
    names = sorted(entry.name for entry in path.parent.iterdir())
    return hashlib.sha256(path.read_bytes()).hexdigest(), names


def test_there_are_at_least_two_thousand_hostile_statements():
    assert len(hostile_statements()) >= 2000


def test_no_hostile_statement_writes_tells_or_lingers(shop: Shop, path: Path):
    before = content(path)
    assert attack(shop.select, hostile_statements()) == []
    assert content(path) == before


def test_the_connection_holds_even_without_the_parser(shop: Shop, path: Path):
    before = content(path)
    statements = [s for s in hostile_statements() if s not in PREPARED_FOR_EVER]
    assert attack(shop.rows, statements) == []
    assert content(path) == before


def test_fuzzed_statements_break_nothing(shop: Shop, path: Path):
    before = content(path)
    assert attack(shop.select, fuzzed_statements(FUZZED, seed=1)) == []
    assert attack(shop.rows, fuzzed_statements(FUZZED, seed=2)) == []
    assert content(path) == before


def test_no_hostile_statement_takes_more_than_64_mb(path: Path):
    finished = subprocess.run(
        [sys.executable, "-c", IN_A_SMALL_PROCESS, str(path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr[-2000:]
