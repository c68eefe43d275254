"""One visit and its customer: who asks, which debt, what is offered and agreed."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from agents.debt_agreements import (
    at_once,
    in_instalments,
    terms_kept,
    terms_result,
    terms_to_keep,
)
from agents.debt_answer import (
    DebtAnswer,
    Result,
    number_of,
    refused,
    result_of,
    tool_result,
)
from agents.debt_follow_up import FollowUp
from agents.debt_state import DebtState
from agents.debt_steps import Asked, DebtSteps, Decide
from agents.negotiation import (
    Outcome,
    Quote,
    Refusal,
    Standing,
    Terms,
    already_agreed,
    terms_within,
)
from agents.plans import PartialPayment, Plan
from agents.policy import SHEET, Policy
from agents.tool import ToolResult
from catalog import (
    AgreedTerms,
    CustomerId,
    Debt,
    DebtNotFound,
)

if TYPE_CHECKING:
    from catalog import Ledger

CustomerOf = Callable[[], CustomerId | None]
"""Who is logged in at this moment."""
IsYes = Callable[[str], bool]
"""Whether a customer's words are a plain yes."""
Rule = Callable[[Standing, Terms], Outcome]
Sum = Callable[[Terms], Plan | PartialPayment | Refusal]


class DebtVisit:
    """The debts of whoever is logged in, and what is being negotiated.

    With `needs_read_back` nothing is agreed before it was read back in one turn and
    confirmed by the customer's own words, or a key, in another. Without it the visit is
    a dialogue of the rule sheet: what is accepted is closed at once, and stands for
    this visit alone.
    """

    def __init__(
        self,
        ledger: "Ledger",
        customer_of: CustomerOf,
        *,
        visit: str,
        policy: Policy = SHEET,
        needs_read_back: bool = False,
        is_yes: IsYes = lambda _: False,
    ) -> None:
        """Join a ledger and a visit.

        Args:
            ledger: Where debts are read and steps kept.
            customer_of: Gives who is logged in; asked at every step.
            visit: Names the visit; state is found again under this name.
            policy: How far the kiosk may go.
            needs_read_back: See the class.
            is_yes: Judges the customer's words when an agreement is to be confirmed.
        """
        self.policy = policy
        self.needs_read_back = needs_read_back
        self._ledger = ledger
        self._customer_of = customer_of
        self._steps = DebtSteps(ledger, visit, policy, is_alone=not needs_read_back)
        self._is_yes = is_yes
        self._chosen: Debt | None = None
        self._words = ""

    def hear(self, words: str) -> None:
        """Begin the customer's next turn with what they themselves said or typed."""
        self._steps.turn = uuid.uuid4().hex
        self._words = words

    @property
    def customer(self) -> CustomerId | None:
        """Who is logged in."""
        return self._customer_of()

    @property
    def chosen(self) -> Debt | None:
        """The debt that is talked about, if it is this customer's."""
        customer = self.customer
        if customer is None:
            return None
        if self._chosen is None:
            last = self._steps.last_debt
            debts = self.debts() if last else ()
            self._chosen = next((d for d in debts if d.id == last), None)
        chosen = self._chosen
        return chosen if chosen and chosen.customer == customer else None

    def debts(self) -> tuple[Debt, ...]:
        """The customer's open debts; none when nobody is logged in."""
        customer = self.customer
        if customer is None:
            return ()
        return tuple(map(self._within_policy, self._ledger.debts_of(customer)))

    def choose(self, debt: str) -> Debt:
        """Turn to one of the customer's debts.

        Raises:
            DebtNotFound: It is none of theirs.
        """
        customer = self.customer or CustomerId("")
        self._chosen = self._within_policy(self._ledger.debt_of(customer, debt))
        return self._chosen

    def state_of(self, debt: Debt) -> DebtState:
        """What this visit remembers of a debt."""
        return self._steps.state_of(debt)

    def debt_or_refusal(self) -> Debt | Refusal:
        """The debt that is talked about as it stands now, or why there is none."""
        if self.customer is None:
            return Refusal("not_logged_in")
        chosen = self.chosen
        if chosen is None:
            return Refusal("no_debt_selected")
        try:
            return self.choose(chosen.id)
        except DebtNotFound:  # closed by the staff meanwhile
            self._chosen = None
            return Refusal("debt_not_found")

    @staticmethod
    def terms_of(debt: Debt) -> Terms:
        """What the rules need of a debt."""
        return Terms(debt.total_cents, debt.max_months, debt.min_payment_cents)

    def _within_policy(self, debt: Debt) -> Debt:
        terms = terms_within(self.terms_of(debt), self.policy)
        return replace(
            debt,
            max_months=terms.max_months,
            min_payment_cents=terms.min_payment_cents,
        )

    def bargain(self, name: str, rule: Rule, asked: Asked | None = None) -> ToolResult:
        """Take a step that moves the negotiation."""

        def decide(debt: Debt, state: DebtState) -> tuple[DebtState, Result]:
            standing, outcome = rule(state.standing, self.terms_of(debt))
            state = replace(state, standing=standing, pending=None)
            is_deal = isinstance(outcome, Quote) and outcome.status == "accepted"
            if not (is_deal and self.needs_read_back):
                return state, result_of(outcome)
            price = standing.agreed_cents or 0
            state = replace(state, standing=replace(standing, agreed_cents=None))
            today = self._ledger.clock().date()
            return self._read_back(debt, state, at_once(price, today, self.policy))

        return self._step(name, decide, asked)

    def calculate(
        self, name: str, work_out: Sum, asked: Asked | None = None
    ) -> ToolResult:
        """Take a step that only works something out."""

        def decide(debt: Debt, state: DebtState) -> tuple[DebtState, Result]:
            if state.standing.agreed_cents is not None:
                return state, result_of(already_agreed(state.standing))
            outcome = work_out(self.terms_of(debt))
            offered = None
            if not isinstance(outcome, Refusal):
                today = self._ledger.clock().date()
                offered = terms_to_keep(in_instalments(outcome, today))
            return replace(state, pending=None, plan=offered), result_of(outcome)

        return self._step(name, decide, asked)

    def read_back_plan(self) -> ToolResult:
        """Read back the plan that was worked out last."""

        def decide(debt: Debt, state: DebtState) -> tuple[DebtState, Result]:
            if state.standing.agreed_cents is not None:
                return state, result_of(already_agreed(state.standing))
            if state.plan is None:
                return state, refused("no_offer")
            return self._read_back(debt, state, terms_kept(state.plan))

        return self._step("agree_plan", decide)

    def write_agreement(self, *, by_key: bool = False) -> ToolResult:
        """Write what was read back, if the customer confirms it in this turn.

        Args:
            by_key: The customer pressed the key for yes; words are not asked.
        """
        may_write = by_key or self._is_yes(self._words)

        def decide(debt: Debt, state: DebtState) -> tuple[DebtState, Result]:
            pending = state.pending
            if state.standing.agreed_cents is not None:
                return state, result_of(already_agreed(state.standing))
            if pending is None or not may_write:
                return state, refused("nothing_to_confirm")
            is_new = pending["turn"] == self._steps.turn and not by_key
            if is_new or pending.get("total_cents") != debt.total_cents:
                return state, refused("nothing_to_confirm")
            terms = terms_kept(pending)
            agreed = replace(state.standing, agreed_cents=terms.total_cents)
            result = {
                "status": "accepted",
                "debt": number_of(debt),
                **terms_result(terms),
            }
            return replace(state, standing=agreed, pending=None), result

        return self._with_receipt(self._step("confirm", decide))

    @property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """The debts that this visit negotiated and leaves without an agreement."""
        return self._steps.left_open

    def withdraw(self) -> ToolResult | None:
        """Forget what was read back; None when nothing was."""
        debt = self.debt_or_refusal()
        if isinstance(debt, Refusal) or self.state_of(debt).pending is None:
            return None

        def decide(_: Debt, state: DebtState) -> tuple[DebtState, Result]:
            return replace(state, pending=None), {"status": "ok"}

        return self._step("withdraw", decide)

    def say(
        self,
        name: str,
        result: Result,
        debt: Debt | None = None,
        asked: Asked | None = None,
    ) -> ToolResult:
        """An answer in the form of a tool."""
        return tool_result(DebtAnswer(name, result, debt, dict(asked or {})))

    def _with_receipt(self, written: ToolResult) -> ToolResult:
        """The same answer with the agreement as the ledger keeps it."""
        record = written.finding.record
        assert isinstance(record, DebtAnswer)  # noqa: S101 # debt tools give nothing else
        if record.debt is None or record.result["status"] != "accepted":
            return written
        agreement = self._ledger.agreements(record.debt.id)[-1]
        return tool_result(replace(record, agreement=agreement))

    def _read_back(
        self, debt: Debt, state: DebtState, terms: AgreedTerms
    ) -> tuple[DebtState, Result]:
        kept = {
            **terms_to_keep(terms),
            "turn": self._steps.turn,
            "total_cents": debt.total_cents,
        }
        result = {"status": "read_back", "debt": number_of(debt), **terms_result(terms)}
        return replace(state, pending=kept), result

    def _step(
        self,
        name: str,
        decide: Decide,
        asked: Asked | None = None,
    ) -> ToolResult:
        """Decide and keep one step of the chosen debt."""
        debt = self.debt_or_refusal()
        if isinstance(debt, Refusal):
            return self.say(name, result_of(debt), asked=asked)

        try:
            result = self._steps.take(name, debt, decide, dict(asked or {}))
        except DebtNotFound:  # the staff closed it meanwhile
            self._chosen = None
            return self.say(name, refused("debt_not_found"), asked=asked)
        return self.say(name, result, debt, asked)
