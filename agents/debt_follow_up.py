"""What a visit leaves open, for the staff to follow up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents.debt_agreements import terms_kept, terms_result
from agents.debt_answer import decimal_string, number_of, plain_number
from agents.debt_state import DebtState
from agents.negotiation import price_at
from catalog import Debt


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A debt that was negotiated without an agreement; it names nobody."""

    debt: Debt
    state: DebtState

    @property
    def facts(self) -> Mapping[str, Any]:
        """The standing offer and the plan worked out last, where there are any."""
        standing, plan = self.state.standing, self.state.plan
        facts: dict[str, Any] = {
            "debt": number_of(self.debt),
            "total": decimal_string(self.debt.total_cents),
            "currency": self.debt.currency,
            "attempts": standing.attempts,
        }
        if standing.is_offered:
            facts["discount_pct"] = plain_number(standing.discount_pct)
            price = price_at(self.debt.total_cents, standing.discount_pct)
            facts["price"] = decimal_string(price)
        if plan is not None:
            facts["plan"] = terms_result(terms_kept(plan))
        return facts
