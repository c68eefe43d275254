"""`python -m tests.bench.bench_ledger [sqlite|postgresql]`: none lost, none doubled.

Eight processes write agreements at once and are killed at random points: 1,000 on
SQLite, 10,000 on PostgreSQL. Whatever is lost, doubled or changed, or breaks the audit
trail, ends it with a complaint.
"""

import sys
import tempfile
from pathlib import Path

from tests.doubles.database_servers import postgres
from tests.doubles.ledger_rush import rush

PROCESSES = 8
KILLS = 10
"""For each process."""


def main(engines: list[str]) -> None:
    """Print a line for each engine."""
    if "sqlite" in engines:
        with tempfile.TemporaryDirectory() as folder:
            _report("SQLite", str(Path(folder) / "ledger.db"), 1_000)
    if "postgresql" in engines:
        with postgres() as url:
            _report("PostgreSQL", url, 10_000)


def _report(name: str, url: str, count: int) -> None:
    done = rush(url, count, processes=PROCESSES, kills=KILLS)
    print(
        f"{name}: {done.agreements} agreements by {PROCESSES} processes in"
        f" {done.seconds:.0f} s, {done.kills} kills: none lost, none doubled, audit"
        " trail intact",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
