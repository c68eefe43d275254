"""The debts of one customer."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from agents import Language, money
from catalog import Customer, DebtId
from kiosk.back_room import BackRoom
from kiosk.desk import Owed
from kiosk.tui.staff.page import Row, StaffPage

if TYPE_CHECKING:
    from kiosk.host import Host


class DebtsPage(StaffPage):
    """What one customer owes; debts are added and closed here."""

    TOPIC = "debts"
    KEYS: ClassVar[Mapping[str, str]] = {"add": "F2", "remove": "F8", "back": "Esc"}
    COLUMNS = ("debt", "total", "months", "minimum", "agreed")

    def __init__(
        self, host: "Host", room: BackRoom, language: Language, customer: Customer
    ) -> None:
        super().__init__(host, room, language)
        self._customer = customer
        self._found: dict[str, Owed] = {}

    @property
    def heading(self) -> str:
        """What the page is about."""
        whose = f"{self._customer.name} ({self._customer.id})"
        return f"{self.words['debts']}: {whose}"

    def rows(self) -> Sequence[Row]:
        """Ask the desk for this customer's open debts."""
        found = self.room.desk.debts(self._customer.id)
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
                self.room.desk.create_debt,
                self._customer.id,
                total=given["total"],
                months=given["months"],
                minimum=given["minimum"] or None,
                currency=given["currency"] or "EUR",
                reference=given["reference"] or None,
            )
            return ""

        fields = ("total", "months", "minimum", "currency", "reference")
        self.ask(self.words["key_debts_add"], fields, save)

    def action_remove(self) -> None:
        """Close the debt under the cursor, after asking."""
        owed = self._found.get(DebtId(self.chosen or ""))
        if owed is None:
            return
        debt = owed.debt

        async def save(_: Mapping[str, str]) -> str:
            await asyncio.to_thread(self.room.desk.close_debt, debt.id)
            return ""

        price = self._money(debt.total_cents, debt.currency)
        question = self.words["close_question"].format(id=debt.id, price=price)
        self.ask(question, (), save)
