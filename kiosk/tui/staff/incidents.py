"""What went wrong since the kiosk was started, the newest first."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.widgets import DataTable

from kiosk.tui.staff.page import Row, StaffPage


class LinesPage(StaffPage):
    """Lines that are longer than the screen; Enter shows one of them whole."""

    KEYS: ClassVar[Mapping[str, str]] = {"add": "F2", "back": "Esc"}
    CELL_LIMIT = 300

    def on_data_table_row_selected(self, message: DataTable.RowSelected) -> None:
        """Show the whole line below the table."""
        self.tell(str(self.table.get_row(message.row_key)[-1]))

    def action_add(self) -> None:
        """Look again."""
        self.fill()


class IncidentsPage(LinesPage):
    """Troubles, engines that stepped down, lost devices, documents that failed."""

    TOPIC = "incidents"
    COLUMNS = ("at", "line")

    def rows(self) -> Sequence[Row]:
        """Give the latest."""
        latest = self.room.incidents.latest()
        return [(str(n), (f"{i.at:%d %H:%M:%S}", i.told)) for n, i in enumerate(latest)]
