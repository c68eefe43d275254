"""The catalogue: a sheet is tried, what would change is shown, then it is taken."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import work

from catalog import ImportReport
from kiosk.tui.staff.files import FilesPage
from kiosk.tui.staff.page import Row, StaffPage

SHEETS = (".csv", ".tsv", ".xlsx")


class ProductsPage(StaffPage):
    """Tries a sheet and shows which of its rows would be left out."""

    TOPIC = "products"
    KEYS: ClassVar[Mapping[str, str]] = {"other": "F3", "add": "F2", "back": "Esc"}
    COLUMNS = ("line", "reason")
    CELL_LIMIT = 120
    _file: Path | None = None
    _tried: ImportReport | None = None

    def on_mount(self) -> None:
        """Ask at once which sheet is meant."""
        self.action_other()

    def rows(self) -> Sequence[Row]:
        """The rows that would be left out."""
        rejections = self._tried.rejections if self._tried else ()
        return [(str(r.line), (str(r.line), r.reason)) for r in rejections]

    def summary(self) -> str:
        """What would change, or where to begin."""
        if self._tried is None or self._file is None:
            begin: str = self.words["choose_sheet"]
            return begin
        return f"{self._file.name}: {self._counted(self._tried)}"

    def nothing(self) -> str:
        """Nothing would be left out."""
        return self.summary()

    def action_other(self) -> None:
        """Choose a sheet."""
        page = FilesPage(
            self.host, self.room, self.language, kinds=SHEETS, chosen=self.try_sheet
        )
        self.app.push_screen(page)

    @work(exclusive=True, group="try")
    async def try_sheet(self, file: Path) -> None:
        """Say what an import would change; nothing is changed."""
        self.tell(self.words["trying"].format(file=file.name))
        tried = await self.ask_room(
            lambda: self.room.import_sheet(file, is_dry_run=True)
        )
        if tried is not None:
            self._file, self._tried = file, tried
            self.fill()

    def action_add(self) -> None:
        """Take the sheet that was tried, after asking."""
        file, tried = self._file, self._tried
        if file is None or tried is None:
            return

        async def save(_: Mapping[str, str]) -> str:
            done = await asyncio.to_thread(
                self.room.import_sheet, file, is_dry_run=False
            )
            self._tried = None
            text: str = self.words["imported"]
            return text.format(kept=done.kept.name if done.kept else "-")

        self.ask(
            self.words["import_question"].format(told=self._counted(tried)), (), save
        )

    def _counted(self, report: ImportReport) -> str:
        text: str = self.words["import_counts"]
        return text.format(
            new=report.new,
            changed=report.changed,
            removed=report.removed,
            unchanged=report.unchanged,
            rejected=report.rejected,
        )
