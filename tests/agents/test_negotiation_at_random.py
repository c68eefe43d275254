"""Many random debts and offers against everything the rules promise.

`KIOSK_NEGOTIATIONS` says how many (1000000 takes some minutes); hypothesis looks for
small counter-examples in `test_negotiation.py` and `test_plans.py`.
"""

import os
import random
from decimal import Decimal

from agents.negotiation import (
    Quote,
    Terms,
    better_offer,
    counter_offer,
    opening,
    price_at,
)
from agents.plans import (
    PartialPayment,
    Plan,
    partial_payment,
    plan_by_amount,
    plan_by_both,
    plan_by_months,
)

COUNT = int(os.environ.get("KIOSK_NEGOTIATIONS", "4000"))
FLOOR = Decimal(20)


def random_terms(chance):
    total = int(10 ** chance.uniform(0, 9))
    months = chance.randint(1, 60)
    rounding = chance.choice((total // months, -(-total // months)))
    return Terms(total, months, max(1, rounding))


def check_bargain(terms, chance):
    standing = opening()
    for _ in range(chance.randint(1, 13)):
        before = standing
        if chance.random() < 0.3:
            standing, answer = better_offer(standing, terms)
            continue
        offer = max(1, int(terms.total_cents * chance.uniform(0.7, 1.05)))
        standing, answer = counter_offer(standing, terms, offer)
        if not isinstance(answer, Quote):
            continue
        assert price_at(terms.total_cents, FLOOR) <= answer.price_cents
        assert answer.price_cents <= before.price_cents(terms)
        if answer.status == "accepted":
            # what was offered, or less where our own price was lower already
            assert answer.price_cents == min(offer, before.price_cents(terms))
            return
        assert answer.price_cents > offer or answer.status == "final"


def check_plans(terms, chance):
    months = chance.randint(1, terms.max_months)
    monthly = chance.randint(terms.min_payment_cents, terms.total_cents + 1)
    payment = int(terms.total_cents * chance.uniform(0, 1.01)) or None
    owed = [
        (terms.total_cents, plan_by_months(terms, months)),
        (terms.total_cents, plan_by_months(terms, terms.max_months)),
        (terms.total_cents, plan_by_amount(terms, monthly)),
        (terms.total_cents, plan_by_amount(terms, terms.min_payment_cents)),
    ]
    assert all(isinstance(plan, Plan) for _, plan in owed)
    owed.append((terms.total_cents, plan_by_both(terms, months, monthly)))
    part = partial_payment(terms, payment)
    if isinstance(part, PartialPayment):
        assert part.remaining_cents <= terms.total_cents - payment
        owed.append((part.remaining_cents, part.plan))
    for total, plan in owed:
        if isinstance(plan, Plan):
            rest = plan.monthly_cents * (plan.months - 1) + plan.last_cents
            assert rest == total
            assert plan.last_cents > 0
            assert plan.months <= terms.max_months


def test_random_debts_and_offers_keep_every_promise():
    chance = random.Random(20261121)  # noqa: S311 - debts of a test
    for _ in range(COUNT):
        terms = random_terms(chance)
        check_bargain(terms, chance)
        check_plans(terms, chance)
