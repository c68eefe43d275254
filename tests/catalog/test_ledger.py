"""The ledger: the owner's tables or its own, steps taken once, a trail that holds."""

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa

from catalog import (
    AgreedTerms,
    AuditBroken,
    CustomerInvalid,
    DebtNotFound,
    Instalment,
    LedgerStep,
    LedgerUnavailable,
    LedgerUnfit,
    change_customer,
    close_debt,
    create_debt,
    erase_customer,
    import_debts,
    open_ledger,
)
from catalog.ledger_engine import LedgerEngine
from catalog.migrations import MIGRATIONS, Migration, migrate, pending
from tests.doubles.ledgers import add_customer, add_debt

OWNERS = """
CREATE TABLE users (email TEXT PRIMARY KEY, name TEXT);
INSERT INTO users VALUES ('eva@ejemplo.pe', 'Eva'), ('raul@ejemplo.pe', 'Raúl');
CREATE TABLE debts (
    id INTEGER PRIMARY KEY, total_debt NUMERIC, maximum_period_months INTEGER,
    minimum_accepted_payment NUMERIC, user_email TEXT REFERENCES users(email),
    currency TEXT DEFAULT 'EUR'
);
INSERT INTO debts VALUES (11, 3000, 10, 300, 'eva@ejemplo.pe', 'EUR'),
    (12, 749.9, 6, 124.98, 'raul@ejemplo.pe', 'EUR');
"""
SPANISH = """
CREATE TABLE clientes (id INTEGER PRIMARY KEY, correo TEXT, nombre TEXT, clave TEXT);
INSERT INTO clientes VALUES (7, 'Eva@Ejemplo.pe', 'Eva', 'secreto viejo');
CREATE TABLE deudas (
    numero INTEGER PRIMARY KEY, cliente_id INTEGER, monto TEXT, plazo_maximo INTEGER,
    estado TEXT, moneda TEXT
);
INSERT INTO deudas VALUES (1, 7, '1000.10', 3, 'abierta', 'PEN'),
    (2, 7, '50', 3, 'Pagada', 'PEN');
"""


def make(path, script):
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return path


