"""What a customer may do with their debts: the tools of the rule sheet.

One `DebtTools` serves one visit. The model proposes, the rules decide: every tool
checks who asks and which debt is meant, and keeps its step in the ledger.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agents.debt_answer import (
    DebtAnswer,
    Result,
    debt_result,
    decimal_string,
    number_of,
    plain_number,
    refused,
    result_of,
    tool_result,
)
from agents.debt_state import DebtState
from agents.negotiation import (
    Outcome,
    Refusal,
    Terms,
    accept,
    already_agreed,
    better_offer,
    counter_offer,
    immediate_offer,
    opening,
    usable_cents,
)
from agents.plans import (
    PartialPayment,
    Plan,
    partial_payment,
    plan_by_amount,
    plan_by_both,
    plan_by_months,
    proposed_plan,
    share_of,
)
from agents.policy import SHEET, Policy
from agents.tool import Tool, ToolResult, tool_from
from catalog import CustomerId, Debt, DebtNotFound, LedgerStep

if TYPE_CHECKING:
    from catalog import Ledger

CustomerOf = Callable[[], CustomerId | None]
"""Who is logged in at this moment."""


class DebtTools:
    """The debts of whoever is logged in during one visit."""

    def __init__(
        self,
        ledger: "Ledger",
        customer_of: CustomerOf,
        *,
        visit: str,
        policy: Policy = SHEET,
    ) -> None:
        """Join a ledger and a visit.

        Args:
            ledger: Where debts are read and steps kept.
            customer_of: Gives who is logged in; asked at every step.
            visit: Names the visit; state is found again under this name.
            policy: How far the kiosk may go.
        """
        self.policy = policy
        self._ledger = ledger
        self._customer_of = customer_of
        self._visit = visit
        self._chosen: Debt | None = None

    def tools(self) -> list[Tool]:
        """The tools for a model."""
        reading = (self.list_debts, self.select_debt, self.propose_plan, self.plan)
        binding = (
            self.immediate_offer,
            self.better_offer,
            self.counter_offer,
            self.accept,
            self.partial_payment,
        )
        return [tool_from(f) for f in reading] + [
            tool_from(f, changes_something=True) for f in binding
        ]

    @property
    def customer(self) -> CustomerId | None:
        """Who is logged in."""
        return self._customer_of()

    @property
    def chosen(self) -> Debt | None:
        """The debt that is talked about, if it is this customer's."""
        chosen = self._chosen
        return chosen if chosen and chosen.customer == self.customer else None

    def debts(self) -> tuple[Debt, ...]:
        """The customer's open debts; none when nobody is logged in."""
        customer = self.customer
        return () if customer is None else self._ledger.debts_of(customer)

    def state_of(self, debt: Debt) -> DebtState:
        """What this visit remembers of a debt."""
        step = self._ledger.last_step(self._visit, debt.id)
        if step is None:
            return DebtState(opening(self.policy))
        return DebtState.from_json(step.state)

    def list_debts(self) -> ToolResult:
        """List the customer's open debts with their totals and limits."""
        if self.customer is None:
            return _say("list_debts", refused("not_logged_in"))
        debts = [{"id": number_of(debt), **debt_result(debt)} for debt in self.debts()]
        return _say("list_debts", {"status": "ok", "debts": debts})

    def select_debt(self, debt: str) -> ToolResult:
        """Choose which debt is talked about, by its number.

        What was offered for another debt stays with that one.

        Args:
            debt: The debt's number, as `list_debts` gives it.
        """
        customer = self.customer
        if customer is None:
            return _say("select_debt", refused("not_logged_in"))
        try:
            chosen = self._ledger.debt_of(customer, debt)
        except DebtNotFound:
            return _say("select_debt", refused("debt_not_found"), asked={"debt": debt})
        self._chosen = chosen
        result = {"status": "ok", "debt": number_of(chosen), **debt_result(chosen)}
        return _say("select_debt", result, chosen)

    def immediate_offer(self) -> ToolResult:
        """Say the price for paying the chosen debt at once."""
        return self._bargain("immediate_offer", immediate_offer)

    def better_offer(self) -> ToolResult:
        """Ask for a better price, when the customer wants one without naming it.

        Attempts are limited.
        """
        return self._bargain(
            "better_offer", lambda s, t: better_offer(s, t, self.policy)
        )

    def counter_offer(self, amount: str) -> ToolResult:
        """Judge the price the customer offers for settling the whole debt at once.

        Args:
            amount: What the customer would pay in all, a decimal such as "1250.50".
        """
        cents = usable_cents(amount)
        return self._bargain(
            "counter_offer",
            lambda s, t: counter_offer(s, t, cents, self.policy),
            {"amount": amount},
        )

    def accept(self) -> ToolResult:
        """Close the deal at the standing offer.

        Use it only when the customer's own last words accept that offer.
        """
        return self._bargain("accept", accept)

    def plan(
        self, months: float | None = None, monthly: str | None = None
    ) -> ToolResult:
        """Work out a plan for the whole debt, by months, monthly amount or both.

        Args:
            months: How many monthly payments; null when the customer named none.
            monthly: What the customer would pay each month, a decimal such as
                "120.00"; null when none was named.
        """

        def work_out(terms: Terms) -> Plan | Refusal:
            if monthly is None:
                return plan_by_months(terms, months)
            cents = usable_cents(monthly)
            if months is None:
                return plan_by_amount(terms, cents)
            return plan_by_both(terms, months, cents)

        return self._calculate("plan", work_out, {"months": months, "monthly": monthly})

    def propose_plan(self) -> ToolResult:
        """Propose the longest plan, when neither months nor amount are named."""
        return self._calculate("propose_plan", proposed_plan)

    def partial_payment(self, amount: str) -> ToolResult:
        """Work out paying a part of the debt now and the rest, reduced, in instalments.

        Args:
            amount: What the customer would pay now, a decimal such as "900.00".
        """
        cents = usable_cents(amount)
        return self._calculate(
            "partial_payment",
            lambda terms: partial_payment(terms, cents, self.policy),
            {"amount": amount},
        )

    def terms(self) -> ToolResult:
        """Say the limits of the chosen debt again."""
        debt = self._debt_or_refusal()
        if isinstance(debt, Refusal):
            return _say("terms", result_of(debt))
        result = {"status": "ok", "debt": number_of(debt), **debt_result(debt)}
        return _say("terms", result, debt)

    def options(self) -> ToolResult:
        """Sum up the ways to pay the chosen debt, and what was agreed."""
        debt = self._debt_or_refusal()
        if isinstance(debt, Refusal):
            return _say("options", result_of(debt))
        standing = self.state_of(debt).standing
        if standing.agreed_cents is not None:
            return _say("options", result_of(already_agreed(standing)), debt)
        plan = proposed_plan(terms_of(debt))
        half = share_of(debt.total_cents, self.policy.partial[0].from_pct)
        result = {
            "status": "ok",
            **debt_result(debt),
            **result_of(plan),
            "price": decimal_string(standing.price_cents(terms_of(debt))),
            "discount_pct": plain_number(standing.discount_pct),
            "needed": decimal_string(half),
        }
        return _say("options", result, debt)

    def refusal_now(self) -> ToolResult | None:
        """Why nothing can be done with debts at this moment; None when it can."""
        if self.customer is None:
            return _say("list_debts", refused("not_logged_in"))
        return None

    def _bargain(
        self,
        name: str,
        rule: Callable[[Any, Terms], Outcome],
        asked: Mapping[str, Any] | None = None,
    ) -> ToolResult:
        """Apply a rule that moves the negotiation."""
        debt = self._debt_or_refusal()
        if isinstance(debt, Refusal):
            return _say(name, result_of(debt))
        state = self.state_of(debt)
        standing, outcome = rule(state.standing, terms_of(debt))
        state = replace(
            state, standing=standing, topic=name, arguments=dict(asked or {})
        )
        return self._keep(name, debt, state, result_of(outcome), asked)

    def _calculate(
        self,
        name: str,
        rule: Callable[[Terms], Plan | PartialPayment | Refusal],
        asked: Mapping[str, Any] | None = None,
    ) -> ToolResult:
        """Apply a rule that only works something out."""
        debt = self._debt_or_refusal()
        if isinstance(debt, Refusal):
            return _say(name, result_of(debt))
        state = self.state_of(debt)
        is_open = state.standing.agreed_cents is None
        outcome = rule(terms_of(debt)) if is_open else already_agreed(state.standing)
        state = replace(state, topic=name, arguments=dict(asked or {}))
        return self._keep(name, debt, state, result_of(outcome), asked)

    def _debt_or_refusal(self) -> Debt | Refusal:
        if self.customer is None:
            return Refusal("not_logged_in")
        return self.chosen or Refusal("no_debt_selected")

    def _keep(
        self,
        name: str,
        debt: Debt,
        state: DebtState,
        result: Result,
        asked: Mapping[str, Any] | None,
    ) -> ToolResult:
        step = self._ledger.take_step(
            LedgerStep(
                request=uuid.uuid4().hex,
                visit=self._visit,
                customer=debt.customer,
                debt=debt.id,
                name=name,
                amount_cents=usable_cents((asked or {}).get("amount")),
                status=str(result["status"]),
                price_cents=usable_cents(result.get("price")),
                discount_pct=state.standing.discount_pct,
                state=state.to_json(),
                result=json.dumps(dict(result)),
            )
        )
        return _say(name, json.loads(step.result), debt, asked)


def terms_of(debt: Debt) -> Terms:
    """What the rules need of a debt."""
    return Terms(debt.total_cents, debt.max_months, debt.min_payment_cents)


def _say(
    name: str,
    result: Result,
    debt: Debt | None = None,
    asked: Mapping[str, Any] | None = None,
) -> ToolResult:
    return tool_result(DebtAnswer(name, result, debt, dict(asked or {})))
