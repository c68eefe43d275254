"""The rule sheet clause by clause: a table for each, judged by the structured result.

Every case is also worked out by the second writing of the sheet, so that table, sheet
and kiosk must agree.
"""

from decimal import Decimal

import pytest

from agents.negotiation import Terms
from tests.doubles.kiosk_rules import KioskRules
from tests.doubles.rule_sheet import SheetDebt, SheetVisit

# name: total, most months, smallest instalment
DEBTS = {
    "round": ("3000", 10, "300"),
    "odd": ("849.99", 12, "70.83"),
    "hundred": ("100", 3, "33.33"),
    "five": ("500", 3, "166.67"),
    "tiny": ("0.02", 3, "0.01"),
    "single": ("999.99", 1, "999.99"),
}
LOW = " ; ".join(["counter 1"] * 9)
CASES = {
    3: [
        ("odd", "offer", "offer 807.49"),
        ("odd", "offer ; better", "offer 764.99"),
        ("odd", "better ; better", "offer 722.49"),
        ("odd", "better ; better ; better ; better", "offer 679.99"),
        ("tiny", "offer", "offer 0.02"),
    ],
    4: [
        ("round", "offer", "offer 2850.00 5"),
        ("round", "offer ; offer ; offer", "offer 2850.00 5"),
        ("round", " ; ".join(["offer"] * 12 + ["better"]), "offer 2700.00 10"),
    ],
    5: [
        ("round", "offer ; better", "offer 2700.00 10"),
        ("round", "better ; better ; better ; better ; better", "offer 2400.00 20"),
    ],
    6: [
        *[
            ("round", f"counter {said}", "invalid_amount")
            for said in ("0", "-5", "nan", "inf", "-inf", "0.004", "dos", "1,5", "--")
        ],
        ("round", "counter 0.005", "rejected 2850.00 5"),
        ("round", "counter 3000.004", "accepted 2850.00"),
        ("round", "counter 3000.005", "over_total 2850.00"),
        ("round", "counter 1e400", "over_total 2850.00"),
        ("round", "counter 1e999999", "over_total 2850.00"),
        ("round", "better ; counter 3001", "over_total 2700.00"),
        ("round", "counter 3001 ; accept", "accepted 2850.00"),
        ("round", "counter 0 ; accept", "no_offer"),
        ("round", f"{LOW} ; counter 3001 ; counter 0 ; counter 1", "final 2700.00"),
    ],
    7: [
        ("round", "counter 2850", "accepted 2850.00 5"),
        ("round", "counter 3000", "accepted 2850.00 5"),
        ("round", "better ; counter 2999", "accepted 2700.00 10"),
        ("tiny", "counter 0.02", "accepted 0.02 5"),
    ],
    8: [
        ("round", "counter 2849.99", "accepted 2849.99 10"),
        ("round", "counter 2700", "accepted 2700.00 10"),
        ("round", "counter 2699.99", "counter 2700.00 10"),
        ("round", "counter 2400", "counter 2700.00 10"),
        ("round", "counter 2400 ; counter 2400", "counter 2550.00 15"),
        ("round", "counter 2400 ; counter 2400 ; counter 2400", "accepted 2400.00 20"),
        ("odd", "counter 679.99", "counter 764.99 10"),
    ],
    9: [
        ("round", "counter 2399.99", "rejected 2850.00 5"),
        ("round", "better ; counter 1", "rejected 2700.00 10"),
        ("odd", "counter 679.98", "rejected 807.49 5"),
    ],
    10: [
        ("round", f"{LOW} ; counter 1", "final 2700.00 10"),
        ("round", f"{LOW} ; counter 2500", "final 2700.00 10"),
        ("round", f"{LOW} ; counter 2700", "accepted 2700.00 10"),
        ("round", f"{LOW} ; counter 2850", "accepted 2850.00 5"),
        ("round", f"{LOW} ; better", "final 2700.00 10"),
        ("round", f"{LOW} ; counter 1 ; better", "attempts_exhausted 2700.00"),
        ("round", f"{LOW} ; counter 1 ; counter 2", "attempts_exhausted 2700.00"),
        ("round", f"{LOW} ; counter 1 ; accept", "accepted 2700.00 10"),
        ("round", f"{LOW} ; counter 1 ; counter 2700", "accepted 2700.00 10"),
        ("round", f"{LOW} ; counter 1 ; offer", "offer 2700.00 10"),
        ("round", " ; ".join(["better"] * 10), "final 2400.00 20"),
    ],
    11: [
        ("round", "accept", "no_offer"),
        ("round", "offer ; accept", "accepted 2850.00 5"),
        ("round", "counter 1 ; accept", "accepted 2850.00 5"),
        *[
            ("round", f"offer ; accept ; {move}", "already_agreed 2850.00")
            for move in (
                "offer",
                "better",
                "counter 1",
                "counter 0",
                "accept",
                "plan m=2",
                "propose",
                "partial 2000",
            )
        ],
        ("round", "counter 2700 ; accept", "already_agreed 2700.00"),
    ],
    12: [
        ("round", "plan m=10", "ok 10 x 300.00 / 300.00"),
        ("round", "plan m=7", "ok 7 x 428.58 / 428.52"),
        ("hundred", "plan m=3", "ok 3 x 33.34 / 33.32"),
        ("round", "plan m=1", "ok 1 x 3000.00 / 3000.00"),
        ("round", "plan m=11", "months_over_max"),
        ("tiny", "plan m=3", "ok 2 x 0.01 / 0.01"),
        *[("round", f"plan m={m}", "invalid_months") for m in ("0", "-3", "2.5")],
    ],
    13: [
        ("round", "plan a=450", "ok 7 x 450.00 / 300.00"),
        ("round", "plan a=299.99", "below_minimum"),
        ("round", "plan a=3000", "ok 1 x 3000.00 / 3000.00"),
        ("round", "plan a=9000", "ok 1 x 3000.00 / 3000.00"),
        ("round", "plan a=1e400", "ok 1 x 3000.00 / 3000.00"),
        ("round", "plan a=0", "invalid_amount"),
        ("hundred", "plan a=33.33", "ok 3 x 33.33 / 33.34"),
        ("odd", "plan a=70.83", "ok 12 x 70.83 / 70.86"),
        ("five", "plan a=166.67", "ok 3 x 166.67 / 166.66"),
        ("single", "plan a=999.99", "ok 1 x 999.99 / 999.99"),
    ],
    14: [
        ("round", "plan m=10 a=300", "ok 10 x 300.00 / 300.00"),
        ("round", "plan m=10 a=400", "ok 8 x 400.00 / 200.00"),
        ("round", "plan m=5 a=400", "not_enough 600.00 8"),
        ("round", "plan m=11 a=400", "months_over_max"),
        ("round", "plan m=0 a=400", "invalid_months"),
        ("round", "plan m=5 a=-1", "invalid_amount"),
        ("odd", "plan m=12 a=70.83", "ok 12 x 70.83 / 70.86"),
    ],
    15: [
        ("round", "propose", "ok 10 x 300.00 / 300.00"),
        ("odd", "propose", "ok 12 x 70.84 / 70.75"),
        ("single", "propose", "ok 1 x 999.99 / 999.99"),
    ],
    16: [
        ("round", "partial 1499.99", "below_half 1500.00"),
        ("odd", "partial 424.99", "below_half 425.00"),
        ("round", "partial 1500", "ok 8 x 173.44 / 173.42 of 1387.50 at 7.5"),
        ("round", "partial 2249.99", "ok 8 x 86.72 / 86.72 of 693.76 at 7.5"),
        ("round", "partial 2250", "ok 8 x 79.69 / 79.67 of 637.50 at 15"),
        ("round", "partial 2999.99", "ok 1 x 0.01 / 0.01 of 0.01 at 15"),
        ("round", "partial 3000", "not_partial"),
        ("round", "partial 1e400", "not_partial"),
        *[("round", f"partial {a}", "invalid_amount") for a in ("0", "-1", "nan")],
    ],
    17: [
        ("hundred", "partial 50", "ok 3 x 15.42 / 15.41 of 46.25 at 7.5"),
        ("single", "partial 500", "ok 1 x 462.49 / 462.49 of 462.49 at 7.5"),
        ("odd", "partial 700", "ok 8 x 15.94 / 15.91 of 127.49 at 15"),
    ],
}