@pytest.fixture
def ledger(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


@pytest.fixture
def debt(ledger):
    customer = add_customer(ledger, "ana@ejemplo.pe")
    number = add_debt(ledger, customer, total_cents=300_000, max_months=10)
    return ledger.debt_of(customer, number)


def a_step(state="{}", agreed=None):
    return LedgerStep(
        name="accept",
        amount_cents=None,
        status="accepted",
        price_cents=285_000,
        discount_pct=Decimal("7.5"),
        state=state,
        result='{"status": "accepted"}',
        agreed=agreed,
    )


def a_price(cents=285_000):
    return AgreedTerms("at_once", (Instalment(1, date(2026, 11, 28), cents),))


def test_an_owners_tables_are_adopted_as_they_are(tmp_path):
    ledger = open_ledger(make(tmp_path / "owner.db", OWNERS))
    eva = ledger.customer_by_email("EVA@ejemplo.pe")
    (debt,) = ledger.debts_of(eva.id)
    assert (debt.id, debt.total_cents, debt.max_months) == ("11", 300_000, 10)
    assert (debt.min_payment_cents, debt.currency) == (30_000, "EUR")
    with pytest.raises(DebtNotFound):
        ledger.debt_of(eva.id, "12")
    ledger.close()
    with sqlite3.connect(tmp_path / "owner.db") as connection:
        kept = connection.execute("SELECT * FROM debts").fetchall()
    connection.close()
    assert kept[1] == (12, 749.9, 6, 124.98, "raul@ejemplo.pe", "EUR")


def test_a_ledger_that_may_not_be_written_is_read_and_says_nothing_is_kept(tmp_path):
    path = make(tmp_path / "owner.db", OWNERS)
    ledger = open_ledger(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert not ledger.is_kept
    eva = ledger.customer_by_email("eva@ejemplo.pe")
    (debt,) = ledger.debts_of(eva.id)
    ledger.take_step("v", debt, lambda _: a_step("1"), request="a")
    assert ledger.before("v", debt.id).last.state == "1"
    agreed = a_step(agreed=a_price())
    with pytest.raises(LedgerUnavailable, match="not agreed"):
        ledger.take_step("v", debt, lambda _: agreed, request="b")
    assert ledger.before("v", debt.id).agreement is None
    ledger.take_step("w", debt, lambda _: agreed, request="c", is_alone=True)
    for change in (
        lambda: change_customer(ledger, eva.id, secret="482913"),
        lambda: erase_customer(ledger, eva.id),
    ):
        with pytest.raises(LedgerUnavailable, match="nothing changed"):
            change()
    ledger.close()
    with sqlite3.connect(path) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master")]
    connection.close()
    assert not any(name.startswith("kiosk_") for name in names)


def test_tables_with_other_names_and_a_status_are_understood(tmp_path):
    ledger = open_ledger(make(tmp_path / "owner.db", SPANISH))
    eva = ledger.customer_by_email("eva@ejemplo.pe")
    assert ledger.customer_by_login("7") == eva
    (debt,) = ledger.debts_of(eva.id)  # the paid one is not listed
    assert (debt.total_cents, debt.min_payment_cents) == (100_010, 33_337)
    ledger.close()


def test_an_owners_debts_are_not_ours_to_change(tmp_path):
    ledger = open_ledger(make(tmp_path / "owner.db", OWNERS))
    with pytest.raises(CustomerInvalid, match="owner's table"):
        create_debt(ledger, "eva@ejemplo.pe", total_cents=1, max_months=1)
    ledger.close()


def test_a_database_without_customers_and_debts_is_refused(tmp_path):
    path = make(tmp_path / "shop.db", "CREATE TABLE products (id INTEGER)")
    with pytest.raises(LedgerUnfit, match="products"):
        open_ledger(path)
    with pytest.raises(LedgerUnfit, match="mysql"):
        open_ledger("mysql://127.0.0.1/x")


def test_a_ledger_that_cannot_be_reached_says_so(tmp_path):
    folder = tmp_path / "is-a-folder.db"
    folder.mkdir()
    with pytest.raises(LedgerUnavailable):
        open_ledger(folder)


def test_migrations_run_once_from_empty_and_from_old(tmp_path):
    engine = LedgerEngine(str(tmp_path / "old.db"))
    assert migrate(engine, MIGRATIONS[:2]) == 2
    assert pending(engine) == list(MIGRATIONS[2:])
    assert migrate(engine) == len(MIGRATIONS) - 2
    assert migrate(engine) == 0
    engine.close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path):
    engine = LedgerEngine(str(tmp_path / "new.db"))
    broken = Migration(1, "broken", ("CREATE TABLE kiosk_x (a TEXT)", "NOT SQL"))
    with pytest.raises(LedgerUnavailable):
        migrate(engine, [broken])
    with engine.reading() as connection:
        assert not sa.inspect(connection).has_table("kiosk_x")
    assert pending(engine, [broken]) == [broken]
    engine.close()


def test_a_ledger_of_a_newer_kiosk_is_left_alone(tmp_path):
    engine = LedgerEngine(str(tmp_path / "new.db"))
    migrate(engine, [*MIGRATIONS, Migration(99, "later", ())])
    engine.close()
    with pytest.raises(LedgerUnfit, match="newer"):
        open_ledger(tmp_path / "new.db")


def test_a_step_sent_again_is_not_taken_again(ledger, debt):
    first = ledger.take_step("v", debt, lambda _: a_step("1"), request="r")
    again = ledger.take_step("v", debt, lambda _: a_step("2"), request="r")
    assert (first.state, again.state) == ("1", "1")
    assert ledger.verify_audit() > 0


def test_a_step_finds_the_one_before_it_of_the_same_visit_and_debt(ledger, debt):
    ledger.take_step("v", debt, lambda _: a_step("1"), request="a")
    seen = []
    ledger.take_step(
        "v", debt, lambda before: seen.append(before) or a_step("2"), request="b"
    )
    assert seen[0].last.state == "1"
    assert seen[0].last.discount_pct == Decimal("7.5")
    assert ledger.before("other", debt.id).last is None


def test_an_agreement_is_kept_with_its_instalments(ledger, debt):
    parts = tuple(Instalment(n, date(2026, 12, n), 100 * n) for n in (1, 2, 3))
    terms = AgreedTerms("plan", parts)
    ledger.take_step("v", debt, lambda _: a_step(agreed=terms), request="a")
    (agreement,) = ledger.agreements(debt.id)
    assert agreement.terms == terms
    assert ledger.before("another visit", debt.id).agreement == agreement
    assert ledger.before("v", debt.id, is_alone=True).agreement is None


def test_a_decision_that_fails_writes_nothing(ledger, debt):
    entries = ledger.verify_audit()

    def fails(_):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ledger.take_step("v", debt, fails, request="a")
    assert ledger.before("v", debt.id).last is None
    assert ledger.verify_audit() == entries


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE kiosk_audit SET detail = '{}' WHERE number = 2",
        "DELETE FROM kiosk_audit WHERE number = 2",
        "DELETE FROM kiosk_audit WHERE number = (SELECT max(number) FROM kiosk_audit)",
        "UPDATE kiosk_audit SET at = '2020' WHERE number = 1",
    ],
)
def test_a_changed_audit_trail_is_noticed(ledger, debt, tampering, tmp_path):
    ledger.take_step("v", debt, lambda _: a_step(), request="a")
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(tampering)
        connection.execute("DROP TRIGGER kiosk_audit_stays")
        connection.execute("DROP TRIGGER kiosk_audit_keeps")
        connection.execute(tampering)
    connection.close()
    with pytest.raises(AuditBroken):
        ledger.verify_audit()


