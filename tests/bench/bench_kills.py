"""`python -m tests.bench.bench_kills [KILLS]`: a kiosk that is killed under load.

Each life it sells and agrees with customers until SIGKILL strikes, up to four seconds
after it was ready, or while it starts. Ends with a complaint when it is not ready
again, or when a database is damaged, a deal lost or halved, or a notice lost.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.doubles.killed_kiosk import kill_at_random


def main() -> None:
    """Print one line."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        done = kill_at_random(Path(folder), kills)
    print(
        f"{done.kills} kills in {time.monotonic() - began:.0f} s: ready each time,"
        f" slowest in {done.slowest_start_s:.1f} s; {done.agreements} agreements, none"
        f" lost or half; {done.notices} notices out, the others wait; databases sound"
    )


if __name__ == "__main__":
    main()
