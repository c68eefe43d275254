"""The rule sheet written a second time, with none of the kiosk's code.

Decimals instead of cents, one visit of one customer; the answers are the structured
results that the sheet asks for, reduced to what it names.
"""

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")


@dataclass
class SheetDebt:
    total: Decimal
    max_months: int
    minimum: Decimal


@dataclass
class Bargain:
    discount: int = 5
    attempts: int = 0
    is_offered: bool = False
    agreed: Decimal | None = None


@dataclass
class SheetVisit:
    """One visit; `debts` is None while nobody is logged in."""

    debts: dict[int, SheetDebt] | None
    chosen: int | None = None
    bargains: dict[int, Bargain] = field(default_factory=dict)

    def play(self, move):
        """The result of a move such as `counter 900`, `plan m=10 a=120`, `accept`."""
        name, *given = move.split()
        if self.debts is None:
            return wrong("not_logged_in")
        if name == "list":
            listed = [{"id": n, "total": text(d.total)} for n, d in self.debts.items()]
            return {"status": "ok", "debts": listed}
        if name == "select":
            return self._select(int(given[0]))
        if self.chosen is None:
            return wrong("no_debt_selected")
        bargain = self.bargains.setdefault(self.chosen, Bargain())
        if bargain.agreed is not None:
            return wrong("already_agreed", price=text(bargain.agreed))
        return getattr(self, f"_{name}")(self.debts[self.chosen], bargain, *given)

    def _select(self, number):
        if number not in self.debts:
            return wrong("debt_not_found")
        self.chosen = number
        total = text(self.debts[number].total)
        return {"status": "ok", "debt": number, "total": total}

    def _offer(self, debt, bargain):
        return self._quote("offer", debt, bargain)

    def _better(self, debt, bargain):
        if bargain.attempts == 10:
            return wrong("attempts_exhausted", price=text(price(debt, bargain)))
        bargain.attempts += 1
        bargain.discount = min(20, bargain.discount + 5)
        return self._quote(
            "final" if bargain.attempts == 10 else "offer", debt, bargain
        )

    def _counter(self, debt, bargain, said):
        amount = usable(said)
        if amount is None:
            return wrong("invalid_amount")
        standing = price(debt, bargain)
        if amount > debt.total:
            bargain.is_offered = True
            return wrong("over_total", price=text(standing))
        if amount >= standing:
            return self._quote("accepted", debt, bargain, standing)
        if bargain.attempts == 10:
            return wrong("attempts_exhausted", price=text(standing))
        bargain.attempts += 1
        is_last = bargain.attempts == 10
        is_low = amount < half_up(debt.total * 80 / 100)
        if not is_low or is_last:
            bargain.discount = min(20, bargain.discount + 5)
        if not is_low and amount >= price(debt, bargain):
            return self._quote("accepted", debt, bargain, amount)
        status = "rejected" if is_low else "counter"
        return self._quote("final" if is_last else status, debt, bargain)

    def _accept(self, debt, bargain):
        if not bargain.is_offered:
            return wrong("no_offer")
        return self._quote("accepted", debt, bargain, price(debt, bargain))

    def _quote(self, status, debt, bargain, agreed=None):
        bargain.is_offered, bargain.agreed = True, agreed
        said = price(debt, bargain) if agreed is None else agreed
        discount = str(bargain.discount)
        return {"status": status, "discount_pct": discount, "price": text(said)}

    def _propose(self, debt, _):
        return {"status": "ok", **spread(debt.total, debt.max_months)}

    def _plan(self, debt, _, *given):
        asked = dict(part.split("=") for part in given)
        if "m" in asked:
            months = Decimal(asked["m"])
            if months != int(months) or months < 1:
                return wrong("invalid_months")
            if months > debt.max_months:
                return wrong("months_over_max", max_months=debt.max_months)
        if "a" not in asked:
            return {"status": "ok", **spread(debt.total, int(months))}
        monthly = usable(asked["a"])
        if monthly is None:
            return wrong("invalid_amount")
        monthly = min(monthly, debt.total)
        if monthly < min(debt.minimum, debt.total):
            return wrong("below_minimum", min_payment=text(debt.minimum))
        plan = filled(debt.total, monthly)
        short = debt.total - monthly * debt.max_months
        if 0 < short < debt.max_months * CENT:
            plan = lasting(debt.total, monthly, debt.max_months)
        if "m" in asked and plan["months"] > months:
            needed = text((debt.total / months).quantize(CENT, ROUND_CEILING))
            return wrong("not_enough", needed=needed, needed_months=plan["months"])
        return {"status": "ok", **plan}

    def _partial(self, debt, _, said):
        paid = usable(said)
        if paid is None:
            return wrong("invalid_amount")
        if paid >= debt.total:
            return wrong("not_partial")
        if paid * 2 < debt.total:
            needed = text((debt.total / 2).quantize(CENT, ROUND_CEILING))
            return wrong("below_half", needed=needed)
        discount = Decimal(15) if paid * 4 >= debt.total * 3 else Decimal("7.5")
        rest = half_up((debt.total - paid) * (100 - discount) / 100)
        plan = spread(rest, min(8, debt.max_months))
        return {
            "status": "ok",
            "discount_pct": str(discount),
            "remaining": text(rest),
            **plan,
        }


def wrong(code, **facts):
    return {"status": "error", "code": code, **facts}


def text(amount):
    return f"{amount:.2f}"


def half_up(amount):
    return amount.quantize(CENT, ROUND_HALF_UP)


def price(debt, bargain):
    return half_up(debt.total * (100 - bargain.discount) / 100)


def usable(said):
    try:
        amount = Decimal(said)
    except InvalidOperation:
        return None
    if not amount.is_finite():
        return None
    amount = half_up(min(amount, Decimal(10) ** 15))
    return amount if amount > 0 else None


def spread(total, months):
    return filled(total, (total / months).quantize(CENT, ROUND_CEILING))


def filled(total, monthly):
    months = int((total / monthly).to_integral_value(ROUND_CEILING))
    return lasting(total, monthly, months)


def lasting(total, monthly, months):
    last = text(total - monthly * (months - 1))
    return {"months": months, "monthly": text(monthly), "last": last}
