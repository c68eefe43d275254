"""What a cart tool answered, for the model, for programs and for the wording."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from agents.cart import NOTHING_CHANGED, Changes
from agents.debt_answer import decimal_string
from agents.finding import Finding, Kind
from agents.tool import ToolResult
from catalog import Order, OrderLine, totals_of


@dataclass(frozen=True, slots=True)
class CartAnswer:
    """One answer about the cart."""

    result: Mapping[str, Any]
    """Structured: `status`, what it is about, `cart` and `totals`."""
    order: Order | None = None
    """What was ordered."""
    confidence: float = 1.0


def cart_result(
    status: str,
    lines: Iterable[OrderLine],
    facts: Mapping[str, Any],
    *,
    changes: Changes = NOTHING_CHANGED,
    rows: tuple[Mapping[str, Any], ...] = (),
    order: Order | None = None,
) -> ToolResult:
    """Give an answer with the cart as it stands.

    Args:
        status: What was done, or `error` with a `code` among the facts.
        lines: The cart, or the order.
        facts: What else the answer is about.
        changes: What has changed since it was told.
        rows: The product it is about, as it stands in the shop.
        order: What was ordered.
    """
    lines = tuple(lines)
    result = {
        "status": status,
        **facts,
        "cart": [line_facts(line) for line in lines],
        "totals": total_facts(lines),
        **_changed(changes),
    }
    kind: Kind = "clarify" if facts.get("code") == "which" else "answer"
    finding = Finding(
        kind=kind, rows=rows, result=result, record=CartAnswer(result, order)
    )
    return ToolResult(result, finding)


def with_companion(result: ToolResult, companion: Mapping[str, Any]) -> ToolResult:
    """The same answer, naming what goes with the product that was put in."""
    told = {**result.data, "goes_with_it": dict(companion)}
    finding = replace(result.finding, result=told, record=CartAnswer(told))
    return ToolResult(told, finding)


def line_facts(line: OrderLine) -> dict[str, Any]:
    """A line of a cart or an order."""
    return {
        "name": line.name,
        "quantity": line.quantity,
        "price": decimal_string(line.price_cents),
        "amount": decimal_string(line.amount_cents),
        "currency": line.currency,
    }


def total_facts(lines: Iterable[OrderLine]) -> list[dict[str, str]]:
    """What the lines come to, for each currency."""
    return [
        {"currency": currency, "amount": decimal_string(cents)}
        for currency, cents in totals_of(lines).items()
    ]


def _changed(changes: Changes) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if changes.prices:
        facts["new_prices"] = [
            {
                "name": change.name,
                "was": decimal_string(change.was_cents),
                "now": decimal_string(change.now_cents),
                "currency": change.currency,
            }
            for change in changes.prices
        ]
    if changes.gone:
        facts["gone"] = list(changes.gone)
    return facts
