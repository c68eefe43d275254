"""Many kiosks on one ledger, killed at random: nothing lost, nothing doubled.

`python -m tests.bench.bench_ledger` does the same with many more.
"""

import pytest
import sqlalchemy as sa

from catalog import LedgerUnavailable, create_debt, log_in, open_ledger
from catalog.ledger_engine import LedgerEngine
from catalog.migrations import MIGRATIONS, migrate
from tests.doubles.database_servers import postgres
from tests.doubles.ledger_rush import rush
from tests.doubles.ledgers import STEP, add_customer


@pytest.fixture(scope="module")
def postgres_url():
    with postgres() as url:
        yield url


def test_kiosks_killed_at_random_lose_and_double_nothing_on_sqlite(tmp_path):
    done = rush(str(tmp_path / "ledger.db"), 40, processes=2, kills=1)
    assert (done.agreements, done.kills) == (40, 2)


def test_kiosks_killed_at_random_lose_and_double_nothing_on_postgresql(postgres_url):
    done = rush(postgres_url, 40, processes=2, kills=1)
    assert (done.agreements, done.kills) == (40, 2)


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


OWNERS = """
DROP SCHEMA IF EXISTS owners CASCADE;
CREATE SCHEMA owners;
CREATE TABLE owners.users (
    email varchar(120) PRIMARY KEY, name text, password char(20));
INSERT INTO owners.users VALUES ('Eva@Ejemplo.pe', 'Eva', 'clave vieja');
CREATE TABLE owners.debts (
    id serial PRIMARY KEY, total_debt numeric, maximum_period_months int,
    minimum_accepted_payment numeric(12, 2), currency char(3),
    user_email varchar(120) REFERENCES owners.users(email));
INSERT INTO owners.debts VALUES (7, 749.9, 6, 124.98, 'PEN', 'Eva@Ejemplo.pe'),
    (8, 'NaN', 6, 1, 'PEN', 'Eva@Ejemplo.pe');
"""


def test_an_owners_tables_on_postgresql_are_adopted_as_they_are(postgres_url):
    server = LedgerEngine(postgres_url)
    with server.writing() as connection:
        connection.exec_driver_sql(OWNERS)
    server.close()
    ledger = open_ledger(f"{postgres_url}?options=-csearch_path%3Downers")
    eva = log_in(ledger, "eva@ejemplo.pe", "clave vieja")
    (debt,) = ledger.debts_of(eva.id)  # the other one is no number
    assert (debt.id, debt.total_cents, debt.currency) == ("7", 74_990, "PEN")
    ledger.take_step("v", debt, lambda _: STEP, request="owners")
    assert ledger.is_kept
    assert ledger.verify_audit() == 1
    ledger.close()


def test_the_audit_trail_is_append_only_on_postgresql(postgres_url):
    ledger = open_ledger(postgres_url)
    add_customer(ledger, "another@ejemplo.pe")
    with pytest.raises(Exception, match="append-only"), ledger.own.writing() as db:
        db.execute(sa.text("UPDATE kiosk_audit SET detail = '' WHERE number = 1"))
    ledger.close()


def test_a_server_that_is_lost_within_a_step_keeps_nothing_of_it(postgres_url):
    ledger = open_ledger(postgres_url)
    customer = add_customer(ledger, "lost@ejemplo.pe")
    debt = create_debt(ledger, customer, total_cents=10_000, max_months=2)
    entries = ledger.verify_audit()
    other = LedgerEngine(postgres_url)

    def lost(_):
        with other.writing() as connection:
            connection.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE backend_type = 'client backend'"
                    " AND pid <> pg_backend_pid()"
                )
            )
        return STEP

    with pytest.raises(LedgerUnavailable):
        ledger.take_step("v", debt, lost, request="lost")
    assert ledger.before("v", debt.id).last is None
    assert ledger.verify_audit() == entries
    ledger.take_step("v", debt, lambda _: STEP, request="lost")
    assert ledger.verify_audit() == entries + 1
    other.close()
    ledger.close()


def test_a_server_that_is_not_there_is_an_error_of_its_own():
    with pytest.raises(LedgerUnavailable):
        open_ledger("postgresql://nobody@127.0.0.1:1/none")
