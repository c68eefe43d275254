"""The kiosk's own rules, played by the same moves as `rule_sheet.SheetVisit`."""

from decimal import Decimal

from agents.debt_answer import result_of
from agents.negotiation import (
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
    partial_payment,
    plan_by_amount,
    plan_by_both,
    plan_by_months,
    proposed_plan,
)


class KioskRules:
    """One debt in one visit; `play` gives the structured result."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.standing = opening()

    def play(self, move):
        name, *given = move.split()
        bargains = {
            "offer": immediate_offer,
            "better": better_offer,
            "accept": accept,
            "counter": lambda s, t: counter_offer(s, t, usable_cents(given[0])),
        }
        if name in bargains:
            self.standing, outcome = bargains[name](self.standing, self.terms)
            return result_of(outcome)
        if self.standing.agreed_cents is not None:
            return result_of(already_agreed(self.standing))
        return result_of(self._worked_out(name, given))

    def _worked_out(self, name, given):
        if name == "propose":
            return proposed_plan(self.terms)
        if name == "partial":
            return partial_payment(self.terms, usable_cents(given[0]))
        asked = dict(part.split("=") for part in given)
        monthly = usable_cents(asked.get("a"))
        if "m" not in asked:
            return plan_by_amount(self.terms, monthly)
        months = Decimal(asked["m"])
        if "a" not in asked:
            return plan_by_months(self.terms, months)
        return plan_by_both(self.terms, months, monthly)
