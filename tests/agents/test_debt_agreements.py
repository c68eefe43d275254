"""Agreements: read back, confirmed by the customer's own turn, written once."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from agents.debt_agreements import months_after
from agents.debt_moves import says_yes
from agents.debt_talk import DebtTalk
from agents.debt_tools import DebtTools
from agents.wording_debts import debt_words, receipt, receipt_code
from catalog import CustomerId, LedgerUnavailable, close_debt, open_ledger
from tests.doubles.ledgers import add_customer, add_debt

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    ledger = open_ledger(tmp_path / "ledger.db", clock)
    customer = add_customer(ledger, "ana@ejemplo.pe")
    add_debt(ledger, customer, total_cents=300_000, max_months=10)
    add_debt(ledger, customer, total_cents=10_000, max_months=3)
    yield ledger
    ledger.close()


def at_the_kiosk(ledger, visit="visit"):
    tools = DebtTools(
        ledger,
        lambda: CustomerId("1"),
        visit=visit,
        needs_read_back=True,
        is_yes=says_yes,
    )
    return tools, DebtTalk(tools)


def said(talk, *sentences):
    return [talk.ask_debts(sentence).data for sentence in sentences]


def test_a_price_is_read_back_then_confirmed_then_written(ledger):
    _, talk = at_the_kiosk(ledger)
    *_, read, written = said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto", "sí")
    assert (read["status"], read["price"]) == ("read_back", "2850.00")
    assert written["status"] == "accepted"
    (agreement,) = ledger.agreements()
    assert agreement.terms.total_cents == 285_000
    assert agreement.terms.instalments[0].due == date(2026, 11, 28)


def test_nothing_is_written_without_the_customers_yes(ledger):
    tools, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto")
    tools.hear("¿y qué pasa si no pago?")
    assert tools.confirm().data["code"] == "nothing_to_confirm"
    assert ledger.agreements() == []


def test_a_model_cannot_confirm_in_the_turn_of_the_read_back(ledger):
    tools, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?")
    tools.hear("sí, acepto")
    assert tools.accept().data["status"] == "read_back"
    assert tools.confirm().data["code"] == "nothing_to_confirm"
    tools.hear("sí")
    assert tools.confirm().data["status"] == "accepted"


def test_a_key_confirms_too(ledger):
    tools, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto")
    assert tools.write_agreement(by_key=True).data["status"] == "accepted"


def test_a_no_withdraws_what_was_read_back(ledger):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto", "no, gracias")
    said(talk, "sí")
    assert ledger.agreements() == []


def test_a_plan_is_agreed_with_every_instalment_and_its_day(ledger):
    _, talk = at_the_kiosk(ledger)
    *_, read, _ = said(talk, "la deuda 2", "en tres meses", "de acuerdo", "sí")
    assert [part["amount"] for part in read["instalments"]] == [
        "33.34",
        "33.34",
        "33.32",
    ]
    (agreement,) = ledger.agreements()
    assert agreement.terms.kind == "plan"
    assert [str(part.due) for part in agreement.terms.instalments] == [
        "2026-12-21",
        "2027-01-21",
        "2027-02-21",
    ]


def test_a_partial_payment_is_agreed_with_what_is_paid_now(ledger):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "pago la mitad ahora", "me parece bien", "confirmo")
    (agreement,) = ledger.agreements()
    first, *rest = agreement.terms.instalments
    assert (first.number, first.due, first.cents) == (0, date(2026, 11, 21), 150_000)
    assert sum(part.cents for part in rest) == 138_750


def test_the_read_back_says_every_payment_and_the_receipt_keeps_it(ledger):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 2", "en tres meses")
    read = talk.ask_debts("de acuerdo").finding.record
    words = debt_words(read, "es")
    assert "33,34 € el 21/12/2026" in words
    assert "33,32 € el 21/02/2027" in words
    said(talk, "sí")
    text = receipt(ledger.agreements()[0], "en")
    assert "21 December 2026  €33.34" in text
    assert text.endswith("Total: €100.00")


def test_the_answer_that_wrote_an_agreement_carries_it(ledger):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 2", "en tres meses", "de acuerdo")
    record = talk.ask_debts("sí").finding.record
    assert record.agreement == ledger.agreements()[0]
    code = receipt_code(record.agreement)
    assert code == ("AGREEMENT 1 DEBT 2 100.00 EUR 3x FIRST 2026-12-21 MADE 2026-11-21")


def test_what_was_negotiated_and_not_agreed_on_is_left_to_follow_up(ledger):
    tools, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 2", "en tres meses", "la deuda 1", "¿qué rebaja hay?")
    by_plan, by_price = (matter.facts for matter in tools.follow_ups)
    assert (by_plan["debt"], by_plan["plan"]["price"]) == (2, "100.00")
    assert (by_price["debt"], by_price["price"]) == (1, "2850.00")
    said(talk, "acepto", "sí")
    assert [matter.facts["debt"] for matter in tools.follow_ups] == [2]


def test_a_debt_that_changes_after_the_read_back_is_not_agreed_on(ledger, tmp_path):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto")
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("UPDATE kiosk_debts SET total_cents = 400000")
    connection.close()
    assert said(talk, "sí")[0]["code"] == "nothing_to_confirm"
    assert ledger.agreements() == []


def test_a_debt_that_the_staff_closed_is_not_found(ledger):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto")
    close_debt(ledger, "1")
    assert said(talk, "sí")[0]["code"] == "debt_not_found"
    assert said(talk, "¿y la deuda 1?")[0]["code"] == "debt_not_found"
    assert ledger.agreements() == []


def test_two_kiosks_agree_on_one_debt_once(ledger):
    _, here = at_the_kiosk(ledger, "here")
    _, there = at_the_kiosk(ledger, "there")
    for talk in (here, there):
        said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto")
    assert said(here, "sí")[0]["status"] == "accepted"
    late = said(there, "sí")[0]
    assert (late["code"], late["price"]) == ("already_agreed", "2850.00")
    assert len(ledger.agreements()) == 1


def test_the_visit_is_found_again_after_a_restart(ledger):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "mejórame eso")
    _, again = at_the_kiosk(ledger)
    assert said(again, "mejórame eso")[0]["price"] == "2550.00"


def test_a_ledger_that_disappears_before_the_yes_leaves_nothing_half_written(
    ledger, tmp_path
):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto")
    path = tmp_path / "ledger.db"
    kept = path.read_bytes()
    path.write_bytes(b"no database" * 1000)
    assert talk.step("sí").name == "ask_debts"
    with pytest.raises(LedgerUnavailable):
        said(talk, "sí")
    path.write_bytes(kept)
    ledger.close()
    assert ledger.agreements() == []
    assert said(talk, "sí")[0]["status"] == "accepted"


def test_an_offer_runs_out(ledger, clock):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?")
    clock.now += timedelta(days=8)
    assert said(talk, "acepto")[0]["code"] == "no_offer"


def test_the_same_call_in_one_turn_is_one_attempt(ledger):
    tools, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1")
    tools.hear("te doy cien")
    first = tools.counter_offer("100").data
    assert tools.counter_offer("100").data == first
    assert tools.state_of(tools.chosen).standing.attempts == 1


def test_dialogues_of_the_rule_sheet_stand_for_themselves(ledger):
    for visit in ("one", "two"):
        tools = DebtTools(ledger, lambda: CustomerId("1"), visit=visit)
        tools.select_debt("1")
        tools.immediate_offer()
        assert tools.accept().data == {
            "status": "accepted",
            "price": "2850.00",
            "discount_pct": "5",
        }


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 21), 2, date(2027, 1, 21)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day, months, expected):
    assert months_after(day, months) == expected


@pytest.mark.parametrize("words", ["sí", "sí, confirmo", "yes", "de acuerdo", "ok"])
def test_a_yes_is_a_yes(words):
    assert says_yes(words)


@pytest.mark.parametrize(
    "words",
    [
        "no",
        "espera",
        "sí, pero en 10 meses",
        "",
        "¿qué?",
        "¿sí?",
        "si no pago",
        "¿y qué pasa si no pago?",
        "no sé si acepto",
    ],
)
def test_anything_else_is_not(words):
    assert not says_yes(words)


def test_a_debt_closed_between_read_back_and_yes_is_gone(ledger):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto")
    close_debt(ledger, "1")
    assert said(talk, "sí")[0]["code"] == "debt_not_found"
    assert ledger.agreements() == []
    assert said(talk, "la deuda 2")[0]["debt"] == 2


def test_a_file_unplugged_between_read_back_and_yes_leaves_nothing(ledger, tmp_path):
    _, talk = at_the_kiosk(ledger)
    said(talk, "la deuda 1", "¿qué rebaja hay?", "acepto")
    path, away = tmp_path / "ledger.db", tmp_path / "away.db"
    path.rename(away)
    with pytest.raises(LedgerUnavailable):
        said(talk, "acepto")
    away.rename(path)
    assert ledger.agreements() == []
    assert said(talk, "sí")[0]["status"] == "accepted"
    assert len(ledger.agreements()) == 1
