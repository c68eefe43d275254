"""What is said about debts: every sum to the cent, and deals only when there are."""

import re

import pytest

from agents.debt_answer import DebtAnswer
from agents.debt_tools import DebtTools
from agents.negotiation import RefusalCode
from agents.wording_debts import debt_words
from catalog import CustomerId, open_ledger
from tests.doubles.ledgers import add_customer, add_debt

DEAL = re.compile(r"trato hecho|acuerdo cerrado|queda cerrado|deal closed", re.I)


@pytest.fixture
def tools(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db")
    customer = add_customer(ledger, "ana@ejemplo.pe")
    add_debt(ledger, customer, total_cents=300_000, max_months=10)
    add_debt(ledger, customer, total_cents=74_990, max_months=6, currency="PEN")
    tools = DebtTools(ledger, lambda: CustomerId("1"), visit="v")
    tools.select_debt("1")
    yield tools
    ledger.close()


def es(result):
    return debt_words(result.finding.record, "es")


def en(result):
    return debt_words(result.finding.record, "en")


def test_lists_and_limits_name_every_sum(tools):
    said = es(tools.list_debts())
    assert "3.000,00 €" in said
    assert "S/ 749.90" in said
    assert "10 months" in en(tools.select_debt("1"))


def test_offers_name_price_and_discount(tools):
    assert "2.850,00 €" in es(tools.immediate_offer())
    assert "10 % de descuento" in es(tools.better_offer())
    assert "demasiado bajo" in es(tools.counter_offer("100"))
    assert "€2,550.00" in en(tools.counter_offer("2450"))


def test_plans_name_months_instalment_and_last_payment(tools):
    assert "10 cuotas mensuales de 300,00 €" in es(tools.plan(months=10))
    said = es(tools.plan(monthly="450"))
    assert "7 meses" in said
    assert "450,00 €" in said
    assert "300,00 €" in said
    assert "1 payment of €3,000.00" in en(tools.plan(monthly="9000"))


def test_a_partial_payment_names_rest_months_and_both_instalments(tools):
    said = es(tools.partial_payment("2500"))
    for part in ("2.500,00 €", "15 %", "425,00 €", "8 meses", "53,13 €", "53,09 €"):
        assert part in said
    assert "7,5 %" in es(tools.partial_payment("1800"))


def test_options_sum_everything_up(tools):
    said = es(tools.options())
    for part in ("3.000,00 €", "2.850,00 €", "10 cuotas", "300,00 €", "1.500,00 €"):
        assert part in said


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_deal_is_said_only_when_there_is_one(tools, language):
    for result in (
        tools.immediate_offer(),
        tools.counter_offer("100"),
        tools.counter_offer("99999"),
        tools.plan(months=99),
        tools.partial_payment("1"),
    ):
        assert not DEAL.search(debt_words(result.finding.record, language))
    accepted = tools.accept()
    assert not re.search(r"no puedo aceptar|no acepto|rechaz", es(accepted))
    assert "2.850,00 €" in es(accepted)
    assert "2.850,00 €" in es(tools.accept())  # already agreed


@pytest.mark.parametrize("code", RefusalCode.__args__)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_refusal_has_a_sentence(code, language):
    amounts = dict.fromkeys(("price", "needed", "min_payment", "total"), "12.34")
    facts = {"max_months": 7, "needed_months": 9, "discount_pct": "5"}
    result = {"status": "error", "code": code, **amounts, **facts}
    said = debt_words(DebtAnswer("plan", result), language)
    assert said
    assert "{" not in said
