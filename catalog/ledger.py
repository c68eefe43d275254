"""Customers, debts and what was agreed: the values, and opening a ledger.

The ledger is a database of its own, reached only by functions with typed arguments.
An owner's existing tables of customers and debts are read as they are; what the kiosk
writes goes into tables of its own beside them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NewType

if TYPE_CHECKING:
    from catalog.ledger_book import Ledger

CustomerId = NewType("CustomerId", str)
"""The owner's key of a customer; the e-mail where customers have no number."""
DebtId = NewType("DebtId", str)
"""The owner's key of a debt, as text."""

AgreementKind = Literal["at_once", "plan", "partial"]


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who owes; never shown to a model."""

    id: CustomerId
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Debt:
    """What one customer owes, open or closed."""

    id: DebtId
    customer: CustomerId
    total_cents: int
    max_months: int
    """Months of the longest plan, at least 1."""
    min_payment_cents: int
    """Smallest instalment the customer may ask for."""
    currency: str
    """ISO 4217."""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment that was agreed."""

    number: int
    """From 1; 0 is what is paid at once."""
    due: date
    cents: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a customer agreed to pay for one debt."""

    debt: DebtId
    customer: CustomerId
    kind: AgreementKind
    total_cents: int
    """All the instalments together."""
    currency: str
    instalments: tuple[Instalment, ...]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerStep:
    """One step of a negotiation, as it is kept."""

    request: str
    """Names the step: the same step sent again is not taken twice."""
    visit: str
    customer: CustomerId
    debt: DebtId
    name: str
    """The tool's name."""
    amount_cents: int | None
    """What the customer named."""
    status: str
    price_cents: int | None
    discount_pct: Decimal | None
    state: str
    """Where the negotiation stands afterwards, in the form of whoever negotiates."""
    result: str
    """The step's structured answer, JSON."""


def open_ledger(path_or_url: str | Path) -> "Ledger":
    """Open a ledger, taking over the owner's tables when there are any.

    A plain path is a SQLite file, made when it does not exist.

    Raises:
        LedgerUnavailable: It is not there, or does not let us in.
        LedgerUnfit: It holds other tables than customers and debts.
    """
    from catalog.ledger_book import Ledger

    return Ledger(str(path_or_url))
