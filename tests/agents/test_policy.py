"""The owner's policy: read, checked, obeyed, tried out."""

from decimal import Decimal

import pytest

from agents.debt_tools import DebtTools
from agents.negotiation import (
    Terms,
    better_offer,
    counter_offer,
    opening,
    terms_within,
)
from agents.plans import partial_payment, plan_by_amount
from agents.policy import SHEET, PolicyInvalid, read_policy
from agents.simulation import simulate, simulation_table
from catalog import open_ledger
from tests.doubles.ledgers import add_customer, add_debt


def write(tmp_path, text):
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_the_sheet(tmp_path):
    assert read_policy(write(tmp_path, "")) == SHEET


def test_what_the_owner_writes_is_obeyed(tmp_path):
    policy = read_policy(
        write(
            tmp_path,
            """
            first_pct = 2.5
            step_pct = 10
            most_pct = 30
            attempts = 2
            rest_months = 3
            partial = [{ from_pct = 25, discount_pct = 1.5 }]
            """,
        )
    )
    terms = Terms(100_000, 12, 1)
    standing = opening(policy)
    assert standing.price_cents(terms) == 97_500
    standing, quote = better_offer(standing, terms, policy)
    assert quote.price_cents == 87_500
    standing, quote = counter_offer(standing, terms, 69_999, policy)
    assert (quote.status, quote.price_cents) == ("final", 77_500)
    part = partial_payment(terms, 25_000, policy)
    assert (part.discount_pct, part.plan.months) == (Decimal("1.5"), 3)
    assert partial_payment(terms, 24_999, policy).needed_cents == 25_000


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("first_pct = 25", "first_pct must not be above"),
        ("step_pct = 0", "step_pct"),
        ("most_pct = 100", "most_pct"),
        ("first_pct = 1.234", "first_pct"),
        ("attempts = 0", "attempts"),
        ("partial = []", "at least one term"),
        ("discount = 5", "no key 'discount'"),
        ("first_pc = 5", "did you mean 'first_pct'"),
        ("first_pct = nan", "first_pct = NaN: .*finite"),
        ("attempts = 1.5", "attempts = 1.5"),
        ("plan_months = 601", "plan_months = 601: .*less than or equal to 600"),
        ("partial = [{ from_pct = 0, discount_pct = 1 }]", r"partial\.0\.from_pct = 0"),
        (
            "partial = [{ from_pct = 75, discount_pct = 15 },"
            " { from_pct = 50, discount_pct = 7 }]",
            "must rise",
        ),
        ("first_pct = ", "cannot read the policy"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(tmp_path, text, complaint):
    with pytest.raises(PolicyInvalid, match=complaint):
        read_policy(write(tmp_path, text))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PolicyInvalid, match=r"policy\.toml"):
        read_policy(tmp_path / "policy.toml")


def test_a_simulation_is_the_same_each_time_and_loses_nobody():
    rows = simulate(SHEET, 500)
    assert rows == simulate(SHEET, 500)
    assert sum(row.customers for row in rows) == 500
    assert all(row.agreed_cents <= row.owed_cents for row in rows)
    assert rows != simulate(SHEET, 500, seed=2)


def test_a_deeper_floor_closes_more_deals():
    deeper = SHEET.model_copy(update={"most_pct": Decimal(40)})
    deals = {row.kind: row.deals for row in simulate(SHEET)}
    more = {row.kind: row.deals for row in simulate(deeper)}
    assert more["asking"] > deals["asking"]


def test_the_table_has_a_line_for_each_kind_and_all():
    table = simulation_table(simulate(SHEET, 50))
    assert [line.split()[0] for line in table.splitlines()[1:-1]] == [
        "eager",
        "asking",
        "haggling",
        "planning",
        "splitting",
        "all",
    ]
    assert "█" in table


@pytest.mark.parametrize("total", [1, 100, 99_999, 300_000])
def test_a_longest_plan_is_granted_whatever_the_debt_allows(total):
    policy = SHEET.model_copy(update={"plan_months": 6})
    terms = terms_within(Terms(total, 24, max(1, total // 24)), policy)
    assert terms.max_months == 6
    assert plan_by_amount(terms, terms.min_payment_cents).months <= 6
    assert terms_within(Terms(total, 3, 1), policy) == Terms(total, 3, 1)


def test_a_customer_is_told_the_owners_longest_plan(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db")
    customer = add_customer(ledger, "ana@ejemplo.pe")
    add_debt(ledger, customer, total_cents=120_000, max_months=24)
    policy = SHEET.model_copy(update={"plan_months": 6})
    tools = DebtTools(ledger, lambda: customer, visit="v", policy=policy)
    chosen = tools.select_debt("1").data
    assert (chosen["max_months"], chosen["min_payment"]) == (6, "200.00")
    assert tools.plan(months=7).data["code"] == "months_over_max"
    assert tools.propose_plan().data["monthly"] == "200.00"
    ledger.close()
