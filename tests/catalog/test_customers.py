"""Customers: registering, logging in with waits that grow, being forgotten."""

import sqlite3
from datetime import UTC, datetime, timedelta
from time import thread_time

import pytest

from catalog import (
    CustomerInvalid,
    LoginLocked,
    LoginRefused,
    change_customer,
    check_staff_pin,
    erase_customer,
    log_in,
    open_ledger,
    register_customer,
)
from catalog.passwords import hash_of
from tests.doubles.ledgers import add_customer, add_debt

PIN = "482913"


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    ledger = open_ledger(tmp_path / "ledger.db", clock)
    yield ledger
    ledger.close()


def test_a_customer_logs_in_by_e_mail_or_number(ledger):
    ana = register_customer(ledger, email="Ana@Ejemplo.pe", name="Ana", secret=PIN)
    assert log_in(ledger, "ana@ejemplo.pe", PIN) == ana
    assert log_in(ledger, " ANA@ejemplo.pe ", PIN) == ana
    assert log_in(ledger, ana.id, PIN) == ana


def test_nothing_of_the_secret_is_kept(ledger, tmp_path):
    add_customer(ledger, "ana@ejemplo.pe", pin=PIN)
    assert PIN.encode() not in (tmp_path / "ledger.db").read_bytes()


@pytest.mark.parametrize("login", ["ana@ejemplo.pe", "nobody@ejemplo.pe"])
def test_five_wrong_tries_lock_and_the_wait_grows(ledger, clock, login):
    add_customer(ledger, "ana@ejemplo.pe", pin=PIN)
    for _ in range(5):
        with pytest.raises(LoginRefused):
            log_in(ledger, login, "wrong one")
    waits = []
    for _ in range(3):
        with pytest.raises(LoginLocked) as locked:
            log_in(ledger, login, PIN)
        waits.append(locked.value.seconds)
        clock.now += timedelta(seconds=locked.value.seconds)
        with pytest.raises(LoginRefused):
            log_in(ledger, login, "wrong one")
    assert waits == [31, 61, 121]


def test_the_right_secret_after_the_wait_starts_anew(ledger, clock):
    add_customer(ledger, "ana@ejemplo.pe", pin=PIN)
    for _ in range(5):
        with pytest.raises(LoginRefused):
            log_in(ledger, "ana@ejemplo.pe", "wrong one")
    clock.now += timedelta(seconds=31)
    log_in(ledger, "ana@ejemplo.pe", PIN)
    with pytest.raises(LoginRefused):
        log_in(ledger, "ana@ejemplo.pe", "wrong one")
    log_in(ledger, "ana@ejemplo.pe", PIN)


def test_e_mail_and_number_share_their_tries(ledger):
    ana = add_customer(ledger, "ana@ejemplo.pe", pin=PIN)
    for login in ["ana@ejemplo.pe", ana] * 2 + [ana]:
        with pytest.raises(LoginRefused):
            log_in(ledger, login, "wrong one")
    with pytest.raises(LoginLocked):
        log_in(ledger, "ana@ejemplo.pe", PIN)


def test_an_unknown_customer_is_answered_like_a_wrong_secret(ledger):
    add_customer(ledger, "ana@ejemplo.pe", pin=PIN)
    complaints = set()
    for login in ("ana@ejemplo.pe", "nobody@ejemplo.pe"):
        with pytest.raises(LoginRefused) as refused:
            log_in(ledger, login, "wrong one")
        complaints.add(str(refused.value))
    assert len(complaints) == 1


@pytest.mark.parametrize(
    "secret", ["", "12345", "111111", "123456", "987654", "short", "x" * 201]
)
def test_a_weak_secret_is_refused(ledger, secret):
    with pytest.raises(CustomerInvalid):
        register_customer(ledger, email="a@b.pe", name="Ana", secret=secret)
    assert ledger.customer_by_email("a@b.pe") is None


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("not an address", "Ana"),
        ("a@b.pe", "  "),
        ("", "Ana"),
        ("a@b.pe", "Ana\x1b[2J"),
        ("a@b.pe", "A" * 201),
    ],
)
def test_data_that_is_no_customer_is_refused(ledger, email, name):
    with pytest.raises(CustomerInvalid):
        register_customer(ledger, email=email, name=name, secret=PIN)


def test_an_address_belongs_to_one_customer(ledger):
    add_customer(ledger, "ana@ejemplo.pe")
    leo = add_customer(ledger, "leo@ejemplo.pe")
    with pytest.raises(CustomerInvalid, match="taken"):
        add_customer(ledger, "ANA@ejemplo.pe")
    with pytest.raises(CustomerInvalid, match="taken"):
        change_customer(ledger, leo, email="ana@ejemplo.pe")


