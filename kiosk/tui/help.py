"""The keys, on one page."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from agents import Language
from kiosk.phrases import section
from kiosk.tui.widgets import Target


class HelpScreen(ModalScreen[None]):
    """Every key and what it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter,space", "back", show=False),
    ]

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._words = section("screen", language)

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="page"):
            yield Static(self._words["help"].strip("\n"), markup=False)
            yield Target("back", id="back")

    def on_mount(self) -> None:
        """Write the title and the way back."""
        self.query_one("#page").border_title = self._words["help_title"]
        back = self.query_one("#back", Target)
        back.show("Esc", self._words["help_close"])
        back.focus()

    def action_back(self) -> None:
        """Return to the conversation."""
        self.dismiss()
