"""Customers, debts and what was agreed: the values, and opening a ledger.

The ledger is a database of its own, reached only by functions with typed arguments.
An owner's existing tables of customers and debts are read as they are; what the kiosk
writes goes into tables of its own beside them.
"""

from collections.abc import Callable
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
class AgreedTerms:
    """What a customer agrees to pay for one debt."""

    kind: AgreementKind
    instalments: tuple[Instalment, ...]

    @property
    def total_cents(self) -> int:
        """All the instalments together."""
        return sum(instalment.cents for instalment in self.instalments)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed for a debt, as it is kept."""

    number: int
    debt: DebtId
    customer: CustomerId
    visit: str
    terms: AgreedTerms
    currency: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerStep:
    """One step of a negotiation, as it is kept."""

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
    agreed: AgreedTerms | None = None
    """What is agreed with this step; written in the same transaction."""
    at: datetime | None = None
    """When it was kept; set by the ledger."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a step finds when its turn comes."""

    last: LedgerStep | None
    """The step before it, of the same visit and debt."""
    agreement: Agreement | None
    """What was agreed on the debt before, in this visit or another."""


def open_ledger(
    path_or_url: str | Path,
    clock: Callable[[], datetime] | None = None,
    *,
    keeps_notices: bool = False,
) -> "Ledger":
    """Open a ledger, taking over the owner's tables when there are any.

    Args:
        path_or_url: SQLite file, made when it does not exist; or SQLAlchemy URL.
        clock: Gives the present, with its zone; None is the system's.
        keeps_notices: Whether the staff are told of agreements.

    Raises:
        LedgerUnavailable: It is not there, or does not let us in.
        LedgerUnfit: It holds other tables than customers and debts, or is newer.
    """
    from catalog.ledger_book import Ledger

    return Ledger(str(path_or_url), clock, keeps_notices=keeps_notices)
