"""What the staff's pages have in common: heading, notes, what is told, keys, forms."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import DataTable, Static

from agents import Language
from catalog import CatalogError, LedgerUnavailable
from kiosk.back_room import BackRoom
from kiosk.events import ModelRetiring, ShopLost, SteppedDown
from kiosk.notices import NoteForStaff
from kiosk.phrases import section
from kiosk.tui.plain import one_line
from kiosk.tui.staff.form import Save, StaffForm
from kiosk.tui.widgets import Target
from knowledge import KnowledgeError

if TYPE_CHECKING:
    from kiosk.host import Host

Row = tuple[str, tuple[str, ...]]
"""A row's key, and its cells."""


class StaffScreen(Screen[None]):
    """A page for staff; the end of the visit closes it as any page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "back", show=False),
        Binding("f2", "add", show=False),
        Binding("f3", "other", show=False),
        Binding("f8", "remove", show=False),
    ]
    TOPIC: ClassVar[str]
    """The page's name in the staff's texts."""
    KEYS: ClassVar[Mapping[str, str]]
    """Action → key, as the bar shows them."""

    def __init__(self, host: "Host", room: BackRoom, language: Language) -> None:
        super().__init__()
        self.host = host
        self.room = room
        self.language = language
        self.words = section("staff", language)

    @property
    def heading(self) -> str:
        """What the page is about."""
        title: str = self.words[self.TOPIC]
        return title

    def compose(self) -> ComposeResult:
        """Lay out heading, notes, the page's own, what is told, and keys."""
        yield Static(one_line(self.heading, 76), id="heading", markup=False)
        notes = self._notes()
        classes = "" if notes else "-empty"
        yield Static(notes, id="notes", classes=classes, markup=False)
        yield from self.compose_body()
        yield Static(id="told", markup=False)
        with Horizontal(id="keys"):
            for action in self.KEYS:
                yield Target(action, id=f"key-{action}")

    def compose_body(self) -> ComposeResult:
        """Lay out what is the page's own."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Write the keys."""
        for action, key in self.KEYS.items():
            target = self.query_one(f"#key-{action}", Target)
            target.show(key, self._label(action))

    def on_key(self, _: events.Key) -> None:
        """Staff at work are still there."""
        self.host.stay()

    def on_mouse_down(self) -> None:
        """So are those who touch."""
        self.host.stay()

    def tell(self, text: str) -> None:
        """Say something above the keys, while the page is there."""
        for told in self.query("#told").results(Static):
            told.update(one_line(text, 200))

    async def ask_room(self, question: Callable[[], Any]) -> Any:
        """Give what the room answers in a thread; None, and why, when it could not."""
        try:
            answer = await asyncio.to_thread(question)
        except LedgerUnavailable:
            self.tell(f"✗ {self.words['away']}")
        except (CatalogError, KnowledgeError, OSError) as error:
            self.tell(f"✗ {error}")
        else:
            return answer if self.query("#told") else None  # closed meanwhile
        return None

    def ask(self, title: str, fields: Sequence[str], save: Save) -> None:
        """Open a form; what it changed is shown afterwards."""

        def saved(is_saved: bool | None) -> None:  # noqa: FBT001 # Textual's callback
            if is_saved:
                self.fill()

        form = StaffForm(self.host, title, fields, save, self.language)
        self.app.push_screen(form, saved)

    def fill(self) -> None:
        """Show what there is now."""
        self._fill()

    @work(exclusive=True)
    async def _fill(self) -> None:
        await self.show_room()

    async def show_room(self) -> None:
        """Ask the room and show what it answers."""

    def action_back(self) -> None:
        """Return to the page before."""
        self.dismiss()

    def _label(self, action: str) -> str:
        """What a key does here, or everywhere."""
        own = self.words.get(f"key_{self.TOPIC}_{action}")
        label: str = own or self.words[f"key_{action}"]
        return label

    def _notes(self) -> str:
        """What is not as it should be, a line each."""
        lines = (note_of(event, self.words) for event in self.host.notes_for_staff)
        return "\n".join(f"! {one_line(line, 120)}" for line in lines)


class StaffPage(StaffScreen):
    """A table of what the room has."""

    AUTO_FOCUS = "DataTable"
    COLUMNS: ClassVar[tuple[str, ...]]
    CELL_LIMIT: ClassVar[int] = 40
    """Characters of a cell."""

    def rows(self) -> Sequence[Row]:
        """Ask the room for keys and cells; called in a thread."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """Lay out the table."""
        table: DataTable[str] = DataTable(cursor_type="row")
        yield table

    def on_mount(self) -> None:
        """Fill the table; Textual has the base write the keys."""
        self.table.add_columns(*(self.words[name] for name in self.COLUMNS))
        self.fill()

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

    async def show_room(self) -> None:
        """Fill the table with what the room has now."""
        rows = await self.ask_room(self.rows)
        if rows is None:
            return
        self.table.clear()
        for key, cells in rows:
            shown = (one_line(cell, self.CELL_LIMIT) for cell in cells)
            self.table.add_row(*shown, key=key)
        self.table.call_after_refresh(self.table.refresh)  # columns may have grown
        self.tell(self.summary() if rows else self.nothing())

    def summary(self) -> str:
        """What is told below the table."""
        return ""

    def nothing(self) -> str:
        """What is told below an empty table."""
        text: str = self.words["nothing"]
        return text


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
