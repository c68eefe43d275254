"""`kiosk customers` and `kiosk debts`, as staff at the counter type them."""

import io
import re
from decimal import Decimal

import pytest

from agents import SHEET, read_policy
from catalog import log_in, open_ledger
from kiosk.cli import run
from kiosk.sample_config import policy_text


@pytest.fixture
def counter(tmp_path, monkeypatch, capsys):
    """Type a command; gives its exit code, what it printed and what it told."""
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path / "state"))

    def type_(*words, stdin=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = run([str(word) for word in words])
        return code, *capsys.readouterr()

    return type_


@pytest.fixture
def ana(counter):
    code, out, _ = counter(
        "customers", "register", "ana@ejemplo.pe", "Ana María", stdin="482913\n"
    )
    assert (code, out) == (0, "customer 1\n")


def test_a_customer_without_a_pin_is_given_one_that_works(counter, tmp_path):
    code, out, told = counter("customers", "register", "leo@ejemplo.pe", "Leo Díaz")
    pin = re.fullmatch(r"customer 1\nPIN (\d{6})\n", out)[1]
    assert code == 0
    assert "write it down" in told
    ledger = open_ledger(tmp_path / "state" / "ledger.db")
    assert log_in(ledger, "1", pin).name == "Leo Díaz"
    ledger.close()


def test_customers_are_found_by_any_part_of_what_is_known(counter, ana):
    assert "Ana María" in counter("customers")[1]
    assert "ana@ejemplo.pe" in counter("customers", "list", "MARÍA")[1]
    code, out, told = counter("customers", "list", "nobody")
    assert (code, out) == (0, "")
    assert "no customers" in told


def test_what_is_changed_is_seen(counter, ana):
    assert counter("customers", "change", "1", "--name", "Ana M.")[0] == 0
    assert "Ana M." in counter("customers")[1]
    assert counter("customers", "change", "1", "--pin", stdin="903817\n")[0] == 0


def test_erasing_asks_first_and_says_what_is_kept(counter, ana):
    assert counter("customers", "erase", "1", stdin="n\n")[0] == 1
    code, out, _ = counter("customers", "erase", "ana@ejemplo.pe", stdin="sí\n")
    assert code == 0
    assert "deleted: name, e-mail" in out
    assert "kept without a name: debts" in out
    assert counter("customers")[1] == ""


def test_a_debt_is_created_listed_and_closed(counter, ana):
    assert counter("debts", "create", "1", "1.234,56", "12")[:2] == (0, "debt 1\n")
    assert "1,234.56 EUR" in counter("debts")[1]
    assert counter("debts", "close", "1")[0] == 0
    assert counter("debts")[1] == ""
    assert "closed" in counter("debts", "list", "1", "--all")[1]
    assert counter("debts", "audit")[1].startswith("3 entries")


@pytest.mark.parametrize(
    "words",
    [
        ("debts", "create", "1", "0", "12"),
        ("debts", "create", "1", "-5", "12"),
        ("debts", "create", "1", "NaN", "12"),
        ("debts", "create", "1", "inf", "12"),
        ("debts", "create", "1", "9" * 30, "12"),
        ("debts", "create", "1", "mil", "12"),
        ("debts", "create", "1", "100", "doce"),
        ("debts", "create", "1", "100", "0"),
        ("debts", "create", "1", "100", "3", "--min", "0"),
        ("debts", "create", "1", "100", "3", "--min", "101"),
        ("debts", "create", "1", "100", "3", "--currency", "euros"),
        ("debts", "create", "nobody", "100", "3"),
        ("debts", "close", "77"),
        ("debts", "close", "9" * 40),
        ("debts", "list", "nobody"),
        ("debts", "import", "no-such-file.csv"),
        ("customers", "register", "no address", "Ana"),
        ("customers", "register", "ana@ejemplo.pe", "Another"),
        ("customers", "change", "1"),
        ("customers", "change", "77", "--name", "X"),
        ("customers", "erase", "77", "--yes"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(
    counter, ana, words
):
    code, out, told = counter(*words, stdin="482914\n")
    assert (code, out) == (1, "")
    assert re.fullmatch(r"kiosk: .+\n", told)
    assert counter("debts", "audit")[1].startswith("1 entries")


def test_an_import_is_tried_out_then_done_once(counter, ana, tmp_path):
    file = tmp_path / "deudas.csv"
    file.write_text("cliente;importe;plazo máximo;referencia\n1;1.000,50;6;F-1\n")
    assert (
        "1 debts would be created" in counter("debts", "import", file, "--dry-run")[1]
    )
    assert counter("debts")[1] == ""
    assert counter("debts", "import", file)[1] == "1 debts created, 0 already there\n"
    assert counter("debts", "import", file)[1] == "0 debts created, 1 already there\n"
    file.write_text("cliente;importe;meses_maximo\n1;mil;6\n")
    code, _, told = counter("debts", "import", file)
    assert code == 1
    assert "line 2: not an amount: 'mil'" in told


def test_a_ledger_that_is_not_there_or_no_ledger_has_its_own_exit_code(
    counter, tmp_path
):
    (tmp_path / "file").write_text("no database " * 100)
    place = str(tmp_path / "file" / "ledger.db")
    assert counter("debts", "--ledger", place)[0] == 4
    assert counter("customers", "--ledger", "mysql://127.0.0.1/x")[0] == 2


def test_the_policy_that_is_printed_is_the_one_that_is_read(counter, tmp_path):
    code, out, _ = counter("debts", "policy")
    file = tmp_path / "policy.toml"
    file.write_text(out)
    assert code == 0
    assert read_policy(file) == SHEET
    deeper = SHEET.model_copy(update={"most_pct": Decimal("32.5")})
    file.write_text(policy_text(deeper))
    assert read_policy(file) == deeper


def test_a_policy_is_played_beside_the_rule_sheet(counter, tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("most_pct = 40\n")
    played = ("debts", "simulate", "--customers", "50")
    code, out, _ = counter(*played, "--policy", file)
    assert code == 0
    assert out.count("\nall ") == 2
    assert "rule sheet instead" in out
    assert "rule sheet instead" not in counter(*played)[1]


def test_a_policy_with_a_mistake_names_the_key(counter, tmp_path, monkeypatch):
    file = tmp_path / "policy.toml"
    file.write_text("atempts = 3\n")
    code, _, told = counter("debts", "simulate", "--policy", file)
    assert code == 2
    assert "did you mean 'attempts'" in told
    monkeypatch.setenv("KIOSK_AGENTS_POLICY", str(file))
    assert counter("debts", "policy")[0] == 2
    assert "agents.policy" in counter("ask", "hola")[2]
    assert counter("debts", "simulate", "--customers", "0")[0] == 2
