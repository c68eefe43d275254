"""Where a talk about debts stands, and what its figures come to there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from agents.debt_answer import decimal_string
from agents.debt_heard import AMOUNT, MONTHS, SHARE, Heard
from agents.negotiation import half_up
from agents.plans import share_of
from catalog import Debt

OFFER_TOPICS = ("immediate_offer", "better_offer", "counter_offer", "accept")
PLAN_TOPICS = ("plan", "propose_plan")


@dataclass(frozen=True, slots=True)
class Move:
    """One tool with its arguments, or a way to go on talking.

    Beside the tools there are `options`, `decline`, `clarify` and `confirm`.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    is_certain: bool = True
    """The words say so by themselves; False when only the scene does."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the talk stands when a sentence arrives."""

    debt: Debt | None = None
    """The debt talked about."""
    topic: str | None = None
    """The tool that last worked with it."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What that tool was given."""
    price_cents: int | None = None
    """The standing offer, once said."""
    floor_cents: int = 0
    """The lowest price that can be reached."""
    can_agree_plan: bool = False
    """A plan was worked out last, and may be agreed to."""

    @property
    def total_cents(self) -> int:
        """The debt's total, 0 without one."""
        return self.debt.total_cents if self.debt else 0

    @property
    def is_offer(self) -> bool:
        """Paying at once is what was last talked about."""
        return self.topic in OFFER_TOPICS


def with_amount(
    name: str, heard: Heard, marks: list[str], scene: Scene, *, is_certain: bool = True
) -> Move:
    """A step with its amount; a question back when several could be meant."""
    if len(marks) > 1 and len({cents_of(heard, m, scene) for m in marks}) > 1:
        return Move(
            "clarify", {"about": "which_amount", **amounts_said(heard, marks, scene)}
        )
    value = value_of(heard, marks[-1], scene)
    if isinstance(value, Move):
        return value
    return Move(name, {"amount": value}, is_certain)


def value_of(heard: Heard, mark: str, scene: Scene) -> str | Move:
    """An amount as a decimal string; a question back when two readings are possible."""
    amount = heard.amount(mark)
    if amount.unit in ("percent", "fraction"):
        cents = cents_of(heard, mark, scene)
        return decimal_string(cents) if cents >= 0 else str(amount.value)
    possible = [v for v in amount.readings if _is_plausible(v, scene)]
    if len(possible) > 1:
        amounts = [format(v, ".2f") for v in possible]
        return Move("clarify", {"about": "which_amount", "amounts": amounts})
    return format(possible[0] if possible else amount.value, "f")


def cents_of(heard: Heard, mark: str, scene: Scene) -> int:
    """Cents of an amount or of a share of the debt."""
    amount = heard.amount(mark)
    if amount.unit not in ("percent", "fraction"):
        return int((amount.value * 100).to_integral_value())
    pct = amount.value * (100 if amount.unit == "fraction" else 1)
    if pct in (50, 75):
        return share_of(scene.total_cents, pct)
    part, scale = pct.as_integer_ratio()
    sign = -1 if part < 0 else 1
    return sign * half_up(scene.total_cents * abs(part), 100 * scale)


def _is_plausible(value: Decimal, scene: Scene) -> bool:
    return scene.total_cents <= value * 2000 and value * 100 <= scene.total_cents


def months_of(heard: Heard, mark: str) -> int | float:
    """Months of a mark, as said: they may be a fraction or below one."""
    value = heard.amount(mark).value
    return int(value) if value == value.to_integral_value() else float(value)


def amounts_said(heard: Heard, marks: list[str], scene: Scene) -> dict[str, Any]:
    """The amounts of a question back."""
    cents = (cents_of(heard, mark, scene) for mark in marks)
    return {"amounts": [decimal_string(c) for c in cents if c > 0]}


def has_figures(heard: Heard) -> bool:
    """Whether any amount, share or months are in a sentence."""
    return bool(heard.marks(f"{AMOUNT}|{SHARE}|{MONTHS}"))


def has(pattern: re.Pattern[str], heard: Heard) -> bool:
    """Whether a phrase is in a sentence."""
    return pattern.search(heard.text) is not None
