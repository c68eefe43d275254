"""Many processes that agree on one ledger at once, killed at random points."""

import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from catalog import create_debt, open_ledger
from tests.doubles.ledgers import add_customer

ROOT = Path(__file__).parents[2]
MOST_BETWEEN_KILLS = 15
"""Agreements that a process may write before it is killed."""
KILL_WITHIN_S = 0.02
"""When after its last word: anywhere within the next agreement, or its start."""


@dataclass(frozen=True)
class Rush:
    """What became of it."""

    agreements: int
    kills: int
    seconds: float


class Writer:
    """One process with its share of the debts, killed now and then by its parent."""

    def __init__(self, url, first, last):
        self.url, self.next, self.last = url, first, last
        self.kills = 0
        self.failure = None

    def run(self, seed, kills):
        """Write the whole share, being killed after random counts of agreements."""
        chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
        try:
            while self.next < self.last:
                self._live(chance, may_die=self.kills < kills)
        except Exception as error:  # noqa: BLE001 - told by the thread that waits
            self.failure = error

    def _live(self, chance, *, may_die):
        dies_after = chance.randint(1, MOST_BETWEEN_KILLS) if may_die else None
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.doubles.ledger_writer"),
                *(self.url, str(self.next), str(self.last)),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            for said, line in enumerate(process.stdout, 1):
                self.next = int(line) + 1
                if said == dies_after:
                    time.sleep(chance.uniform(0, KILL_WITHIN_S))
                    process.kill()
                    self.kills += 1
                    break
        if dies_after is None and process.returncode != 0:
            raise RuntimeError(f"a writer ended with {process.returncode}")


def rush(url, count, *, processes, kills):
    """Agree once on each of `count` debts; complain of what is lost or doubled.

    Args:
        url: The ledger.
        count: Debts, shared evenly.
        processes: How many write at once.
        kills: How often each is killed and started again.
    """
    ledger = open_ledger(url)
    before = ledger.verify_audit()
    customer = add_customer(ledger, "ana@ejemplo.pe")
    share = count // processes
    totals = {
        int(create_debt(ledger, customer, total_cents=cents, max_months=12).id): cents
        for cents in range(10_000, 10_000 + share * processes)
    }
    first = min(totals)
    writers = [
        Writer(url, first + share * i, first + share * (i + 1))
        for i in range(processes)
    ]
    began = time.monotonic()
    threads = [
        threading.Thread(target=writer.run, args=(i, kills))
        for i, writer in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - began
    for writer in writers:
        if writer.failure is not None:
            raise writer.failure
    agreed = [(int(a.debt), a.terms.total_cents) for a in ledger.agreements()]
    assert sorted(agreed) == sorted(totals.items()), "lost, doubled or changed"
    # one entry per debt made, per agreement, and the customer's registration
    assert ledger.verify_audit() - before == 2 * len(totals) + 1
    ledger.close()
    return Rush(len(agreed), sum(writer.kills for writer in writers), seconds)
