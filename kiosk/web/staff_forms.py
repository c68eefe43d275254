"""What the staff's programs send and are told, field by field."""

from pydantic import BaseModel, ConfigDict, Field

from catalog import Agreement, Customer, Order, totals_of
from kiosk.desk import Owed
from kiosk.web.call import Content

Figure = str | int | float


class NewCustomer(Content):
    """A customer to be registered."""

    email: str
    name: str
    phone: str = ""
    secret: str = ""
    """Password or PIN."""


class Change(Content):
    """What is to be changed of a customer; something must be."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    email: str | None = None
    name: str | None = None
    phone: str | None = None
    secret: str | None = None


class NewDebt(Content):
    """A debt to be created."""

    customer: str
    """E-mail or number."""
    total: Figure
    """An amount, as a decimal or as people write it."""
    months: Figure
    """In how many it must be paid at most."""
    min_payment: Figure | None = None
    currency: str = "EUR"
    reference: str | None = Field(default=None, max_length=200)


class ToldCustomer(BaseModel):
    """A customer as staff know them."""

    number: str
    email: str
    name: str


class Customers(BaseModel):
    """Some customers."""

    customers: list[ToldCustomer]


class Registration(ToldCustomer):
    """A new customer."""

    pin: str | None = None
    """Told only now, and only when it was made up."""


class Erasure(BaseModel):
    """What became of an erased customer's data."""

    deleted: tuple[str, ...]
    kept_without_name: tuple[str, ...]
    left_to_the_owner: tuple[str, ...]


class Agreed(BaseModel):
    """What was agreed for a debt."""

    kind: str
    total: str
    at: str


class ToldDebt(BaseModel):
    """A debt as staff see it."""

    number: str
    customer: str
    total: str
    months: int
    min_payment: str
    currency: str
    is_open: bool
    agreed: Agreed | None


class Debts(BaseModel):
    """Some debts."""

    debts: list[ToldDebt]


class ImportReport(BaseModel):
    """What an import did, or would do."""

    created: int
    already_there: int
    problems: tuple[str, ...]
    """A sentence for each bad line; with any, nothing is written."""
    is_dry_run: bool


class OrderedLine(BaseModel):
    """So many of one product."""

    product: str
    name: str
    quantity: int
    price: str
    """Of one piece."""
    currency: str


class ToldOrder(BaseModel):
    """An order; it names nobody."""

    number: int
    placed_at: str
    totals: dict[str, str]
    """By currency."""
    lines: list[OrderedLine]


class Orders(BaseModel):
    """Some orders."""

    orders: list[ToldOrder]


def told_customer(customer: Customer) -> ToldCustomer:
    """Tell of a customer."""
    return ToldCustomer(number=customer.id, email=customer.email, name=customer.name)


def told_debt(owed: Owed) -> ToldDebt:
    """Tell of a debt."""
    debt, agreement = owed.debt, owed.agreement
    return ToldDebt(
        number=debt.id,
        customer=debt.customer,
        total=_decimal(debt.total_cents),
        months=debt.max_months,
        min_payment=_decimal(debt.min_payment_cents),
        currency=debt.currency,
        is_open=debt.is_open,
        agreed=_agreed(agreement) if agreement else None,
    )


def _agreed(agreement: Agreement) -> Agreed:
    return Agreed(
        kind=agreement.terms.kind,
        total=_decimal(agreement.terms.total_cents),
        at=agreement.made_at.isoformat(),
    )


def told_order(order: Order) -> ToldOrder:
    """Tell of an order."""
    totals = totals_of(order.lines)
    return ToldOrder(
        number=order.number,
        placed_at=order.placed_at.isoformat(),
        totals={currency: _decimal(cents) for currency, cents in totals.items()},
        lines=[
            OrderedLine(
                product=str(line.product),
                name=line.name,
                quantity=line.quantity,
                price=_decimal(line.price_cents),
                currency=line.currency,
            )
            for line in order.lines
        ],
    )


def _decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
