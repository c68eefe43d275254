"""The staff's desk: what they may do with customers and debts, whatever the door.

A visit never has a desk: customers see their debts through the mind's tools, which can
neither create nor change one.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from catalog import (
    Agreement,
    Customer,
    CustomerInvalid,
    CustomerUnknown,
    Debt,
    DebtId,
    Order,
    cents_written,
    made_up_pin,
    months_written,
)

if TYPE_CHECKING:
    from catalog import DebtImport, Erased, Ledger

By = Literal["command", "door", "screen"]
"""How the audit trail calls the place where staff stand."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A debt as staff see it."""

    debt: Debt
    name: str
    """Whose it is; empty once they were erased."""
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class Registered:
    """A new customer, with the PIN when it was made up."""

    customer: Customer
    pin: str | None


class Desk:
    """Customers and debts for staff; any thread may call it, none should on the loop.

    Every method raises `LedgerUnavailable` when the ledger does not answer, and
    `CustomerInvalid` or `DebtNotFound`, with a sentence for staff, for what cannot be.
    """

    def __init__(self, ledger: "Ledger", *, by: By) -> None:
        self.ledger = ledger
        self._by = by

    def customers(self, like: str = "") -> list[Customer]:
        """Everybody whose number, e-mail or name holds this text."""
        from catalog import all_customers

        wanted = like.strip().casefold()
        return [
            customer
            for customer in all_customers(self.ledger)
            if wanted in f"{customer.id} {customer.email} {customer.name}".casefold()
        ]

    def customer(self, login: str) -> Customer:
        """The customer with this e-mail or number."""
        customer = self.ledger.customer_by_login(login)
        if customer is None:
            raise CustomerUnknown(f"there is no customer {login!r}")
        return customer

    def register(
        self, *, email: str, name: str, phone: str = "", secret: str = ""
    ) -> Registered:
        """Add a customer; without a password or PIN one is made up."""
        from catalog import register_customer

        pin = None if secret else made_up_pin()
        customer = register_customer(
            self.ledger,
            email=email,
            name=name,
            phone=phone,
            secret=secret or pin or "",
            by=self._by,
        )
        return Registered(customer, pin)

    def change(
        self,
        login: str,
        *,
        email: str | None = None,
        name: str | None = None,
        phone: str | None = None,
        secret: str | None = None,
    ) -> None:
        """Change what is given; None leaves it."""
        from catalog import change_customer

        if (email, name, phone, secret) == (None,) * 4:
            raise CustomerInvalid("say what to change: e-mail, name, phone or PIN")
        change_customer(
            self.ledger,
            self.customer(login).id,
            email=email,
            name=name,
            phone=phone,
            secret=secret,
            by=self._by,
        )

    def erase(self, login: str) -> "Erased":
        """Delete a customer, and anonymise what must be kept."""
        from catalog import erase_customer

        return erase_customer(self.ledger, self.customer(login).id, by=self._by)

    def debts(self, login: str = "", *, with_closed: bool = False) -> list[Owed]:
        """Open debts, of one customer or all, with what was agreed."""
        from catalog import all_customers

        if login:
            customers = [self.customer(login)]
            debts = self.ledger.all_debts(customers[0].id)
            agreements = [a for d in debts for a in self.ledger.agreements(d.id)]
        else:
            customers = list(all_customers(self.ledger))
            debts = self.ledger.all_debts()
            agreements = self.ledger.agreements()
        names = {c.id: c.name or c.email for c in customers}
        agreed = {a.debt: a for a in agreements}
        return [
            Owed(debt, names.get(debt.customer, ""), agreed.get(debt.id))
            for debt in debts
            if debt.is_open or with_closed
        ]

    def create_debt(
        self,
        login: str,
        *,
        total: object,
        months: object,
        minimum: object = None,
        currency: str = "EUR",
        reference: str | None = None,
    ) -> Debt:
        """Add a debt of a customer, from figures as staff write them."""
        from catalog import create_debt

        return create_debt(
            self.ledger,
            self.customer(login).id,
            total_cents=cents_written(total),
            max_months=months_written(months),
            min_payment_cents=None if minimum is None else cents_written(minimum),
            currency=currency,
            reference=reference or None,
            by=self._by,
        )

    def import_debts(self, file: Path, *, is_dry_run: bool) -> "DebtImport":
        """Add the debts of a CSV or Excel file, all of them or none."""
        from catalog import import_debts

        return import_debts(self.ledger, file, is_dry_run=is_dry_run, by=self._by)

    def close_debt(self, number: str) -> None:
        """Close a debt: it is no longer negotiated."""
        from catalog import close_debt

        close_debt(self.ledger, DebtId(number.strip()), by=self._by)

    def orders(self, number: str = "") -> list[Order]:
        """What was ordered, newest first; with a number that order, or nothing."""
        from catalog import orders_placed

        if not number:
            return orders_placed(self.ledger)
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        return orders_placed(self.ledger, int(number)) if is_number else []
