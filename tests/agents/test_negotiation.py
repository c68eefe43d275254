"""Paying at once: the rule sheet, case by case, and what must hold for every debt."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.negotiation import (
    Quote,
    Refusal,
    Terms,
    accept,
    better_offer,
    counter_offer,
    immediate_offer,
    opening,
    price_at,
    usable_cents,
)

DEBT = Terms(total_cents=300_000, max_months=10, min_payment_cents=30_000)
ODD = Terms(total_cents=84_999, max_months=12, min_payment_cents=7_083)


def after(*attempts, terms=DEBT):
    """The last answer of a row of counter-offers in cents; None asks for better."""
    standing = opening()
    for amount in attempts:
        standing, answer = (
            better_offer(standing, terms)
            if amount is None
            else counter_offer(standing, terms, amount)
        )
    return standing, answer


def test_the_first_offer_is_five_percent_and_no_attempt():
    standing, quote = immediate_offer(opening(), ODD)
    assert quote == Quote("offer", 80_749, Decimal(5))
    assert standing.attempts == 0


def test_asking_again_for_the_offer_repeats_it():
    standing, first = immediate_offer(opening(), DEBT)
    assert immediate_offer(standing, DEBT) == (standing, first)


def test_a_better_offer_is_an_attempt_and_grows_to_twenty_percent():
    standing, _ = immediate_offer(opening(), DEBT)
    prices = []
    for _ in range(5):
        standing, quote = better_offer(standing, DEBT)
        prices.append(quote.price_cents)
    assert prices == [270_000, 255_000, 240_000, 240_000, 240_000]
    assert standing.attempts == 5


@pytest.mark.parametrize(
    ("offers", "status", "price", "discount"),
    [
        ([285_000], "accepted", 285_000, 5),  # at the standing offer
        ([300_000], "accepted", 285_000, 5),  # above it: never more than we offered
        ([270_000], "accepted", 270_000, 10),  # reaches the new price
        ([275_000], "accepted", 275_000, 10),  # at the customer's amount
        ([260_000], "counter", 270_000, 10),
        ([240_000], "counter", 270_000, 10),  # the floor itself
        ([239_999], "rejected", 285_000, 5),  # below the floor
        ([100, 100, 100], "rejected", 285_000, 5),
        ([260_000, 255_000], "accepted", 255_000, 15),
        ([250_000, 250_000, 250_000], "accepted", 250_000, 20),
        ([240_000, 240_000, 240_000], "accepted", 240_000, 20),
    ],
)
def test_counter_offers_are_judged_by_the_sheet(offers, status, price, discount):
    _, quote = after(*offers)
    assert quote == Quote(status, price, Decimal(discount))


def test_more_than_the_debt_is_repeated_and_costs_no_attempt():
    standing, answer = after(300_001)
    assert answer.code == "over_total"
    assert answer.price_cents == 285_000
    assert (standing.attempts, standing.is_offered) == (0, True)


def test_an_unusable_amount_changes_nothing():
    standing = opening()
    assert counter_offer(standing, DEBT, None) == (standing, Refusal("invalid_amount"))


def test_the_tenth_attempt_is_final_and_one_step_better():
    standing, answer = after(*[100] * 9)
    assert answer.status == "rejected"
    standing, answer = counter_offer(standing, DEBT, 100)
    assert answer == Quote("final", 270_000, Decimal(10))
    standing, answer = counter_offer(standing, DEBT, 200_000)
    assert (answer.code, answer.price_cents) == ("attempts_exhausted", 270_000)
    assert better_offer(standing, DEBT)[1].code == "attempts_exhausted"
    assert accept(standing, DEBT)[1] == Quote("accepted", 270_000, Decimal(10))


def test_the_tenth_attempt_may_still_close():
    assert after(*[100] * 9, 275_000)[1] == Quote("accepted", 275_000, Decimal(10))


def test_nothing_is_accepted_before_an_offer():
    assert accept(opening(), DEBT)[1] == Refusal("no_offer")


def test_after_a_deal_every_tool_gives_the_agreed_price():
    standing, _ = after(285_000)
    again = Refusal("already_agreed", price_cents=285_000)
    assert accept(standing, DEBT)[1] == again
    assert better_offer(standing, DEBT)[1] == again
    assert immediate_offer(standing, DEBT)[1] == again
    assert counter_offer(standing, DEBT, 1)[1] == again


@pytest.mark.parametrize(
    ("given", "cents"),
    [
        ("2000", 200_000),
        ("0.005", 1),
        ("12.345", 1235),
        (2000.5, 200_050),
        (" 7 ", 700),
        ("0.004", None),
        ("0", None),
        (0, None),
        ("-5", None),
        ("nan", None),
        ("Infinity", None),
        (float("inf"), None),
        ("dos mil", None),
        ("", None),
        (True, None),
        (None, None),
        ("1e400", 10**17),
        ("-1e400", None),
    ],
)
def test_a_usable_amount_is_finite_above_zero_and_rounded(given, cents):
    assert usable_cents(given) == cents


totals = st.integers(1, 10**9)
attempts = st.lists(st.none() | st.integers(1, 10**9 + 5), max_size=14)


@given(totals, attempts)
def test_no_price_is_below_the_floor_or_below_what_the_customer_offered(total, moves):
    terms = Terms(total, 10, 1)
    floor = price_at(total, Decimal(20))
    standing = opening()
    for amount in moves:
        before = standing
        standing, answer = (
            better_offer(standing, terms)
            if amount is None
            else counter_offer(standing, terms, amount)
        )
        assert standing.discount_pct >= before.discount_pct
        if isinstance(answer, Quote):
            assert floor <= answer.price_cents <= total
        if isinstance(answer, Quote) and answer.status == "accepted":
            assert answer.price_cents <= amount
            assert answer.price_cents == min(amount, before.price_cents(terms))


@given(totals, attempts, st.integers(1, 10**9), st.integers(0, 10**6))
def test_a_better_offer_is_never_answered_with_a_worse_result(total, moves, low, extra):
    terms = Terms(total, 10, 1)
    standing = replace(after(*moves, 1, terms=terms)[0], agreed_cents=None)
    _, for_low = counter_offer(standing, terms, min(low, total))
    _, for_high = counter_offer(standing, terms, min(low + extra, total))
    rank = ["attempts_exhausted", "rejected", "counter", "final", "accepted"]

    def place(answer):
        word = answer.code if isinstance(answer, Refusal) else answer.status
        return rank.index("counter" if word == "final" else word)

    assert place(for_high) >= place(for_low)