def test_what_is_changed_changes_and_the_rest_stays(ledger):
    ana = add_customer(ledger, "ana@ejemplo.pe", pin=PIN)
    change_customer(ledger, ana, name="Ana María", secret="una clave larga")
    changed = log_in(ledger, "ana@ejemplo.pe", "una clave larga")
    assert changed.name == "Ana María"
    with pytest.raises(LoginRefused):
        log_in(ledger, "ana@ejemplo.pe", PIN)
    with pytest.raises(CustomerInvalid, match="no customer 99"):
        change_customer(ledger, "99", name="X")


def test_an_erased_customer_leaves_debts_without_a_name(ledger, tmp_path):
    ana = add_customer(ledger, "ana@ejemplo.pe", name="Ana Única", pin=PIN)
    add_debt(ledger, ana, total_cents=1000, max_months=2)
    erased = erase_customer(ledger, ana)
    assert "e-mail" in erased.deleted
    assert "debts" in erased.kept_without_name
    with pytest.raises(LoginRefused):
        log_in(ledger, "ana@ejemplo.pe", PIN)
    assert len(ledger.all_debts()) == 1
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        everything = "\n".join(connection.iterdump())
    connection.close()
    assert "Única" not in everything
    assert "ana@ejemplo.pe" not in everything
    assert ledger.verify_audit() > 0


def test_an_old_plain_password_is_good_once_and_then_hashed(tmp_path):
    path = tmp_path / "owner.db"
    with sqlite3.connect(path) as connection:
        connection.executescript("""
            CREATE TABLE users (email TEXT PRIMARY KEY, name TEXT, password TEXT);
            INSERT INTO users VALUES ('eva@ejemplo.pe', 'Eva', 'clave vieja');
            CREATE TABLE debts (id INTEGER, total REAL, user_email TEXT);
        """)
    connection.close()
    ledger = open_ledger(path)
    with pytest.raises(LoginRefused):
        log_in(ledger, "eva@ejemplo.pe", "otra clave")
    assert log_in(ledger, "eva@ejemplo.pe", "clave vieja").name == "Eva"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE users SET password = 'robada'")
    connection.close()
    with pytest.raises(LoginRefused):
        log_in(ledger, "eva@ejemplo.pe", "robada")
    assert log_in(ledger, "eva@ejemplo.pe", "clave vieja").name == "Eva"
    ledger.close()


@pytest.mark.parametrize("is_hashed", [False, True])
def test_the_staff_pin_opens_and_five_wrong_ones_lock(ledger, clock, is_hashed):
    kept = hash_of("582913") if is_hashed else "582913"
    check_staff_pin(ledger, kept, "582913")
    for _ in range(5):
        with pytest.raises(LoginRefused, match="staff"):
            check_staff_pin(ledger, kept, kept if is_hashed else "582914")
    with pytest.raises(LoginLocked) as locked:
        check_staff_pin(ledger, kept, "582913")
    clock.now += timedelta(seconds=locked.value.seconds)
    check_staff_pin(ledger, kept, "582913")


def test_a_staff_pin_that_is_not_set_lets_nobody_in(ledger):
    with pytest.raises(LoginRefused):
        check_staff_pin(ledger, "", "")


def test_an_unknown_customer_takes_as_long_as_a_wrong_secret(ledger, clock):
    add_customer(ledger, "ana@ejemplo.pe", pin=PIN)
    took = {"ana@ejemplo.pe": [], "nobody@ejemplo.pe": []}
    for _ in range(8):
        for login, times in took.items():
            began = thread_time()
            with pytest.raises(LoginRefused):
                log_in(ledger, login, "wrong one")
            times.append(thread_time() - began)
        clock.now += timedelta(hours=2)
    known, unknown = (min(times) for times in took.values())
    assert 0.6 < unknown / known < 1.6


@pytest.mark.parametrize(
    "kept",
    [
        "$2b$12$KIXQ0v7kG8Wm5y6o0oJ0eO7k8m5mC3b0QxqzZ0m5n1e2d3f4g5h6i",
        "pbkdf2:sha256:260000$salt$5f2c",
        "scrypt:32768:8:1$salt$5f2c",
        "5f4dcc3b5aa765d61d8327deb882cf99",
    ],
)
def test_an_owners_hash_of_another_maker_is_no_password(tmp_path, kept):
    with sqlite3.connect(tmp_path / "owner.db") as connection:
        connection.execute("CREATE TABLE users (email TEXT, password TEXT)")
        connection.execute("INSERT INTO users VALUES ('eva@ejemplo.pe', ?)", (kept,))
        connection.execute("CREATE TABLE debts (id INTEGER, total REAL, user_email)")
    connection.close()
    ledger = open_ledger(tmp_path / "owner.db")
    with pytest.raises(LoginRefused):
        log_in(ledger, "eva@ejemplo.pe", kept)
    change_customer(ledger, "eva@ejemplo.pe", secret=PIN)  # what staff do then
    assert log_in(ledger, "eva@ejemplo.pe", PIN).email == "eva@ejemplo.pe"
    ledger.close()
