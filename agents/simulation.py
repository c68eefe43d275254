"""A policy played against made-up customers, before real ones meet it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents.negotiation import (
    Quote,
    Standing,
    Terms,
    accept,
    better_offer,
    counter_offer,
    immediate_offer,
    opening,
    terms_within,
)
from agents.plans import PartialPayment, Plan, partial_payment, plan_by_months
from agents.policy import Policy

_PAYS_A_PLAN = 0.85
"""Share of the instalments that are paid in the end; an assumption, said with the
table."""
_CAN_PAY = (0.6, 1.0)
"""Between which shares of their debt customers can pay at once; an assumption too."""
_BAR = 40


@dataclass(frozen=True, slots=True)
class Played:
    """What became of one kind of customer."""

    kind: str
    customers: int
    deals: int
    owed_cents: int
    agreed_cents: int
    """What those who agreed are to pay."""
    expected_cents: int
    """The same, counting that some instalments are never paid."""


@dataclass(frozen=True, slots=True)
class _Customer:
    terms: Terms
    limit_cents: int
    """The most they would pay at once."""
    patience: int
    """How often they ask again."""
    months: int
    """Over which they would pay."""


Agreed = tuple[int, int]
"""Cents paid at once and cents in instalments."""
Play = Callable[[_Customer, Policy], Agreed | None]


def simulate(policy: Policy, customers: int = 1000, *, seed: int = 1) -> list[Played]:
    """Play a policy against customers of every kind, the same ones for a seed.

    Args:
        policy: The policy.
        customers: How many in all.
        seed: Chooses the customers.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up customers, not secrets
    kinds = list(_KINDS.items())
    crowd: dict[str, list[_Customer]] = {kind: [] for kind, _ in kinds}
    for number in range(customers):
        crowd[kinds[number % len(kinds)][0]].append(_made_up(chance, policy))
    return [_played(kind, play, crowd[kind], policy) for kind, play in kinds]


def simulation_table(rows: Sequence[Played]) -> str:
    """The outcome as a table with a bar for each kind, for a terminal."""
    lines = [
        f"{'kind':<12}{'customers':>10}{'deals':>7}{'owed':>15}{'agreed':>15}"
        f"{'expected':>15}  of what is owed"
    ]
    total = Played(
        "all",
        sum(r.customers for r in rows),
        sum(r.deals for r in rows),
        sum(r.owed_cents for r in rows),
        sum(r.agreed_cents for r in rows),
        sum(r.expected_cents for r in rows),
    )
    for row in (*rows, total):
        share = row.expected_cents / row.owed_cents if row.owed_cents else 0.0
        bar = "█" * round(_BAR * share)
        lines.append(
            f"{row.kind:<12}{row.customers:>10}{row.deals:>7}"
            f"{_money(row.owed_cents):>15}{_money(row.agreed_cents):>15}"
            f"{_money(row.expected_cents):>15}  {bar} {share:.0%}"
        )
    low, high = _CAN_PAY
    lines.append(
        f"(customers can pay {low:.0%} to {high:.0%} of a debt at once;"
        f" {_PAYS_A_PLAN:.0%} of instalments are paid)"
    )
    return "\n".join(lines)


def _made_up(chance: random.Random, policy: Policy) -> _Customer:
    total = int(10 ** chance.uniform(4, 6))
    months = chance.choice((3, 6, 10, 12, 24))
    return _Customer(
        terms_within(Terms(total, months, max(1, total // months)), policy),
        limit_cents=int(total * chance.uniform(*_CAN_PAY)),
        patience=chance.randint(0, 12),
        months=chance.randint(1, 30),
    )


def _played(
    kind: str, play: Play, crowd: Sequence[_Customer], policy: Policy
) -> Played:
    outcomes = [play(customer, policy) for customer in crowd]
    deals = [outcome for outcome in outcomes if outcome is not None]
    later = sum(in_instalments for _, in_instalments in deals)
    at_once = sum(now for now, _ in deals)
    return Played(
        kind,
        customers=len(crowd),
        deals=len(deals),
        owed_cents=sum(customer.terms.total_cents for customer in crowd),
        agreed_cents=at_once + later,
        expected_cents=at_once + int(later * _PAYS_A_PLAN),
    )


def _eager(customer: _Customer, policy: Policy) -> Agreed | None:
    """Takes the first offer if it can be paid."""
    standing, quote = immediate_offer(opening(policy), customer.terms)
    return _take(standing, customer) if isinstance(quote, Quote) else None


def _asking(customer: _Customer, policy: Policy) -> Agreed | None:
    """Asks for better until it fits or patience ends."""
    standing, _ = immediate_offer(opening(policy), customer.terms)
    for _ in range(customer.patience):
        if standing.price_cents(customer.terms) <= customer.limit_cents:
            break
        standing, _ = better_offer(standing, customer.terms, policy)
    return _take(standing, customer)


def _haggling(customer: _Customer, policy: Policy) -> Agreed | None:
    """Begins at half and comes up towards the limit."""
    terms, standing = customer.terms, opening(policy)
    steps = max(1, customer.patience)
    low = terms.total_cents // 2
    for step in range(steps + 1):
        offer = max(1, low + (customer.limit_cents - low) * step // steps)
        standing, answer = counter_offer(standing, terms, offer, policy)
        if isinstance(answer, Quote) and answer.status == "accepted":
            return answer.price_cents, 0
    return _take(standing, customer)


def _planning(customer: _Customer, _: Policy) -> Agreed | None:
    """Pays in so many months, if the debt allows them."""
    plan = plan_by_months(customer.terms, customer.months)
    return (0, customer.terms.total_cents) if isinstance(plan, Plan) else None


def _splitting(customer: _Customer, policy: Policy) -> Agreed | None:
    """Pays what there is at once, the rest in instalments."""
    outcome = partial_payment(customer.terms, customer.limit_cents, policy)
    if not isinstance(outcome, PartialPayment):
        return _eager(customer, policy)
    return outcome.payment_cents, outcome.remaining_cents


def _take(standing: Standing, customer: _Customer) -> Agreed | None:
    _, quote = accept(standing, customer.terms)
    if isinstance(quote, Quote) and quote.price_cents <= customer.limit_cents:
        return quote.price_cents, 0
    return None


_KINDS: dict[str, Play] = {
    "eager": _eager,
    "asking": _asking,
    "haggling": _haggling,
    "planning": _planning,
    "splitting": _splitting,
}


def _money(cents: int) -> str:
    return f"{cents / 100:,.2f}"
