"""The rules for paying a debt at once, with no model and no database.

Rule numbers are those of the rule sheet. Money is whole cents; discounts are per cent
as decimals. A function takes where the negotiation stands and gives where it stands
afterwards, with the answer.
"""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from agents.policy import SHEET, Policy

QuoteStatus = Literal["offer", "counter", "rejected", "final", "accepted"]
RefusalCode = Literal[
    "not_logged_in",
    "no_debt_selected",
    "debt_not_found",
    "invalid_amount",
    "over_total",
    "attempts_exhausted",
    "no_offer",
    "already_agreed",
    "invalid_months",
    "months_over_max",
    "below_minimum",
    "not_enough",
    "below_half",
    "not_partial",
    "nothing_to_confirm",
]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the debt itself says."""

    total_cents: int
    max_months: int
    """Months of the longest plan."""
    min_payment_cents: int
    """Smallest instalment the customer may ask for."""


def terms_within(terms: Terms, policy: Policy) -> Terms:
    """A debt's terms, with no longer plan than the owner grants."""
    if terms.max_months <= policy.plan_months:
        return terms
    least = -(-terms.total_cents // policy.plan_months)
    return replace(
        terms,
        max_months=policy.plan_months,
        min_payment_cents=max(terms.min_payment_cents, least),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the negotiation of one debt stands in one visit (rule 2)."""

    discount_pct: Decimal
    """Of the standing offer; the first offer's before any was said."""
    attempts: int = 0
    is_offered: bool = False
    """The standing offer has been said."""
    agreed_cents: int | None = None
    """The price agreed; None while nothing is."""

    def price_cents(self, terms: Terms) -> int:
        """The price of the standing offer."""
        return price_at(terms.total_cents, self.discount_pct)


@dataclass(frozen=True, slots=True)
class Quote:
    """A price said by the kiosk, or agreed."""

    status: QuoteStatus
    price_cents: int
    discount_pct: Decimal


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer of status `error`, with the facts its code calls for."""

    code: RefusalCode
    price_cents: int | None = None
    discount_pct: Decimal | None = None
    needed_cents: int | None = None
    needed_months: int | None = None
    max_months: int | None = None
    min_payment_cents: int | None = None
    total_cents: int | None = None


Outcome = tuple[Standing, Quote | Refusal]


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of non-negative numbers, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def up(numerator: int, denominator: int) -> int:
    """A quotient rounded up."""
    return -(-numerator // denominator)


def reduced(cents: int, discount_pct: Decimal) -> int:
    """An amount less a discount, half up (rules 3 and 16)."""
    left, scale = (100 - discount_pct).as_integer_ratio()
    return half_up(cents * left, 100 * scale)


price_at = reduced
_HUGE = Decimal(10) ** 15
"""Larger amounts count as this one: above any debt, and a ledger can still hold it."""


def usable_cents(amount: object) -> int | None:
    """Cents of an amount as given by a model or customer; None if unusable (rule 6)."""
    if isinstance(amount, bool) or not isinstance(amount, int | float | str | Decimal):
        return None
    try:
        value = Decimal(str(amount).strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or value <= 0:
        return None
    cents = int((min(value, _HUGE) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return cents or None


def opening(policy: Policy = SHEET) -> Standing:
    """Where every negotiation begins."""
    return Standing(policy.first_pct)


def immediate_offer(standing: Standing, terms: Terms) -> Outcome:
    """Say the standing offer; no attempt (rule 4)."""
    if standing.agreed_cents is not None:
        return standing, already_agreed(standing)
    return _say(standing, terms, "offer")


def better_offer(standing: Standing, terms: Terms, policy: Policy = SHEET) -> Outcome:
    """One attempt: one step better (rule 5)."""
    refusal = _refusal(standing, terms, policy)
    if refusal:
        return standing, refusal
    tried = replace(
        standing,
        attempts=standing.attempts + 1,
        discount_pct=_stepped(standing.discount_pct, policy),
    )
    is_last = tried.attempts == policy.attempts
    return _say(tried, terms, "final" if is_last else "offer")


def counter_offer(
    standing: Standing, terms: Terms, amount_cents: int | None, policy: Policy = SHEET
) -> Outcome:
    """Judge the customer's price (rules 6 to 10).

    Args:
        standing: Where the negotiation stands.
        terms: The debt's.
        amount_cents: From `usable_cents`.
        policy: The owner's.
    """
    if standing.agreed_cents is not None:
        return standing, already_agreed(standing)
    if amount_cents is None:
        return standing, Refusal("invalid_amount")
    said = replace(standing, is_offered=True)
    if amount_cents > terms.total_cents:
        return said, _with_price("over_total", said, terms)
    if amount_cents >= standing.price_cents(terms):
        return _agree(said, standing.price_cents(terms))
    refusal = _refusal(standing, terms, policy)
    return (standing, refusal) if refusal else _judge(said, terms, amount_cents, policy)


def accept(standing: Standing, terms: Terms) -> Outcome:
    """Close at the standing offer (rule 11)."""
    if standing.agreed_cents is not None:
        return standing, already_agreed(standing)
    if not standing.is_offered:
        return standing, Refusal("no_offer")
    return _agree(standing, standing.price_cents(terms))


def already_agreed(standing: Standing) -> Refusal:
    """What every tool answers after a deal."""
    return Refusal("already_agreed", price_cents=standing.agreed_cents)


def _judge(
    standing: Standing, terms: Terms, amount_cents: int, policy: Policy
) -> Outcome:
    """An attempt below the standing offer (rules 8 to 10)."""
    better = _stepped(standing.discount_pct, policy)
    tried = replace(standing, attempts=standing.attempts + 1)
    improved = replace(tried, discount_pct=better)
    is_low = amount_cents < price_at(terms.total_cents, policy.most_pct)
    if not is_low and amount_cents >= improved.price_cents(terms):
        return _agree(improved, amount_cents)
    if tried.attempts == policy.attempts:
        return _say(improved, terms, "final")
    return (
        _say(tried, terms, "rejected") if is_low else _say(improved, terms, "counter")
    )


def _refusal(standing: Standing, terms: Terms, policy: Policy) -> Refusal | None:
    if standing.agreed_cents is not None:
        return already_agreed(standing)
    if standing.attempts >= policy.attempts:
        return _with_price("attempts_exhausted", standing, terms)
    return None


def _with_price(code: RefusalCode, standing: Standing, terms: Terms) -> Refusal:
    return Refusal(
        code,
        price_cents=standing.price_cents(terms),
        discount_pct=standing.discount_pct,
        total_cents=terms.total_cents,
    )


def _stepped(discount_pct: Decimal, policy: Policy) -> Decimal:
    return min(policy.most_pct, discount_pct + policy.step_pct)


def _say(standing: Standing, terms: Terms, status: QuoteStatus) -> Outcome:
    said = replace(standing, is_offered=True)
    return said, Quote(status, said.price_cents(terms), said.discount_pct)


def _agree(standing: Standing, price_cents: int) -> Outcome:
    agreed = replace(standing, is_offered=True, agreed_cents=price_cents)
    return agreed, Quote("accepted", price_cents, standing.discount_pct)