def in_short(result):
    """A result as the table writes it."""
    word = result.get("code", result["status"])
    if "monthly" in result:
        short = f"ok {result['months']} x {result['monthly']} / {result['last']}"
        if "remaining" not in result:
            return short
        return f"{short} of {result['remaining']} at {result['discount_pct']}"
    needed = (result.get("needed"), result.get("needed_months"))
    price = (result.get("price"), result.get("discount_pct"))
    facts = needed if result.get("needed") else price
    return " ".join(str(part) for part in (word, *facts) if part is not None)


@pytest.mark.parametrize(
    ("clause", "debt", "moves", "expected"),
    [(clause, *case) for clause, cases in CASES.items() for case in cases],
)
def test_a_clause_of_the_sheet(clause, debt, moves, expected):
    total, months, minimum = DEBTS[debt]
    kiosk = KioskRules(
        Terms(int(Decimal(total) * 100), months, int(Decimal(minimum) * 100))
    )
    sheet = SheetVisit({1: SheetDebt(Decimal(total), months, Decimal(minimum))}, 1)
    for move in moves.split(" ; "):
        result, by_sheet = kiosk.play(move), sheet.play(move)
    assert in_short(result).startswith(expected), clause
    assert {name: result.get(name) for name in by_sheet} == by_sheet, clause
