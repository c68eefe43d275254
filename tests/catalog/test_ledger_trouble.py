"""A ledger in trouble: gone and back, dirty tables, staff quicker than the customer."""

import math
import sqlite3

import pytest

from catalog import (
    CustomerInvalid,
    DebtNotFound,
    LedgerUnavailable,
    all_customers,
    change_customer,
    close_debt,
    create_debt,
    erase_customer,
    import_debts,
    log_in,
    open_ledger,
)
from tests.doubles.ledgers import STEP, add_customer, add_debt


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


def test_a_file_that_goes_away_is_no_empty_ledger_and_is_found_again(
    ledger, debt, tmp_path
):
    path, elsewhere = tmp_path / "ledger.db", tmp_path / "elsewhere.db"
    path.rename(elsewhere)
    with pytest.raises(LedgerUnavailable):
        ledger.take_step("v", debt, lambda _: STEP, request="a")
    with pytest.raises(LedgerUnavailable):
        ledger.debts_of(debt.customer)
    assert not path.exists()
    elsewhere.rename(path)
    ledger.take_step("v", debt, lambda _: STEP, request="a")
    assert ledger.verify_audit() == 3


def test_a_file_that_goes_away_within_a_step_keeps_nothing_of_it(
    ledger, debt, tmp_path
):
    path, elsewhere = tmp_path / "ledger.db", tmp_path / "elsewhere.db"

    def unplugged(_):
        path.rename(elsewhere)
        return STEP

    with pytest.raises(LedgerUnavailable):
        ledger.take_step("v", debt, unplugged, request="a")
    elsewhere.rename(path)
    assert ledger.before("v", debt.id).last is None
    assert ledger.verify_audit() == 2


def test_a_folder_that_cannot_be_made_is_a_ledger_that_is_away(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerUnavailable, match="can't be made"):
        open_ledger(tmp_path / "file" / "ledger.db")


def test_a_debt_closed_by_staff_takes_no_further_step(ledger, debt):
    ledger.take_step("v", debt, lambda _: STEP, request="a")
    close_debt(ledger, debt.id)
    with pytest.raises(DebtNotFound):
        ledger.take_step("v", debt, lambda _: STEP, request="b")
    again = ledger.take_step("v", debt, lambda _: STEP, request="a")
    assert again.status == "offer"  # what was answered stays answered


def owners(path, *rows):
    with sqlite3.connect(path) as connection:
        connection.executescript("""
            CREATE TABLE users (email TEXT PRIMARY KEY, name TEXT, password TEXT);
            INSERT INTO users VALUES ('eva@ejemplo.pe', 'Eva', 'clave vieja');
            CREATE TABLE debts (id INTEGER, total_debt, maximum_period_months,
                minimum_accepted_payment, user_email TEXT);
        """)
        connection.executemany(
            "INSERT INTO debts VALUES (?, ?, ?, ?, 'eva@ejemplo.pe')", rows
        )
    connection.close()
    return open_ledger(path)


def test_an_owners_rows_without_figures_are_left_out_and_told(tmp_path, caplog):
    ledger = owners(
        tmp_path / "owner.db",
        (1, "mil", 3, 10),
        (2, 500, "doce", 10),
        (3, math.inf, 3, 10),
        (4, -5, 3, 10),
        (5, None, 3, 10),
        (6, 749.9, 3, None),
    )
    (debt,) = ledger.debts_of("eva@ejemplo.pe")
    assert (debt.id, debt.total_cents, debt.min_payment_cents) == ("6", 74_990, 24_997)
    assert [f"debt {n} of debts" in caplog.text for n in (1, 2, 3)] == [True] * 3
    ledger.close()


def test_an_owners_customer_numbers_of_letters_are_found_in_any_case(tmp_path):
    with sqlite3.connect(tmp_path / "owner.db") as connection:
        connection.executescript("""
            CREATE TABLE clientes (numero TEXT PRIMARY KEY, correo TEXT);
            INSERT INTO clientes VALUES ('C-104', 'Eva@Ejemplo.pe'), ('007', 'b@c.pe');
            CREATE TABLE deudas (numero TEXT, total REAL, cliente TEXT);
            INSERT INTO deudas VALUES ('D-1', 500.5, 'C-104');
        """)
    connection.close()
    ledger = open_ledger(tmp_path / "owner.db")
    for login in ("c-104", "C-104", "eva@ejemplo.pe"):
        assert ledger.customer_by_login(login).id == "C-104"
    assert ledger.customer_by_login("7") is None
    assert ledger.debt_of("C-104", "D-1").total_cents == 50_050
    ledger.close()


