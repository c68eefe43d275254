"""The wizard's application."""

import os
from pathlib import Path

from textual.app import App

import kiosk.tui
from kiosk.setup.file import OwnerFile
from kiosk.setup.screen import DoneScreen, StepScreen
from kiosk.setup.steps import STEPS, first_open
from kiosk.tui.themes import theme_for, themes


class SetupApp(App[None]):
    """Begins at the first step that has no answer yet."""

    CSS_PATH = [  # noqa: RUF012 # Textual's own declaration
        Path(kiosk.tui.__file__).with_name("kiosk.tcss"),
        Path(__file__).with_name("setup.tcss"),
    ]
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal")]  # noqa: RUF012 # as above
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall")]  # noqa: RUF012 # as above

    def __init__(self, file: OwnerFile) -> None:
        super().__init__()
        for known in themes():
            self.register_theme(known)
        self.theme = theme_for("auto", os.environ.get("TERM", ""))
        self._file = file

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the style sheet its own colours before a theme of ours is set."""
        return themes()[0].variables

    def on_mount(self) -> None:
        """Show the first step that is open."""
        place = first_open(self._file)
        is_done = place == len(STEPS)
        self.push_screen(
            DoneScreen(self._file) if is_done else StepScreen(self._file, place)
        )
