"""What could not be answered, grouped, and what staff do about it."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import DataTable

from agents import Language
from kiosk.back_room import UNANSWERED_DAYS, BackRoom
from kiosk.figures.wishes import KeptWish
from kiosk.phrases import section
from kiosk.tui.staff.documents import DocumentsPage
from kiosk.tui.staff.page import Row, StaffPage

if TYPE_CHECKING:
    from kiosk.host import Host


class UnansweredPage(StaffPage):
    """What several customers wanted in vain; it gets a synonym or a document."""

    TOPIC = "unanswered"
    KEYS: ClassVar[Mapping[str, str]] = {
        "add": "F2",
        "other": "F3",
        "remove": "F8",
        "back": "Esc",
    }
    COLUMNS = ("wish", "visits", "last", "language")

    def __init__(self, host: "Host", room: BackRoom, language: Language) -> None:
        super().__init__(host, room, language)
        self._found: Mapping[str, KeptWish] = {}
        self._counts: Counter[str] = Counter()

    def rows(self) -> Sequence[Row]:
        """Ask for wishes, the most wanted first."""
        self._counts = self.room.unanswered()
        wishes = self.room.wishes() if self.room.config.shop.keep_wishes else []
        self._found = {wish.said: wish for wish in wishes}
        return [
            (w.said, (w.said, str(w.visits), f"{w.last}", w.language)) for w in wishes
        ]

    def summary(self) -> str:
        """How many questions of each subject had no answer."""
        names = section("report", self.language)
        told = ", ".join(f"{names[name]} {n}" for name, n in self._counts.most_common())
        text: str = self.words["unanswered_lately"]
        return text.format(days=UNANSWERED_DAYS, told=told or "0")

    def nothing(self) -> str:
        """Why there is nothing, and what was counted all the same."""
        keeps = self.room.config.shop.keep_wishes
        why: str = self.words["no_wishes" if keeps else "wishes_off"]
        return f"{why} {self.summary()}"

    def on_data_table_row_selected(self, _: DataTable.RowSelected) -> None:
        """Enter gives the wish a synonym."""
        self.action_add()

    def action_add(self) -> None:
        """Say which word of the shop was meant."""
        wish = self._found.get(self.chosen or "")
        if wish is None:
            return

        async def save(given: Mapping[str, str]) -> str:
            await asyncio.to_thread(self.room.add_synonym, wish, given["means"])
            return ""

        self.ask(self.words["means_title"].format(said=wish.said), ("means",), save)

    def action_other(self) -> None:
        """Put a document on the shelf that says it."""
        self.app.push_screen(DocumentsPage(self.host, self.room, self.language))

    def action_remove(self) -> None:
        """Take a wish that was seen to from the list."""
        wish = self._found.get(self.chosen or "")
        if wish is None:
            return

        async def save(_: Mapping[str, str]) -> str:
            await asyncio.to_thread(self.room.drop, wish)
            return ""

        self.ask(self.words["drop_question"].format(said=wish.said), (), save)
