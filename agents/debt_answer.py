"""What a debt tool answered: values of the rules → the result of the rule sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from agents.finding import Finding, Kind
from agents.negotiation import Quote, Refusal
from agents.plans import PartialPayment, Plan
from agents.tool import ToolResult
from catalog import Agreement, Debt

Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DebtAnswer:
    """One answer about debts, for the wording."""

    tool: str
    result: Result
    """Structured, as the rule sheet says."""
    debt: Debt | None = None
    """The debt it is about."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What the tool was given."""
    introduces: bool = False
    """The same words chose the debt: it is said first."""
    agreement: Agreement | None = None
    """What was written down, when this answer wrote it."""
    confidence: float = 1.0
    """How sure it is that the customer talked about debts, 0 to 1."""


def tool_result(answer: DebtAnswer, kind: Kind = "answer") -> ToolResult:
    """The answer for the model and for programs."""
    has_result = "status" in answer.result
    finding = Finding(
        kind=kind, result=answer.result if has_result else None, record=answer
    )
    return ToolResult(answer.result, finding)


def decimal_string(cents: int) -> str:
    """Cents as a decimal with two places."""
    return f"{cents // 100}.{cents % 100:02d}"


def plain_number(pct: Decimal) -> str:
    """A percentage without needless zeros: "5", "7.5"."""
    return format(pct.normalize(), "f")


def debt_result(debt: Debt) -> Result:
    """A debt as every customer may see their own."""
    return {
        "total": decimal_string(debt.total_cents),
        "max_months": debt.max_months,
        "min_payment": decimal_string(debt.min_payment_cents),
        "currency": debt.currency,
    }


def number_of(debt: Debt) -> int | str:
    """The debt's number; text where the owner's numbers are text."""
    return int(debt.id) if debt.id.isdecimal() else debt.id


def result_of(outcome: Quote | Plan | PartialPayment | Refusal) -> Result:
    """The outcome of a rule as a structured result."""
    match outcome:
        case Quote(status, price_cents, discount_pct):
            return {
                "status": status,
                "price": decimal_string(price_cents),
                "discount_pct": plain_number(discount_pct),
            }
        case Plan():
            return {"status": "ok", **_plan_result(outcome)}
        case PartialPayment(payment_cents, discount_pct, remaining_cents, plan):
            return {
                "status": "ok",
                "payment": decimal_string(payment_cents),
                "discount_pct": plain_number(discount_pct),
                "remaining": decimal_string(remaining_cents),
                **_plan_result(plan),
            }
        case Refusal():
            return _refusal_result(outcome)


def refused(code: Any, **facts: Any) -> Result:
    """An answer of status `error`."""
    return {"status": "error", "code": code, **facts}


def _plan_result(plan: Plan) -> dict[str, Any]:
    return {
        "months": plan.months,
        "monthly": decimal_string(plan.monthly_cents),
        "last": decimal_string(plan.last_cents),
    }


def _refusal_result(refusal: Refusal) -> Result:
    amounts = {
        "price": refusal.price_cents,
        "needed": refusal.needed_cents,
        "min_payment": refusal.min_payment_cents,
        "total": refusal.total_cents,
    }
    facts: dict[str, Any] = {
        name: decimal_string(cents)
        for name, cents in amounts.items()
        if cents is not None
    }
    if refusal.discount_pct is not None:
        facts["discount_pct"] = plain_number(refusal.discount_pct)
    for name in ("max_months", "needed_months"):
        if getattr(refusal, name) is not None:
            facts[name] = getattr(refusal, name)
    return refused(refusal.code, **facts)
