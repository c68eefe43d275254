"""What a customer may do with their debts: the tools of the rule sheet.

One `DebtTools` serves one visit. The model proposes, the rules decide: every tool
checks who asks and which debt is meant, and is one transaction of the ledger.
"""

from collections.abc import Callable

from agents.debt_answer import (
    debt_result,
    decimal_string,
    number_of,
    plain_number,
    refused,
    result_of,
)
from agents.debt_visit import DebtVisit
from agents.negotiation import (
    Refusal,
    Terms,
    accept,
    already_agreed,
    better_offer,
    counter_offer,
    immediate_offer,
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
from agents.tool import Tool, ToolResult, tool_from
from catalog import DebtNotFound

_Function = Callable[..., ToolResult]


class DebtTools(DebtVisit):
    """The debts of whoever is logged in during one visit."""

    def tools(self) -> list[Tool]:
        """The tools for a model."""
        reading: list[Callable[..., ToolResult]] = [
            self.list_debts,
            self.select_debt,
            self.options,
        ]
        stepping: list[Callable[..., ToolResult]] = [
            self.immediate_offer,
            self.better_offer,
            self.counter_offer,
            self.accept,
            self.plan,
            self.propose_plan,
            self.partial_payment,
        ]
        if self.needs_read_back:
            stepping += [self.agree_plan, self.confirm]
        return [tool_from(f) for f in reading] + [
            tool_from(f, changes_something=True) for f in stepping
        ]

    def list_debts(self) -> ToolResult:
        """List the customer's open debts with their totals and limits."""
        if self.customer is None:
            return self.say("list_debts", refused("not_logged_in"))
        debts = [{"id": number_of(debt), **debt_result(debt)} for debt in self.debts()]
        return self.say("list_debts", {"status": "ok", "debts": debts})

    def select_debt(self, debt: str) -> ToolResult:
        """Choose which debt is talked about, by its number.

        What was offered for another debt stays with that one.

        Args:
            debt: The debt's number, as `list_debts` gives it.
        """
        if self.customer is None:
            return self.say("select_debt", refused("not_logged_in"))
        try:
            chosen = self.choose(debt)
        except DebtNotFound:
            return self.say(
                "select_debt", refused("debt_not_found"), asked={"debt": debt}
            )
        result = {"status": "ok", "debt": number_of(chosen), **debt_result(chosen)}
        return self.say("select_debt", result, chosen)

    def immediate_offer(self) -> ToolResult:
        """Say the price for paying the chosen debt at once."""
        return self.bargain("immediate_offer", immediate_offer)

    def better_offer(self) -> ToolResult:
        """Ask for a better price, when the customer wants one without naming it.

        Attempts are limited.
        """
        return self.bargain(
            "better_offer", lambda s, t: better_offer(s, t, self.policy)
        )

    def counter_offer(self, amount: str) -> ToolResult:
        """Judge the price the customer offers for settling the whole debt at once.

        Args:
            amount: What the customer would pay in all, a decimal such as "1250.50".
        """
        cents = usable_cents(amount)
        return self.bargain(
            "counter_offer",
            lambda s, t: counter_offer(s, t, cents, self.policy),
            {"amount": amount},
        )

    def accept(self) -> ToolResult:
        """Take the standing offer.

        Use it only when the customer's own last words accept that offer. When the
        answer says `read_back`, read all of it to the customer and wait for a yes.
        """
        return self.bargain("accept", accept)

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

        asked = {"months": months, "monthly": monthly}
        return self.calculate("plan", work_out, asked)

    def propose_plan(self) -> ToolResult:
        """Propose the longest plan, when neither months nor amount are named."""
        return self.calculate("propose_plan", proposed_plan)

    def partial_payment(self, amount: str) -> ToolResult:
        """Work out paying a part of the debt now and the rest, reduced, in instalments.

        Args:
            amount: What the customer would pay now, a decimal such as "900.00".
        """
        cents = usable_cents(amount)

        def work_out(terms: Terms) -> PartialPayment | Refusal:
            return partial_payment(terms, cents, self.policy)

        return self.calculate("partial_payment", work_out, {"amount": amount})

    def agree_plan(self) -> ToolResult:
        """Take the plan, or the partial payment, that was worked out last.

        Use it only when the customer's own last words agree to it. Then read all of
        it to the customer and wait for a yes.
        """
        return self.read_back_plan()

    def confirm(self) -> ToolResult:
        """Write the agreement that was read back.

        It works only in the turn in which the customer says yes to what was read back
        in the turn before.
        """
        return self.write_agreement()

    def options(self) -> ToolResult:
        """Sum up the ways to pay the chosen debt, and what was agreed."""
        debt = self.debt_or_refusal()
        if isinstance(debt, Refusal):
            return self.say("options", result_of(debt))
        standing = self.state_of(debt).standing
        if standing.agreed_cents is not None:
            return self.say("options", result_of(already_agreed(standing)), debt)
        terms = self.terms_of(debt)
        half = share_of(debt.total_cents, self.policy.partial[0].from_pct)
        result = {
            "status": "ok",
            "debt": number_of(debt),
            **debt_result(debt),
            **result_of(proposed_plan(terms)),
            "price": decimal_string(standing.price_cents(terms)),
            "discount_pct": plain_number(standing.discount_pct),
            "needed": decimal_string(half),
        }
        return self.say("options", result, debt)

    def limits(self) -> ToolResult:
        """Say the limits of the chosen debt again."""
        debt = self.debt_or_refusal()
        if isinstance(debt, Refusal):
            return self.say("limits", result_of(debt))
        result = {"status": "ok", "debt": number_of(debt), **debt_result(debt)}
        return self.say("limits", result, debt)
