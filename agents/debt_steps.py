"""Where each debt stands in one visit: read from the ledger, moved step by step."""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from agents.debt_agreements import at_once, terms_kept
from agents.debt_answer import Result
from agents.debt_follow_up import FollowUp
from agents.debt_state import DebtState
from agents.negotiation import opening, usable_cents
from agents.policy import Policy
from catalog import AgreedTerms, Before, Debt, DebtId, LedgerStep

if TYPE_CHECKING:
    from catalog import Ledger

Asked = Mapping[str, Any]
Decide = Callable[[Debt, DebtState], tuple[DebtState, Result]]
"""What a step makes of where a debt stands, and its structured answer."""


class DebtSteps:
    """The steps of one visit; each is one transaction of the ledger."""

    def __init__(
        self, ledger: "Ledger", visit: str, policy: Policy, *, is_alone: bool
    ) -> None:
        """Join a ledger and a visit.

        Args:
            ledger: Where steps are kept.
            visit: Names the visit; its steps are found again under this name.
            policy: How far the kiosk may go, and how long an offer stands.
            is_alone: The visit stands for itself: agreements of other visits neither
                bind it nor are bound by its own.
        """
        self.turn = ""
        """Names the customer's turn; the same call in one turn is done once."""
        self._ledger = ledger
        self._visit = visit
        self._policy = policy
        self._is_alone = is_alone
        self._negotiated: dict[DebtId, tuple[Debt, DebtState]] = {}

    @property
    def last_debt(self) -> DebtId | None:
        """The debt that this visit last took a step with."""
        return self._ledger.last_debt(self._visit)

    @property
    def left_open(self) -> tuple[FollowUp, ...]:
        """The debts that were negotiated and are left without an agreement."""
        return tuple(
            FollowUp(debt, state)
            for debt, state in self._negotiated.values()
            if state.standing.agreed_cents is None
            and (state.standing.is_offered or state.plan is not None)
        )

    def state_of(self, debt: Debt) -> DebtState:
        """Where a debt stands now."""
        return self._state(
            self._ledger.before(self._visit, debt.id, is_alone=self._is_alone)
        )

    def take(self, name: str, debt: Debt, decide: Decide, asked: Asked) -> Result:
        """Decide and keep one step.

        Raises:
            DebtNotFound: The staff closed the debt meanwhile.
        """

        def kept(before: Before) -> LedgerStep:
            was = self._state(before)
            state, result = decide(debt, was)
            state = replace(state, topic=name, arguments=dict(asked))
            return self._as_step(name, was, state, result, asked)

        step = self._ledger.take_step(
            self._visit,
            debt,
            kept,
            request=self._request(name, debt, asked),
            is_alone=self._is_alone,
        )
        self._negotiated[debt.id] = (debt, DebtState.from_json(step.state))
        result: Result = json.loads(step.result)
        return result

    def _state(self, before: Before) -> DebtState:
        """The state that was kept, unless its offer has run out."""
        last, agreement = before.last, before.agreement
        state = DebtState(opening(self._policy))
        if last is not None and last.at is not None:
            age = self._ledger.clock() - last.at
            if age <= timedelta(days=self._policy.valid_days):
                state = DebtState.from_json(last.state)
        if agreement is None:
            return state
        price = agreement.terms.total_cents
        return replace(state, standing=replace(state.standing, agreed_cents=price))

    def _as_step(
        self, name: str, was: DebtState, state: DebtState, result: Result, asked: Asked
    ) -> LedgerStep:
        return LedgerStep(
            name=name,
            amount_cents=usable_cents(asked.get("amount")),
            status=str(result.get("code", result["status"])),
            price_cents=usable_cents(result.get("price")),
            discount_pct=state.standing.discount_pct,
            state=state.to_json(),
            result=json.dumps(dict(result)),
            agreed=self._newly_agreed(was, state),
        )

    def _newly_agreed(self, was: DebtState, state: DebtState) -> AgreedTerms | None:
        price = state.standing.agreed_cents
        if price is None or was.standing.agreed_cents is not None:
            return None
        if was.pending is not None:
            return terms_kept(was.pending)
        return at_once(price, self._ledger.clock().date(), self._policy)

    def _request(self, name: str, debt: Debt, asked: Asked) -> str:
        turn = self.turn or uuid.uuid4().hex
        what = json.dumps([name, debt.id, dict(asked)], sort_keys=True, default=str)
        return f"{self._visit}:{turn}:{hashlib.sha256(what.encode()).hexdigest()[:16]}"
