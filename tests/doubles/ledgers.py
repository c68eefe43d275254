"""Ledgers with customers and debts for tests."""

from decimal import Decimal

from catalog import LedgerStep, create_debt, register_customer

STEP = LedgerStep(
    name="immediate_offer",
    amount_cents=None,
    status="offer",
    price_cents=285_000,
    discount_pct=Decimal(5),
    state="{}",
    result='{"status": "offer"}',
)


def add_customer(ledger, email, name="Ana", pin="482913"):
    return register_customer(ledger, email=email, name=name, secret=pin).id


def add_debt(ledger, customer, *, total_cents, max_months, currency="EUR"):
    return create_debt(
        ledger,
        customer,
        total_cents=total_cents,
        max_months=max_months,
        min_payment_cents=max(1, total_cents // max_months),
        currency=currency,
    ).id
