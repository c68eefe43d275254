"""The band that says what the kiosk is doing and what to do now."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.tui.plain import one_line
from kiosk.tui.widgets import LevelMeter, Sign


class StateBand(Vertical, can_focus=False):
    """Sign, word, hint and level meter; touching it is pressing the talk switch."""

    state: reactive[str] = reactive("starting")
    level: reactive[float] = reactive(0.0)

    def compose(self) -> ComposeResult:
        """Lay out two rows."""
        with Horizontal():
            yield Sign()
            yield Static(id="word", markup=False)
            yield LevelMeter().data_bind(StateBand.level)
        yield Static(id="hint", markup=False)

    def show(self, state: str, word: str, hint: str) -> None:
        """Write the state; its colour comes from the class of the same name."""
        self.remove_class(f"-{self.state}").add_class(f"-{state}")
        self.state = state
        self.query_one(Sign).state = state
        self.query_one("#word", Static).update(word)
        self.query_one("#hint", Static).update(one_line(hint))

    async def on_click(self) -> None:
        """The customer touched the band."""
        await self.screen.run_action("talk")
