"""The documents that are answered from: what became of each, added and removed."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import work

from kiosk.tui.staff.files import FilesPage
from kiosk.tui.staff.page import Row, StaffPage
from knowledge import KINDS, FileRecord, add_file, remove_file


class DocumentsPage(StaffPage):
    """Every document of the folder."""

    TOPIC = "documents"
    KEYS: ClassVar[Mapping[str, str]] = {"add": "F2", "remove": "F8", "back": "Esc"}
    COLUMNS = ("file", "pages", "state")
    CELL_LIMIT = 80

    def rows(self) -> Sequence[Row]:
        """Ask the library what it has read."""
        records = self.room.mind.library.files()
        return [(r.file, (r.file, str(r.pages), self._state(r))) for r in records]

    def summary(self) -> str:
        """Whose documents these are."""
        folder = self._folder
        if folder is None:
            told: str = self.words["sample_documents"]
            return told
        return str(folder)

    def nothing(self) -> str:
        """Where they would lie."""
        return f"{self.words['nothing']} {self.summary()}"

    @property
    def _folder(self) -> Path | None:
        """The owner's folder; the demonstration shop's is not to be changed."""
        return self.room.config.knowledge.folder

    def _state(self, record: FileRecord) -> str:
        read: str = self.words["read"]
        return f"✗ {record.error}" if record.error else record.warnings or read

    def action_add(self) -> None:
        """Choose a file and put it on the shelf."""
        if self._folder is None:
            self.tell(f"✗ {self.words['sample_documents']}")
            return
        page = FilesPage(
            self.host, self.room, self.language, kinds=tuple(KINDS), chosen=self.put
        )
        self.app.push_screen(page)

    @work(exclusive=True, group="put")
    async def put(self, file: Path) -> None:
        """Put a file on the shelf, where it is read in the background."""
        folder = self._folder
        if folder is None:
            return
        name = await self.ask_room(lambda: add_file(folder, file))
        if name is not None:
            self.tell(self.words["document_added"].format(file=name))

    def action_remove(self) -> None:
        """Delete the document under the cursor, after asking."""
        folder, file = self._folder, self.chosen
        if folder is None:
            self.tell(f"✗ {self.words['sample_documents']}")
            return
        if file is None:
            return

        async def save(_: Mapping[str, str]) -> str:
            await asyncio.to_thread(remove_file, folder, file)
            told: str = self.words["document_removed"]
            return told

        self.ask(self.words["remove_document"].format(file=file), (), save)
