"""The staff's PIN, and their menu."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll

from agents import Language
from kiosk.back_room import BackRoom
from kiosk.tui.pad import PadScreen
from kiosk.tui.staff.answer import AnswerPage
from kiosk.tui.staff.customers import CustomersPage
from kiosk.tui.staff.documents import DocumentsPage
from kiosk.tui.staff.engines import EnginesPage
from kiosk.tui.staff.figures import FiguresPage
from kiosk.tui.staff.incidents import IncidentsPage
from kiosk.tui.staff.logs import LogPage
from kiosk.tui.staff.page import StaffScreen
from kiosk.tui.staff.products import ProductsPage
from kiosk.tui.staff.sound import SoundPage
from kiosk.tui.staff.unanswered import UnansweredPage
from kiosk.tui.widgets import Target

if TYPE_CHECKING:
    from kiosk.host import Host

PAGES: Mapping[str, type[StaffScreen]] = {
    "1": CustomersPage,
    "2": UnansweredPage,
    "3": FiguresPage,
    "4": ProductsPage,
    "5": DocumentsPage,
    "6": SoundPage,
    "7": EnginesPage,
    "8": AnswerPage,
    "9": IncidentsPage,
    "0": LogPage,
}
"""Key → page; the menu shows them in this order."""


def open_staff_pages(app: App[None], host: "Host", language: Language) -> None:
    """Ask for the staff's PIN, and show their menu to whoever has it."""

    def serve(room: BackRoom | None) -> None:
        if room is not None:
            app.push_screen(Menu(host, room, language))

    host.stay()
    app.push_screen(StaffEntry(host, language), serve)


class StaffEntry(PadScreen[BackRoom]):
    """Asks for the staff's PIN; its answer is their room."""

    FIELDS = ("staff_pin",)
    TITLE_NAME = "staff_title"

    async def check(self, given: Mapping[str, str]) -> BackRoom:
        """Open the room."""
        return await self.host.open_back_room(given["staff_pin"])


class Menu(StaffScreen):
    """Every page by number, Enter or touch."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"show('{key}')", show=False) for key in PAGES),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    AUTO_FOCUS = "Target"
    TOPIC = "menu"
    KEYS: ClassVar[Mapping[str, str]] = {"back": "Esc"}

    def compose_body(self) -> ComposeResult:
        """Lay out a target for each page."""
        with VerticalScroll(id="menu", can_focus=False), Grid():
            for key in PAGES:
                yield Target(f"show('{key}')", id=f"page-{key}")

    def on_mount(self) -> None:
        """Write them."""
        for key, page in PAGES.items():
            name = self.words[page.TOPIC]
            self.query_one(f"#page-{key}", Target).show(key, name)

    def action_show(self, key: str) -> None:
        """Open a page."""
        self.app.push_screen(PAGES[key](self.host, self.room, self.language))
