"""What the staff's pages have in common: a table, keys below it, forms over it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import DataTable, Static

from agents import Language
from catalog import CatalogError
from kiosk.desk import Desk
from kiosk.events import ModelRetiring, ShopLost, SteppedDown
from kiosk.notices import NoteForStaff
from kiosk.phrases import section
from kiosk.tui.plain import one_line
from kiosk.tui.staff_form import Save, StaffForm
from kiosk.tui.widgets import Target

if TYPE_CHECKING:
    from kiosk.host import Host

CELL_LIMIT = 40
"""Characters of a cell."""


class StaffPage(Screen[None]):
    """A table of what the desk has; the end of the visit closes it as any page."""

    AUTO_FOCUS = "DataTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "back", show=False),
        Binding("f2", "add", show=False),
        Binding("f8", "remove", show=False),
    ]
    KEYS: ClassVar[Mapping[str, str]]
    """Action → key, as the bar shows them."""
    COLUMNS: ClassVar[tuple[str, ...]]

    def __init__(self, host: "Host", desk: Desk, language: Language) -> None:
        super().__init__()
        self.host = host
        self.desk = desk
        self.language = language
        self.words = section("staff", language)

    @property
    def heading(self) -> str:
        """What the page is about."""
        raise NotImplementedError

    def rows(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Ask the desk for keys and cells; called in a thread."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out heading, table, what is told, and keys."""
        yield Static(one_line(self.heading, 76), id="heading", markup=False)
        yield Static(self._notes(), id="notes", markup=False)
        table: DataTable[str] = DataTable(cursor_type="row")
        yield table
        yield Static(id="told", markup=False)
        with Horizontal(id="keys"):
            for action in self.KEYS:
                yield Target(action, id=f"key-{action}")

    def on_mount(self) -> None:
        """Write the keys and fill the table."""
        for action, key in self.KEYS.items():
            target = self.query_one(f"#key-{action}", Target)
            target.show(key, self.words[f"key_{action}"])
        self.table.add_columns(*(self.words[name] for name in self.COLUMNS))
        self.fill()

    def on_key(self, _: events.Key) -> None:
        """Staff at work are still there."""
        self.host.stay()

    def on_mouse_down(self) -> None:
        """So are those who touch."""
        self.host.stay()

    @property
    def table(self) -> DataTable[str]:
        """The table."""
        return self.query_one(DataTable)

    @property
    def chosen(self) -> str | None:
        """The key of the row under the cursor."""
        if not self.table.row_count:
            return None
        place = self.table.coordinate_to_cell_key(self.table.cursor_coordinate)
        return place.row_key.value

    @work(exclusive=True)
    async def fill(self) -> None:
        """Show what the desk has now."""
        try:
            rows = await asyncio.to_thread(self.rows)
        except CatalogError:
            self.tell(f"✗ {self.words['away']}")
            return
        self.table.clear()
        for key, cells in rows:
            self.table.add_row(*(one_line(cell, CELL_LIMIT) for cell in cells), key=key)
        self.tell("" if rows else self.words["nothing"])

    def _notes(self) -> str:
        """What is not as it should be, a line each."""
        lines = (note_of(event, self.words) for event in self.host.notes_for_staff)
        return "\n".join(f"! {one_line(line, 120)}" for line in lines)

    def tell(self, text: str) -> None:
        """Say something below the table."""
        self.query_one("#told", Static).update(one_line(text, 200))

    def ask(self, title: str, fields: Sequence[str], save: Save) -> None:
        """Open a form; what it changed is shown afterwards."""

        def saved(is_saved: bool | None) -> None:  # noqa: FBT001 # Textual's callback
            if is_saved:
                self.fill()

        form = StaffForm(self.host, title, fields, save, self.language)
        self.app.push_screen(form, saved)

    def action_back(self) -> None:
        """Return to the page before."""
        self.dismiss()


def note_of(event: NoteForStaff, words: Mapping[str, Any]) -> str:
    """Say to the staff what is not as it should be."""
    match event:
        case SteppedDown(station, engine, why):
            text: str = words["on_reserve"]
            return text.format(
                station=words[f"station_{station}"], engine=engine, why=why
            )
        case ShopLost(as_of):
            lost: str = words["shop_lost" if as_of else "shop_lost_whole"]
            return lost.format(time=as_of)
        case ModelRetiring(model, _, last_day, successor):
            told: str = words["retiring"].format(model=model, day=last_day)
            advice: str = words["successor"].format(model=successor)
            return f"{told} {advice}" if successor else told
