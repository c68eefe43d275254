"""Many kiosks on one ledger, killed at random: nothing lost, nothing doubled.

`KIOSK_LEDGER_AGREEMENTS` asks for more than the usual few (10000 on PostgreSQL).
"""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from catalog import LedgerUnavailable, create_debt, open_ledger
from catalog.ledger_engine import LedgerEngine
from catalog.migrations import MIGRATIONS, migrate
from tests.doubles.database_servers import postgres
from tests.doubles.ledgers import add_customer

ROOT = Path(__file__).parents[2]
ASKED = int(os.environ.get("KIOSK_LEDGER_AGREEMENTS", "0"))


@pytest.fixture(scope="module")
def postgres_url():
    with postgres() as url:
        yield url


class Writer:
    """One process with its share of the debts, killed now and then by its parent."""

    def __init__(self, url, first, last):
        self.url, self.next, self.last = url, first, last
        self.kills = 0

    def run(self, seed, kills):
        """Write the whole share, being killed after random counts of agreements."""
        chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
        while self.next < self.last:
            dies_after = chance.randint(1, 15) if self.kills < kills else None
            self._live(dies_after)

    def _live(self, dies_after):
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
                    process.kill()
                    self.kills += 1
                    break
        assert dies_after is not None or process.returncode == 0


def write_and_be_killed(url, count, processes, kills):
    ledger = open_ledger(url)
    before = ledger.verify_audit()
    customer = add_customer(ledger, "ana@ejemplo.pe")
    numbers = [
        int(create_debt(ledger, customer, total_cents=10_000 + i, max_months=12).id)
        for i in range(count)
    ]
    share = count // processes
    writers = [
        Writer(url, numbers[0] + share * i, numbers[0] + share * (i + 1))
        for i in range(processes)
    ]
    threads = [
        threading.Thread(target=writer.run, args=(i, kills))
        for i, writer in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(writer.kills == kills for writer in writers)
    agreements = ledger.agreements()
    assert sorted(int(a.debt) for a in agreements) == numbers[: share * processes]
    assert all(
        a.terms.total_cents == 10_000 + numbers.index(int(a.debt)) for a in agreements
    )
    # one entry per debt made, per agreement, and the customer's registration
    assert ledger.verify_audit() - before == count + share * processes + 1
    ledger.close()


def test_kiosks_killed_at_random_lose_and_double_nothing_on_sqlite(tmp_path):
    count = min(ASKED, 1_000) or 40
    write_and_be_killed(str(tmp_path / "ledger.db"), count, processes=2, kills=1)


def test_kiosks_killed_at_random_lose_and_double_nothing_on_postgresql(postgres_url):
    count, processes = ASKED or 40, 8 if ASKED else 2
    write_and_be_killed(postgres_url, count, processes, kills=10 if ASKED else 1)


def test_postgresql_is_migrated_from_empty_and_from_old(postgres_url):
    server = LedgerEngine(postgres_url)
    with server.writing() as connection:
        connection.execute(sa.text("DROP SCHEMA IF EXISTS old CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA old"))
    server.close()
    engine = LedgerEngine(f"{postgres_url}?options=-csearch_path%3Dold")
    assert migrate(engine, MIGRATIONS[:2]) == 2
    assert migrate(engine) == len(MIGRATIONS) - 2
    assert migrate(engine) == 0
    engine.close()


def test_the_audit_trail_is_append_only_on_postgresql(postgres_url):
    ledger = open_ledger(postgres_url)
    add_customer(ledger, "another@ejemplo.pe")
    with pytest.raises(Exception, match="append-only"), ledger.own.writing() as db:
        db.execute(sa.text("UPDATE kiosk_audit SET detail = '' WHERE number = 1"))
    ledger.close()


def test_a_server_that_is_not_there_is_an_error_of_its_own():
    with pytest.raises(LedgerUnavailable):
        open_ledger("postgresql://nobody@127.0.0.1:1/none")
