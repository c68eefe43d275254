"""From what the rules allow to what is written down: payments with their dates."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from agents.debt_answer import decimal_string
from agents.plans import PartialPayment, Plan
from agents.policy import Policy
from catalog import AgreedTerms, Instalment


def at_once(price_cents: int, today: date, policy: Policy) -> AgreedTerms:
    """One payment, due within the policy's days."""
    due = today + timedelta(days=policy.valid_days)
    return AgreedTerms("at_once", (Instalment(1, due, price_cents),))


def in_instalments(plan: Plan | PartialPayment, today: date) -> AgreedTerms:
    """A plan, first due in a month; what is paid at once stands first as number 0."""
    if isinstance(plan, PartialPayment):
        now = Instalment(0, today, plan.payment_cents)
        return AgreedTerms("partial", (now, *_monthly(plan.plan, today)))
    return AgreedTerms("plan", tuple(_monthly(plan, today)))


def terms_result(terms: AgreedTerms) -> dict[str, Any]:
    """Agreed terms as part of a structured result."""
    return {
        "kind": terms.kind,
        "price": decimal_string(terms.total_cents),
        "instalments": [
            {
                "number": part.number,
                "due": part.due.isoformat(),
                "amount": decimal_string(part.cents),
            }
            for part in terms.instalments
        ],
    }


def terms_to_keep(terms: AgreedTerms) -> dict[str, Any]:
    """Agreed terms in a form JSON can hold."""
    parts = [[p.number, p.due.isoformat(), p.cents] for p in terms.instalments]
    return {"kind": terms.kind, "instalments": parts}


def terms_kept(kept: Mapping[str, Any]) -> AgreedTerms:
    """What `terms_to_keep` kept."""
    parts = (
        Instalment(number, date.fromisoformat(due), cents)
        for number, due, cents in kept["instalments"]
    )
    return AgreedTerms(kept["kind"], tuple(parts))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; a shorter month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (next_month - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _monthly(plan: Plan, today: date) -> Iterable[Instalment]:
    for number, cents in enumerate(plan.payments_cents, 1):
        yield Instalment(number, months_after(today, number), cents)
