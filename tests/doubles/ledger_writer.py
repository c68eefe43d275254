"""A kiosk that only agrees: writes one agreement per debt and says each as it is done.

Run as a program, it may be killed at any moment and started again: it begins anew at
the debt it is given, with the same requests.
"""

import sys
from datetime import date
from decimal import Decimal

from catalog import AgreedTerms, DebtId, Instalment, LedgerStep, open_ledger


def agree(ledger, debts, number):
    """Agree on one debt, as a visit of a kiosk would."""
    debt = debts[DebtId(str(number))]
    half = debt.total_cents // 2
    terms = AgreedTerms(
        "plan",
        (
            Instalment(1, date(2026, 12, 21), debt.total_cents - half),
            Instalment(2, date(2027, 1, 21), half),
        ),
    )
    step = LedgerStep(
        name="confirm",
        amount_cents=None,
        status="accepted",
        price_cents=debt.total_cents,
        discount_pct=Decimal(0),
        state="{}",
        result="{}",
        agreed=terms,
    )
    ledger.take_step(f"visit {number}", debt, lambda _: step, request=f"r{number}")


def main(url, first, last):
    ledger = open_ledger(url)
    debts = {debt.id: debt for debt in ledger.all_debts()}
    for number in range(int(first), int(last)):
        agree(ledger, debts, number)
        print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
