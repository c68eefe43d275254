"""The rules for paying a debt in instalments, and a part of it at once.

Rules 12 to 17 of the rule sheet; money is whole cents.
"""

from dataclasses import dataclass
from decimal import Decimal

from agents.negotiation import Refusal, Terms, reduced, up
from agents.policy import SHEET, Policy


@dataclass(frozen=True, slots=True)
class Plan:
    """Equal payments and a last one; they add up to what is owed."""

    months: int
    monthly_cents: int
    last_cents: int

    @property
    def payments_cents(self) -> tuple[int, ...]:
        """Every payment, first month first."""
        return (self.monthly_cents,) * (self.months - 1) + (self.last_cents,)


@dataclass(frozen=True, slots=True)
class PartialPayment:
    """A part paid at once, the rest reduced and paid in instalments."""

    payment_cents: int
    discount_pct: Decimal
    remaining_cents: int
    plan: Plan


def plan_by_months(terms: Terms, months: object) -> Plan | Refusal:
    """A plan of so many months (rule 12)."""
    whole = whole_months(months)
    if whole is None:
        return Refusal("invalid_months", max_months=terms.max_months)
    if whole > terms.max_months:
        return Refusal("months_over_max", max_months=terms.max_months)
    return spread(terms.total_cents, whole)


def plan_by_amount(terms: Terms, monthly_cents: int | None) -> Plan | Refusal:
    """A plan of so much a month (rule 13)."""
    if monthly_cents is None:
        return Refusal("invalid_amount")
    if monthly_cents < min(terms.min_payment_cents, terms.total_cents):
        return Refusal("below_minimum", min_payment_cents=terms.min_payment_cents)
    if is_short_by_rounding(terms, monthly_cents):
        before_last = monthly_cents * (terms.max_months - 1)
        return Plan(terms.max_months, monthly_cents, terms.total_cents - before_last)
    return _filled(terms.total_cents, monthly_cents)


def plan_by_both(
    terms: Terms, months: object, monthly_cents: int | None
) -> Plan | Refusal:
    """A plan of so much in each of so many months (rule 14).

    When the payments would come to more than the debt, it is paid sooner.
    """
    by_months = plan_by_months(terms, months)
    if isinstance(by_months, Refusal):
        return by_months
    by_amount = plan_by_amount(terms, monthly_cents)
    if isinstance(by_amount, Refusal):
        return by_amount
    if by_amount.months > (whole_months(months) or 0):
        return Refusal(
            "not_enough",
            needed_cents=by_months.monthly_cents,
            needed_months=by_amount.months,
        )
    return by_amount


def proposed_plan(terms: Terms) -> Plan:
    """The longest plan of the debt (rule 15)."""
    return spread(terms.total_cents, max(1, terms.max_months))


def partial_payment(
    terms: Terms, payment_cents: int | None, policy: Policy = SHEET
) -> PartialPayment | Refusal:
    """A part at once and a plan for the rest (rules 16 and 17)."""
    if payment_cents is None:
        return Refusal("invalid_amount")
    if payment_cents >= terms.total_cents:
        return Refusal("not_partial", total_cents=terms.total_cents)
    earned = [
        term.discount_pct
        for term in policy.partial
        if payment_cents * 100 >= terms.total_cents * term.from_pct
    ]
    if not earned:
        needed = share_of(terms.total_cents, policy.partial[0].from_pct)
        return Refusal("below_half", needed_cents=needed)
    remaining = max(1, reduced(terms.total_cents - payment_cents, earned[-1]))
    months = max(1, min(policy.rest_months, terms.max_months))
    return PartialPayment(
        payment_cents, earned[-1], remaining, spread(remaining, months)
    )


def share_of(total_cents: int, pct: Decimal) -> int:
    """A share of the debt, up, so that a share said is never fallen short of."""
    part, scale = pct.as_integer_ratio()
    return up(total_cents * part, 100 * scale)


def whole_months(months: object) -> int | None:
    """A whole number of months from 1; None for anything else."""
    if isinstance(months, bool) or not isinstance(months, int | float | Decimal):
        return None
    try:
        whole = int(months)
    except (ValueError, OverflowError):
        return None
    return whole if whole == months and whole >= 1 else None


def spread(total_cents: int, months: int) -> Plan:
    """Spread an amount; fewer months when it has too few cents for all."""
    return _filled(total_cents, up(total_cents, months))


def is_short_by_rounding(terms: Terms, monthly_cents: int) -> bool:
    """The longest plan of this amount misses less than a cent a month."""
    missing = terms.total_cents - monthly_cents * terms.max_months
    return 0 < missing < terms.max_months


def _filled(total_cents: int, monthly_cents: int) -> Plan:
    monthly = min(monthly_cents, total_cents)
    months = up(total_cents, monthly)
    return Plan(months, monthly, total_cents - monthly * (months - 1))
