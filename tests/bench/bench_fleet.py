"""`python -m tests.bench.bench_fleet [KIOSKS [SECONDS]]`: many kiosks on one server.

Each kiosk is a `kiosk serve` of its own; shop and ledger are on one PostgreSQL, which
is stopped and started twice, once in order and once as if the power had gone. Prints
what customers were told instead of an answer.
"""

import sys
import tempfile
from pathlib import Path

from tests.doubles.fleet import run_fleet


def main() -> None:
    """Print the replies, and every error that reached a customer."""
    kiosks = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory() as folder:
        day = run_fleet(Path(folder), kiosks, seconds)
    print(
        f"{kiosks} kiosks, {seconds:.0f} s, two restarts: {day.replies.total()} replies"
        f" {dict(day.replies)}, {day.deals} deals, longest {day.longest_s:.1f} s,"
        f" {len(day.errors)} errors"
    )
    for at, question, reply in day.errors[:20]:
        print(f"  {at:.1f} s: {question}: {reply}")


if __name__ == "__main__":
    main()