def test_the_trail_names_nobody(ledger, debt, tmp_path):
    ledger.take_step("v", debt, lambda _: a_step(), request="a")
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        trail = str(connection.execute("SELECT * FROM kiosk_audit").fetchall())
    connection.close()
    assert "ana@ejemplo.pe" not in trail
    assert "Ana" not in trail


def test_a_closed_debt_is_no_longer_there(ledger, debt):
    close_debt(ledger, debt.id)
    assert ledger.debts_of(debt.customer) == ()
    with pytest.raises(DebtNotFound):
        close_debt(ledger, debt.id)
    with pytest.raises(DebtNotFound):
        close_debt(ledger, "x")


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"total_cents": 0, "max_months": 1}, "total_cents"),
        ({"total_cents": 100, "max_months": 0}, "max_months"),
        ({"total_cents": 100, "max_months": 601}, "600"),
        ({"total_cents": 100, "max_months": 2, "min_payment_cents": 101}, "larger"),
        ({"total_cents": 100, "max_months": 2, "currency": "euros"}, "ISO"),
    ],
)
def test_a_debt_out_of_bounds_is_refused(ledger, debt, values, complaint):
    with pytest.raises(CustomerInvalid, match=complaint):
        create_debt(ledger, debt.customer, **values)


CSV = """customer;total;max_months;min_payment;currency;reference
ana@ejemplo.pe;1.234,56;12;;EUR;F-1
1;500;5;100,00;PEN;F-2
"""


def test_debts_are_imported_once_and_tried_out_before(ledger, debt, tmp_path):
    file = tmp_path / "debts.csv"
    file.write_text(CSV, encoding="utf-8")
    tried = import_debts(ledger, file, is_dry_run=True)
    assert (tried.created, len(ledger.all_debts())) == (2, 1)
    assert import_debts(ledger, file).created == 2
    again = import_debts(ledger, file)
    assert (again.created, again.already_there) == (0, 2)
    assert [d.total_cents for d in ledger.all_debts()] == [300_000, 123_456, 50_000]


def test_one_bad_line_keeps_the_whole_file_out(ledger, debt, tmp_path):
    file = tmp_path / "debts.csv"
    file.write_text(CSV + "nobody@x.pe;1;1;;EUR;F-3\n1;mil;1;;EUR;F-4\n")
    report = import_debts(ledger, file)
    assert report.problems == (
        "line 4: there is no customer 'nobody@x.pe'",
        "line 5: not an amount: 'mil'",
    )
    assert len(ledger.all_debts()) == 1


def test_a_file_without_the_columns_says_which(ledger, tmp_path):
    file = tmp_path / "debts.csv"
    file.write_text("cliente,total\n")
    with pytest.raises(CustomerInvalid, match="no column max_months; found cliente"):
        import_debts(ledger, file)


def test_what_is_kept_carries_the_present_it_was_given(tmp_path):
    now = datetime(2026, 11, 21, tzinfo=UTC)
    ledger = open_ledger(tmp_path / "ledger.db", lambda: now)
    customer = add_customer(ledger, "ana@ejemplo.pe")
    debt = ledger.debt_of(
        customer, add_debt(ledger, customer, total_cents=100, max_months=1)
    )
    ledger.take_step("v", debt, lambda _: a_step(agreed=a_price()), request="a")
    assert ledger.agreements()[0].made_at == now
    assert ledger.before("v", debt.id).last.at == now
    ledger.close()
