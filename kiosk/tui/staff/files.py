"""Files that staff may mean: on a stick, in the home folder, or by their path."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import DataTable

from agents import Language
from kiosk.back_room import BackRoom
from kiosk.tui.staff.page import Row, StaffPage

if TYPE_CHECKING:
    from kiosk.host import Host

STICKS = ("/media", "/run/media", "/mnt")
"""Where Linux shows what is plugged in."""
DEEPEST = 4
"""Folders within folders that are looked into."""
MOST_FILES = 300


class FilesPage(StaffPage):
    """Files of some kinds, the newest first; one is chosen, or its path typed."""

    TOPIC = "files"
    KEYS: ClassVar[Mapping[str, str]] = {"choose": "Enter", "add": "F2", "back": "Esc"}
    COLUMNS = ("file", "folder", "changed")

    def __init__(
        self,
        host: "Host",
        room: BackRoom,
        language: Language,
        *,
        kinds: Sequence[str],
        chosen: Callable[[Path], object],
    ) -> None:
        """Look for files.

        Args:
            host: The kiosk.
            room: The staff's.
            language: Of the texts.
            kinds: Endings such as `.csv`.
            chosen: Told which file was chosen, when this page has closed.
        """
        super().__init__(host, room, language)
        self._kinds = tuple(kinds)
        self._chosen = chosen

    def rows(self) -> Sequence[Row]:
        """Look for files."""
        found = list(files_of(self._kinds, [Path.home(), *map(Path, STICKS)]))
        newest = sorted(found, key=lambda each: -each[1])[:MOST_FILES]
        return [(str(path), _cells(path, changed_s)) for path, changed_s in newest]

    def nothing(self) -> str:
        """Where files are looked for."""
        text: str = self.words["no_files"]
        return text.format(kinds=" ".join(sorted(self._kinds)))

    def on_data_table_row_selected(self, message: DataTable.RowSelected) -> None:
        """Take the file under the cursor."""
        self._take(Path(message.row_key.value or ""))

    def action_choose(self) -> None:
        """The same by touching the key."""
        self.table.action_select_cursor()

    def action_add(self) -> None:
        """Take the file of a path that is typed."""

        async def save(given: Mapping[str, str]) -> str:
            path = await asyncio.to_thread(self._typed, given["path"])
            self.call_later(self._take, path)
            return ""

        self.ask(self.words["key_files_add"], ("path",), save)

    def _typed(self, text: str) -> Path:
        path = Path(text.strip()).expanduser()
        if not path.is_file():
            raise FileNotFoundError(self.words["no_file"].format(path=path))
        return path

    def _take(self, path: Path) -> None:
        self.dismiss()
        self._chosen(path)


def files_of(
    kinds: Sequence[str], roots: Sequence[Path]
) -> Iterator[tuple[Path, float]]:
    """Yield files with these endings below some folders, and when they were changed.

    Hidden folders and what may not be read are left out.
    """
    for root in roots:
        for folder, inner, names in os.walk(root):
            depth = len(Path(folder).relative_to(root).parts)
            inner[:] = [n for n in inner if depth < DEEPEST and not n.startswith(".")]
            for name in names:
                path = Path(folder, name)
                if name.lower().endswith(tuple(kinds)) and not name.startswith("."):
                    try:
                        yield path, path.stat().st_mtime
                    except OSError:  # pulled out, or a link to nowhere
                        continue


def _cells(path: Path, changed_s: float) -> tuple[str, ...]:
    changed = datetime.fromtimestamp(changed_s, UTC).astimezone()
    return path.name, str(path.parent), f"{changed:%Y-%m-%d %H:%M}"
