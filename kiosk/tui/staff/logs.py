"""The end of the kiosk's log."""

from collections.abc import Sequence

from kiosk.tui.staff.incidents import LinesPage
from kiosk.tui.staff.page import Row

LINES_SHOWN = 300


class LogPage(LinesPage):
    """The newest lines first; customers' words are in none of them."""

    TOPIC = "log"
    COLUMNS = ("line",)

    def rows(self) -> Sequence[Row]:
        """Read the log's end."""
        lines = self.room.log_lines()[:LINES_SHOWN]
        return [(str(number), (line,)) for number, line in enumerate(lines)]
