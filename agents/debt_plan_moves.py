"""Wishes for a payment plan: months, an amount a month, both, or neither."""

import re
from typing import Any

from agents import debt_phrases as say
from agents import debt_plan_phrases as parts
from agents.debt_answer import decimal_string
from agents.debt_heard import AMOUNT, MONTHS, Heard
from agents.debt_scene import (
    PLAN_TOPICS,
    Move,
    Scene,
    has,
    has_figures,
    months_of,
    value_of,
)

_LONGEST_UNNAMED = 60
"""Up to here a bare number may be months."""


def plan_named(heard: Heard, scene: Scene) -> Move | None:
    """Months, an amount a month, or both."""
    monthly = parts.MONTHLY.search(heard.text)
    months = heard.marks(MONTHS)
    if monthly is None and not months:
        return _plan_in(heard) or _plan_by_context(heard, scene)
    arguments: dict[str, Any] = {}
    if months:
        arguments["months"] = months_of(heard, months[-1])
    if monthly:
        mark = next(g for g in monthly.groups() if g and g[1] in "nm")
        value = value_of(heard, mark, scene)
        if isinstance(value, Move):
            return value
        arguments["monthly"] = value
        if arguments.get("months") == 1:  # "una cuota de trescientos"
            del arguments["months"]
    return Move("plan", arguments)


_PUTS_AT = re.compile(r"\b(?:pon|dej|baj|rebaj|cerr|cierr|qued)\w*(?: \w+){0,2} ?$")
"""Before "en mil" it is a price: "déjalo en mil"."""


def _plan_in(heard: Heard) -> Move | None:
    """As in "páguela en doce", "en cuatro veces": months that are not named."""
    number = re.search(r"\b(?:en|in|over|into) (#n\d+)$", heard.text)
    times = re.search(r"(#n\d+) (?:veces|partes|times|parts)\b", heard.text)
    found = number or times
    is_price = number and _PUTS_AT.search(heard.text[: number.start()])
    if (
        found is None
        or is_price
        or abs(heard.amount(found[1]).value) > _LONGEST_UNNAMED
    ):
        return None
    return Move("plan", {"months": months_of(heard, found[1])})


def _plan_by_context(heard: Heard, scene: Scene) -> Move | None:
    """While plans are discussed, "¿y en ocho?" is months and "¿y quinientos?" money."""
    marks = heard.marks(AMOUNT)
    if scene.topic not in PLAN_TOPICS or len(marks) != 1 or scene.debt is None:
        return None
    if has(say.OFFERS, heard) and not has(say.PAYS, heard) and not _is_bare(heard):
        return None
    if has(say.NOW, heard) or has(say.DISCOUNT, heard) or has(parts.PARTIAL, heard):
        return None
    amount = heard.amount(marks[0])
    is_small = abs(amount.value) <= _LONGEST_UNNAMED
    is_small = is_small and abs(amount.value) * 100 < scene.debt.min_payment_cents
    was_amount = scene.arguments.get("monthly") and not scene.arguments.get("months")
    if was_amount and not re.search(r"\b(en|in|over|into) #n", heard.text):
        is_small = False
    if amount.unit == "number" and is_small:
        return Move("plan", {"months": months_of(heard, marks[0])}, is_certain=False)
    value = value_of(heard, marks[0], scene)
    return (
        value
        if isinstance(value, Move)
        else Move("plan", {"monthly": value}, is_certain=False)
    )


def _is_bare(heard: Heard) -> bool:
    return len(heard.text.split()) <= 3


def plan_wished(heard: Heard, scene: Scene) -> Move | None:
    """A plan without figures: the one the shop proposes."""
    if has_figures(heard) or re.search(r"\b(contado|in full)\b", heard.text):
        return None
    says_months = re.search(r"\b(meses|mes|mensual\w*|month\w*|plazos?)\b", heard.text)
    is_least = re.search(r"\b(minim[oa]|minimum)\b", heard.text)
    if scene.debt and is_least and says_months:
        return Move("plan", {"monthly": decimal_string(scene.debt.min_payment_cents)})
    is_longest = has(parts.LONGEST, heard) and (
        says_months or has(parts.PROPOSE, heard) or scene.topic in PLAN_TOPICS
    )
    if is_longest or _CANNOT_AT_ONCE.search(heard.text):
        return Move("propose_plan")
    is_at_once = re.search(r"\bde una vez\b", heard.text)
    wants = has(parts.PROPOSE, heard) and not is_at_once
    return Move("propose_plan") if wants else None


_CANNOT_AT_ONCE = re.compile(
    r"\b(?:no (?:lo |la )?(?:puedo|podria|tengo)|can't|cannot|can not|couldn't)\b.*"
    r"\b(?:todo|tanto|de una vez|de golpe|entera?|completa|at once|in full|all"
    r"|in one go)\b"
)
