"""The staff's pages: customers, and the debts of one of them."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input

from agents import Language, money
from catalog import Customer, DebtId
from kiosk.desk import Desk, Owed
from kiosk.tui.pad import PadScreen
from kiosk.tui.staff_page import StaffPage

if TYPE_CHECKING:
    from kiosk.host import Host

CUSTOMERS_SHOWN = 500
"""More than anybody reads; who is not among them is found by a part of the name."""


def open_staff_pages(app: App[None], host: "Host", language: Language) -> None:
    """Ask for the staff's PIN, and show their pages to whoever has it."""

    def serve(desk: Desk | None) -> None:
        if desk is not None:
            app.push_screen(CustomersPage(host, desk, language))

    host.stay()
    app.push_screen(StaffEntry(host, language), serve)


class StaffEntry(PadScreen[Desk]):
    """Asks for the staff's PIN; its answer is their desk."""

    FIELDS = ("staff_pin",)
    TITLE_NAME = "staff_title"

    async def check(self, given: Mapping[str, str]) -> Desk:
        """Open the desk."""
        return await self.host.open_desk(given["staff_pin"])


class CustomersPage(StaffPage):
    """Customers by number, e-mail or name; Enter shows what one of them owes."""

    KEYS: ClassVar[Mapping[str, str]] = {"debts": "Enter", "add": "F2", "back": "Esc"}
    COLUMNS = ("number", "name", "email")

    def __init__(self, host: "Host", desk: Desk, language: Language) -> None:
        super().__init__(host, desk, language)
        self._like = ""
        self._found: dict[str, Customer] = {}

    def compose(self) -> ComposeResult:
        """Put a field to search with above the table."""
        search = Input(id="search", placeholder=self.words["search"], max_length=80)
        search.cursor_blink = False
        yield search
        yield from super().compose()

    @property
    def heading(self) -> str:
        """What the page is about."""
        title: str = self.words["customers"]
        return title

    def rows(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Ask the desk for customers."""
        found = self.desk.customers(self._like)[:CUSTOMERS_SHOWN]
        self._found = {customer.id: customer for customer in found}
        return [(one.id, (one.id, one.name, one.email)) for one in found]

    def on_input_changed(self, message: Input.Changed) -> None:
        """Look for what is typed."""
        self.host.stay()
        self._like = message.value
        self.fill()

    def on_input_submitted(self) -> None:
        """From the search to what it found."""
        self.table.focus()

    def on_data_table_row_selected(self, message: DataTable.RowSelected) -> None:
        """Show what this customer owes."""
        customer = self._found.get(message.row_key.value or "")
        if customer is not None:
            page = DebtsPage(self.host, self.desk, self.language, customer)
            self.app.push_screen(page)

    def action_debts(self) -> None:
        """The same by touching the key."""
        self.table.action_select_cursor()

    def action_add(self) -> None:
        """Register a customer."""

        async def save(given: Mapping[str, str]) -> str:
            added = await asyncio.to_thread(
                self.desk.register,
                email=given["email"],
                name=given["name"],
                phone=given["phone"],
                secret=given["new_pin"],
            )
            told: str = self.words["pin_made_up"]
            return "" if added.pin is None else told.format(pin=added.pin)

        fields = ("email", "name", "phone", "new_pin")
        self.ask(self.words["key_add_customer"], fields, save)


class DebtsPage(StaffPage):
    """What one customer owes; debts are added and closed here."""

    KEYS: ClassVar[Mapping[str, str]] = {"add": "F2", "remove": "F8", "back": "Esc"}
    COLUMNS = ("debt", "total", "months", "minimum", "agreed")

    def __init__(
        self, host: "Host", desk: Desk, language: Language, customer: Customer
    ) -> None:
        super().__init__(host, desk, language)
        self._customer = customer
        self._found: dict[str, Owed] = {}

    @property
    def heading(self) -> str:
        """What the page is about."""
        whose = f"{self._customer.name} ({self._customer.id})"
        return f"{self.words['debts']}: {whose}"

    def rows(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Ask the desk for this customer's open debts."""
        found = self.desk.debts(self._customer.id)
        self._found = {owed.debt.id: owed for owed in found}
        return [(owed.debt.id, self._cells(owed)) for owed in found]

    def _cells(self, owed: Owed) -> tuple[str, ...]:
        debt, agreement = owed.debt, owed.agreement
        agreed = agreement and self._money(agreement.terms.total_cents, debt.currency)
        return (
            debt.id,
            self._money(debt.total_cents, debt.currency),
            str(debt.max_months),
            self._money(debt.min_payment_cents, debt.currency),
            agreed or "",
        )

    def _money(self, cents: int, currency: str) -> str:
        return money(f"{cents}e-2", currency, self.language)

    def action_add(self) -> None:
        """Add a debt of this customer."""

        async def save(given: Mapping[str, str]) -> str:
            await asyncio.to_thread(
                self.desk.create_debt,
                self._customer.id,
                total=given["total"],
                months=given["months"],
                minimum=given["minimum"] or None,
                currency=given["currency"] or "EUR",
                reference=given["reference"] or None,
            )
            return ""

        fields = ("total", "months", "minimum", "currency", "reference")
        self.ask(self.words["key_add_debt"], fields, save)

    def action_remove(self) -> None:
        """Close the debt under the cursor, after asking."""
        owed = self._found.get(DebtId(self.chosen or ""))
        if owed is None:
            return
        debt = owed.debt

        async def save(_: Mapping[str, str]) -> str:
            await asyncio.to_thread(self.desk.close_debt, debt.id)
            return ""

        price = self._money(debt.total_cents, debt.currency)
        question = self.words["close_question"].format(id=debt.id, price=price)
        self.ask(question, (), save)
