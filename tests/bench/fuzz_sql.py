"""Hostile SQL against a shop: `python -m tests.bench.fuzz_sql [COUNT] [SERVER]`.

None may write, tell a secret, run longer than twice its limit or take more than 64 MB.
The shop is an SQLite file, and statements are also run past the parser; with SERVER,
`postgres` or `mariadb`, it lies on a server of that kind, started here. Stops after ten
minutes, whatever the count.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from catalog import CatalogSettings, SelectRefused, ShopUnavailable, Table, open_shop
from tests.doubles.database_servers import mariadb, postgres
from tests.doubles.hostile_sql import (
    PREPARED_FOR_EVER,
    SECRETS,
    fuzzed_statements,
    hostile_statements,
    make_secret_shop,
)
from tests.doubles.owner_databases import copy_to_server

SERVERS = {"postgres": postgres, "mariadb": mariadb}
LIMIT_MS = 250
MOST_MEMORY_KB = 64 * 1024
LONGEST_S = 600
AT_ONCE = 2_000


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    server = sys.argv[2] if len(sys.argv) > 2 else ""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        address: str | Path = Path(folder) / "shop.db"
        make_secret_shop(Path(address))
        if server:
            url = stack.enter_context(SERVERS[server]())
            address = copy_to_server(Path(address), url, "fuzzed")
        settings = CatalogSettings(time_limit_ms=LIMIT_MS)
        shop = stack.enter_context(open_shop(address, settings=settings))
        runs = [shop.select] if server else [shop.select, shop.rows]
        clock = time.perf_counter if server else time.thread_time
        broken = _attack(runs, _statements(count), lambda: _content(address), clock)
    for line in broken[:20]:
        print(line)
    print(f"{len(broken)} broke out" if broken else "none broke out")
    return bool(broken)


def _statements(count: int) -> Iterator[str]:
    rounds = (
        fuzzed_statements(min(AT_ONCE, count - made), seed=made)
        for made in range(0, count, AT_ONCE)
    )
    return chain(hostile_statements(), *rounds)


def _attack(
    runs: Iterable[Callable[[str], Table]],
    statements: Iterable[str],
    content: Callable[[], object],
    clock: Callable[[], float],
) -> list[str]:
    broken, done, slowest_ms = [], 0, 0.0
    began, before = time.monotonic(), content()
    memory_kb = _peak_kb()
    for statement in statements:
        for run in runs:
            if run.__name__ == "rows" and statement in PREPARED_FOR_EVER:
                continue
            told, took_ms = _run(run, statement, clock)
            if took_ms > 2 * LIMIT_MS:  # the machine may have been busy with others
                took_ms = min(_run(run, statement, clock)[1] for _ in range(3))
            done, slowest_ms = done + 1, max(slowest_ms, took_ms)
            if took_ms > 2 * LIMIT_MS or any(secret in told for secret in SECRETS):
                broken.append(f"{took_ms:.0f} ms {statement[:150]!r} {told[:150]}")
        if time.monotonic() - began > LONGEST_S:
            print("stopped: ten minutes are over")
            break
    grown_kb = _peak_kb() - memory_kb
    print(f"{done} statements, slowest {slowest_ms:.0f} ms, {grown_kb // 1024} MB more")
    if grown_kb > MOST_MEMORY_KB:
        broken.append(f"{grown_kb} kB of memory")
    if content() != before:
        broken.append("the shop was changed")
    return broken


def _run(
    run: Callable[[str], Table], statement: str, clock: Callable[[], float]
) -> tuple[str, float]:
    """Give what a statement told, and the milliseconds it took."""
    began = clock()
    try:
        told = repr(run(statement).rows)
    except (SelectRefused, ShopUnavailable):
        told = ""
    return told, (clock() - began) * 1000


def _peak_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _content(address: str | Path) -> object:
    if isinstance(address, Path):
        return address.read_bytes()
    with open_shop(address) as shop:
        return shop.rows("SELECT COUNT(*), MIN(price), MAX(name) FROM products").rows


if __name__ == "__main__":
    sys.exit(main())
