"""`python -m tests.bench.negotiations [count] [seconds]`: random debts and offers.

Every answer of the kiosk's rules is compared with the second writing of the rule sheet,
and held to what the rules promise. It stops at the count, or when the seconds are over;
the first broken promise ends it with the debt and its moves.
"""

import random
import sys
import time
from decimal import Decimal

from agents.negotiation import Terms
from tests.doubles.kiosk_rules import KioskRules
from tests.doubles.rule_sheet import SheetDebt, SheetVisit

RANK = ["rejected", "counter", "accepted"]
"""What a counter-offer may lead to, worst first; `final` is either of the first two."""


def cents(amount):
    return int(Decimal(amount) * 100)


def random_terms(chance):
    total = int(10 ** chance.uniform(0, 9))
    months = chance.randint(1, 60)
    return Terms(total, months, max(1, chance.choice([0, 1]) + total // months))


def random_move(chance, terms):
    total = Decimal(terms.total_cents) / 100

    def share(low, high):
        return f"{total * Decimal(chance.uniform(low, high)):.2f}"

    months = chance.randint(0, terms.max_months + 1)
    monthly = f"{Decimal(terms.min_payment_cents) / 100 * chance.randint(1, 3):.2f}"
    return chance.choice(
        [
            "offer",
            "better",
            "propose",
            f"counter {share(0.7, 1.05)}",
            f"counter {share(0.8, 0.96)}",
            f"plan m={months}",
            f"plan a={monthly}",
            f"plan m={months} a={monthly}",
            f"partial {share(0.3, 1.05)}",
        ]
    )


def negotiate(chance):
    """One debt and up to 14 moves; accepted now and then."""
    terms = random_terms(chance)
    kiosk = KioskRules(terms)
    total, minimum = (
        Decimal(c) / 100 for c in (terms.total_cents, terms.min_payment_cents)
    )
    sheet = SheetVisit({1: SheetDebt(total, terms.max_months, minimum)}, 1)
    own = [f"plan a={minimum}", f"plan m={terms.max_months}"]
    moves = [*own, *[random_move(chance, terms) for _ in range(12)], "accept"]
    for at, move in enumerate(moves):
        check_higher_is_no_worse(kiosk, move)
        before, result = kiosk.standing, kiosk.play(move)
        expected = sheet.play(move)
        same = {name: result.get(name) for name in expected} == expected
        assert same, (terms, moves[: at + 1], result, expected)
        assert at >= len(own) or result["status"] == "ok", (terms, move)
        check_sums(terms, move, result)
        check_price(terms, move, before, result)


def check_sums(terms, move, result):
    if "monthly" in result:
        owed = (
            cents(result["remaining"]) if "remaining" in result else terms.total_cents
        )
        paid = cents(result["monthly"]) * (result["months"] - 1) + cents(result["last"])
        assert paid == owed, (terms, move, result)
        assert cents(result["last"]) > 0, (terms, move, result)


def check_price(terms, move, before, result):
    """Never below the floor; what is accepted is never less than was offered."""
    if result["status"] == "error" or "price" not in result:
        return
    price, floor = cents(result["price"]), cents(price_of(terms, 20))
    assert price >= floor, (terms, move, result)
    if move.startswith("counter") and result["status"] == "accepted":
        offered = cents(move.split()[1])
        assert price == min(offered, before.price_cents(terms)), (terms, move, result)


def check_higher_is_no_worse(kiosk, move):
    """A higher counter-offer, tried at the same moment, never gets a worse answer."""
    if not move.startswith("counter") or kiosk.standing.agreed_cents is not None:
        return
    offered = cents(move.split()[1])
    ranks = []
    for amount in (offered, min(offered * 11 // 10, kiosk.terms.total_cents)):
        trial = KioskRules(kiosk.terms)
        trial.standing = kiosk.standing
        status = trial.play(f"counter {Decimal(amount) / 100}")["status"]
        ranks.append(RANK.index(status) if status in RANK else 0)
    is_comparable = offered <= kiosk.terms.total_cents
    assert not is_comparable or ranks[0] <= ranks[1], (
        kiosk.terms,
        kiosk.standing,
        move,
    )


def price_of(terms, pct):
    total = Decimal(terms.total_cents) / 100
    return (total * (100 - pct) / 100).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def negotiate_many(count, limit_s):
    """How many were negotiated within the limit, and in how many seconds."""
    chance = random.Random(20261121)  # noqa: S311 - debts of a test
    began = time.monotonic()
    for done in range(count):
        if time.monotonic() - began > limit_s:
            return done, time.monotonic() - began
        negotiate(chance)
    return count, time.monotonic() - began


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    wanted, limit = (*given, *(1_000_000.0, 1800.0)[len(given) :])
    done, took = negotiate_many(int(wanted), limit)
    print(f"{done} debts of 15 moves each in {took:.0f} s: no promise broken")
