"""Customers: found, registered, and what each of them owes."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import DataTable, Input

from agents import Language
from catalog import Customer
from kiosk.back_room import BackRoom
from kiosk.tui.staff.debts import DebtsPage
from kiosk.tui.staff.page import Row, StaffPage

if TYPE_CHECKING:
    from kiosk.host import Host

CUSTOMERS_SHOWN = 500
"""More than anybody reads; who is not among them is found by a part of the name."""


class CustomersPage(StaffPage):
    """Customers by number, e-mail or name; Enter shows what one of them owes."""

    TOPIC = "customers"
    KEYS: ClassVar[Mapping[str, str]] = {"debts": "Enter", "add": "F2", "back": "Esc"}
    COLUMNS = ("number", "name", "email")

    def __init__(self, host: "Host", room: BackRoom, language: Language) -> None:
        super().__init__(host, room, language)
        self._like = ""
        self._found: dict[str, Customer] = {}

    def compose_body(self) -> ComposeResult:
        """Put a field to search with above the table."""
        search = Input(id="search", placeholder=self.words["search"], max_length=80)
        search.cursor_blink = False
        yield search
        yield from super().compose_body()

    def rows(self) -> Sequence[Row]:
        """Ask the desk for customers."""
        found = self.room.desk.customers(self._like)[:CUSTOMERS_SHOWN]
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
            page = DebtsPage(self.host, self.room, self.language, customer)
            self.app.push_screen(page)

    def action_debts(self) -> None:
        """The same by touching the key."""
        self.table.action_select_cursor()

    def action_add(self) -> None:
        """Register a customer."""

        async def save(given: Mapping[str, str]) -> str:
            added = await asyncio.to_thread(
                self.room.desk.register,
                email=given["email"],
                name=given["name"],
                phone=given["phone"],
                secret=given["new_pin"],
            )
            told: str = self.words["pin_made_up"]
            return "" if added.pin is None else told.format(pin=added.pin)

        fields = ("email", "name", "phone", "new_pin")
        self.ask(self.words["key_customers_add"], fields, save)