def test_erasing_takes_the_kiosks_own_data_off_an_owners_customer(tmp_path):
    ledger = owners(tmp_path / "owner.db", (1, 500, 3, 10))
    log_in(ledger, "eva@ejemplo.pe", "clave vieja")
    (debt,) = ledger.debts_of("eva@ejemplo.pe")
    ledger.take_step("v", debt, lambda _: STEP, request="a")
    erased = erase_customer(ledger, "eva@ejemplo.pe")
    assert erased.left_to_the_owner == ("users", "debts")
    assert ledger.last_debt("v") is None
    with sqlite3.connect(tmp_path / "owner.db") as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert dump.count("eva@ejemplo.pe") == 2  # the owner's two rows
    ledger.close()


def test_who_was_erased_is_nobody(ledger, debt):
    erase_customer(ledger, debt.customer)
    assert all_customers(ledger) == ()
    assert ledger.customer_by_login(debt.customer) is None
    for again in (
        lambda: change_customer(ledger, debt.customer, name="Ana"),
        lambda: create_debt(ledger, debt.customer, total_cents=100, max_months=1),
        lambda: erase_customer(ledger, debt.customer),
    ):
        with pytest.raises(CustomerInvalid, match="no customer 1"):
            again()


def test_a_debt_created_again_under_its_reference_is_the_same_debt(ledger, debt):
    values = {"total_cents": 500, "max_months": 2, "reference": "F-1"}
    first = create_debt(ledger, debt.customer, **values)
    assert create_debt(ledger, debt.customer, **values) == first
    with pytest.raises(CustomerInvalid, match="another debt's: 2"):
        create_debt(ledger, debt.customer, **{**values, "total_cents": 501})
    assert len(ledger.all_debts()) == 2


SPANISH = "Correo\tImporte\tPlazo máximo\nana@ejemplo.pe\t1.000,50 \t10\n".encode(
    "cp1252"
)


def test_a_spreadsheets_own_names_and_letters_are_understood(ledger, debt, tmp_path):
    file = tmp_path / "deudas.csv"
    file.write_bytes(SPANISH)
    assert import_debts(ledger, file).created == 1
    assert ledger.all_debts()[-1].total_cents == 100_050


def test_an_excel_sheet_is_imported_like_a_csv(ledger, debt, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (("cliente", "total", "meses_maximo", "ref"), (1, 749.9, 6, 77)):
        book.active.append(row)
    book.save(tmp_path / "debts.xlsx")
    assert import_debts(ledger, tmp_path / "debts.xlsx").created == 1
    assert import_debts(ledger, tmp_path / "debts.xlsx").already_there == 1
    assert ledger.all_debts()[-1].total_cents == 74_990


BAD = ["0", "-5", "NaN", "inf", "mil", "1e400", "", "9" * 30, "0.001"]


def test_lines_without_usable_amounts_are_named_and_nothing_is_written(
    ledger, debt, tmp_path
):
    lines = [f"1;{total};3" for total in BAD] + ["1;100;0", "1;100;", "1", "9;100;3"]
    file = tmp_path / "debts.csv"
    file.write_text("\n".join(["customer;total;max_months", "1;100;3", *lines]))
    problems = import_debts(ledger, file).problems
    assert [problem.partition(":")[0] for problem in problems] == [
        f"line {n}" for n in range(3, 3 + len(lines))
    ]
    assert len(ledger.all_debts()) == 1
    assert ledger.verify_audit() == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"total,max_months\n"])
def test_a_file_that_is_no_list_of_debts_is_refused(ledger, tmp_path, content):
    file = tmp_path / "debts.csv"
    file.write_bytes(content)
    with pytest.raises(CustomerInvalid):
        import_debts(ledger, file)
    with pytest.raises(CustomerInvalid, match="cannot be read"):
        import_debts(ledger, tmp_path / "none.csv")
