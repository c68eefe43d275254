"""Instalments and partial payments: the rule sheet, and sums that always add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.negotiation import Refusal, Terms, up
from agents.plans import (
    PartialPayment,
    Plan,
    partial_payment,
    plan_by_amount,
    plan_by_both,
    plan_by_months,
    proposed_plan,
)

DEBT = Terms(total_cents=300_000, max_months=10, min_payment_cents=30_000)
ODD = Terms(total_cents=74_990, max_months=6, min_payment_cents=12_498)
HUNDRED = Terms(total_cents=10_000, max_months=3, min_payment_cents=3_333)


def test_a_plan_by_months_rounds_up_and_the_last_payment_is_what_is_left():
    assert plan_by_months(DEBT, 10) == Plan(10, 30_000, 30_000)
    assert plan_by_months(ODD, 6) == Plan(6, 12_499, 12_495)
    assert plan_by_months(DEBT, 1) == Plan(1, 300_000, 300_000)


@pytest.mark.parametrize("months", [0, -3, 2.5, float("nan"), float("inf"), True, "3"])
def test_months_must_be_whole_and_at_least_one(months):
    assert plan_by_months(DEBT, months).code == "invalid_months"


def test_more_months_than_the_debt_allows_are_refused():
    assert plan_by_months(DEBT, 11) == Refusal("months_over_max", max_months=10)


def test_a_plan_by_amount_needs_the_minimum():
    assert plan_by_amount(DEBT, 45_000) == Plan(7, 45_000, 30_000)
    refused = Refusal("below_minimum", min_payment_cents=30_000)
    assert plan_by_amount(DEBT, 29_999) == refused
    assert plan_by_amount(DEBT, None).code == "invalid_amount"


def test_an_amount_at_or_above_the_debt_is_one_payment_of_it():
    assert plan_by_amount(DEBT, 300_000) == Plan(1, 300_000, 300_000)
    assert plan_by_amount(DEBT, 900_000) == Plan(1, 300_000, 300_000)


def test_a_rounded_minimum_is_enough():
    assert plan_by_amount(ODD, 12_498) == Plan(6, 12_498, 12_500)
    assert plan_by_amount(HUNDRED, 3_333) == Plan(3, 3_333, 3_334)


def test_months_and_amount_must_reach_the_total():
    assert plan_by_both(DEBT, 10, 30_000) == Plan(10, 30_000, 30_000)
    assert plan_by_both(DEBT, 10, 40_000) == Plan(8, 40_000, 20_000)
    needed = Refusal("not_enough", needed_cents=60_000, needed_months=8)
    assert plan_by_both(DEBT, 5, 40_000) == needed
    assert plan_by_both(DEBT, 11, 40_000).code == "months_over_max"
    assert plan_by_both(DEBT, 0, 40_000).code == "invalid_months"


def test_the_proposed_plan_is_the_longest():
    assert proposed_plan(ODD) == Plan(6, 12_499, 12_495)


@pytest.mark.parametrize(
    ("payment", "discount", "remaining", "plan"),
    [
        (150_000, "7.5", 138_750, Plan(8, 17_344, 17_342)),
        (180_000, "7.5", 111_000, Plan(8, 13_875, 13_875)),
        (224_999, "7.5", 69_376, Plan(8, 8_672, 8_672)),
        (225_000, "15", 63_750, Plan(8, 7_969, 7_967)),
        (250_000, "15", 42_500, Plan(8, 5_313, 5_309)),
    ],
)
def test_a_partial_payment_earns_a_discount_on_the_rest(
    payment, discount, remaining, plan
):
    expected = PartialPayment(payment, Decimal(discount), remaining, plan)
    assert partial_payment(DEBT, payment) == expected


def test_a_partial_payment_is_between_half_and_all_of_the_debt():
    assert partial_payment(DEBT, 140_000) == Refusal("below_half", needed_cents=150_000)
    odd = Terms(10_001, 3, 1)
    assert partial_payment(odd, 5_000) == Refusal("below_half", needed_cents=5_001)
    assert partial_payment(DEBT, 300_000).code == "not_partial"
    assert partial_payment(DEBT, None).code == "invalid_amount"


def test_the_rest_is_spread_within_the_debts_own_limit():
    assert partial_payment(HUNDRED, 5_000).plan.months == 3


@st.composite
def debts(draw):
    total = draw(st.integers(1, 10**8))
    months = draw(st.integers(1, 60))
    return Terms(total, months, max(1, draw(st.sampled_from([0, 1])) + total // months))


@given(debts(), st.integers(1, 60), st.integers(1, 10**8))
def test_payments_always_add_up_and_none_is_empty(terms, months, amount):
    plans = [
        (terms.total_cents, plan_by_months(terms, months)),
        (terms.total_cents, plan_by_amount(terms, amount)),
        (terms.total_cents, plan_by_both(terms, months, amount)),
        (terms.total_cents, proposed_plan(terms)),
    ]
    part = partial_payment(terms, amount)
    if isinstance(part, PartialPayment):
        plans.append((part.remaining_cents, part.plan))
    for owed, plan in plans:
        if isinstance(plan, Plan):
            assert sum(plan.payments_cents) == owed
            assert all(cents > 0 for cents in plan.payments_cents)
            assert len(plan.payments_cents) <= terms.max_months


@given(debts())
def test_the_debts_own_minimum_and_maximum_are_always_possible(terms):
    by_minimum = plan_by_amount(terms, terms.min_payment_cents)
    assert isinstance(by_minimum, Plan)
    by_maximum = plan_by_months(terms, terms.max_months)
    assert isinstance(by_maximum, Plan)
    assert by_maximum.monthly_cents == up(terms.total_cents, terms.max_months)
