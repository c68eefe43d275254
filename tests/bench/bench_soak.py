"""`python -m tests.bench.bench_soak [TURNS [FAULT_EVERY]]`: a kiosk and its worst days.

A real `kiosk serve` on a virtual sound card, a PostgreSQL and a server of models is
asked without a pause while these fail in turn: microphone, loudspeaker and the sound
server, the models' server, the database killed and frozen, the clock, the disk, and
the kiosk itself stopped for a second. Ends with a complaint when a turn gets no
answer, when the kiosk does not recover within half a minute, or loses a deal. Memory
is told in two figures: what the first half of the turns added, while caches and pools
fill, and the slope of a line through the second half; the sizes on the way show whether
that is a slope or a step.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.doubles.soaked_kiosk import soak


def main() -> None:
    """Print what was asked, what struck, and what has grown."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    fault_every = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        done = soak(Path(folder) / "kiosk", turns, fault_every=fault_every)
    print(f"{done.turns} turns in {time.monotonic() - began:.0f} s: {dict(done.ended)}")
    print(f"faults: {dict(done.faults)}; left out: {done.left_out or 'none'}")
    print(f"{done.deals} deals, all kept; longest answer {done.longest_s:.1f} s")
    print(
        f"{done.settled_mb:.0f} MB settled, {done.settling_mb:+.1f} MB until then; from"
        f" there {done.growth_a_day:+.2%} in 500 turns; {done.more_files:+d} files,"
        f" {done.more_threads:+d} threads"
    )
    on_the_way = done.sizes[:: 1 + len(done.sizes) // 12]
    print("turns: MB", *(f"{turns}: {mb:.1f}" for turns, mb in on_the_way), sep="  ")


if __name__ == "__main__":
    main()
