"""The screen's small parts: each holds reactives and draws them, no more."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.scrollbar import ScrollBarRender
from textual.widget import Widget
from textual.widgets import Input, Static

from kiosk.tui.plain import one_line

QUESTION_LIMIT = 500
"""Characters of a typed or pasted question."""

STILL = {
    "ready": "●  ",
    "listening": "«  ",
    "trouble": "✗  ",
}
MOVING = {
    "starting": ("●··", "·●·", "··●", "·●·"),
    "thinking": ("●··", "·●·", "··●", "·●·"),
    "speaking": ("»  ", "»» ", "»»»", "»» "),
}
"""Signs a console font has; told apart by shape, not by colour."""


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of spaces: console fonts have no eighths of blocks."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class Sign(Widget):
    """A small calm picture of the state."""

    state: reactive[str] = reactive("starting")
    step: reactive[int] = reactive(0)

    def on_mount(self) -> None:
        """Begin to move, unless the customer's terminal asks for stillness."""
        self._clock = self.set_interval(0.4, self._move, pause=True)
        self.watch_state()

    def watch_state(self) -> None:
        """Move only while something goes on: an idle screen draws nothing."""
        if not self.is_mounted:
            return
        may_move = self.app.animation_level != "none"
        if may_move and self.state in MOVING:
            self._clock.resume()
        else:
            self._clock.pause()

    def render(self) -> str:
        """Draw the present picture."""
        if self.state in MOVING:
            pictures = MOVING[self.state]
            return pictures[self.step % len(pictures)]
        return STILL[self.state]

    def _move(self) -> None:
        self.step += 1


class LevelMeter(Widget):
    """How loud the microphone hears."""

    level: reactive[float] = reactive(0.0)
    """0.0 to 1.0."""

    def render(self) -> str:
        """Draw a bar as wide as the widget."""
        width = self.size.width
        full = round(min(max(self.level, 0.0), 1.0) * width)
        return "█" * full + "░" * (width - full)


class Target(Static, can_focus=True):
    """Something to touch, click or press Enter on; three rows high."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "choose", "")]

    def __init__(self, action: str, *, id: str | None = None) -> None:  # noqa: A002 # Textual's own name for it
        super().__init__(markup=False, id=id)
        self._action = action

    def show(self, key: str, label: str) -> None:
        """Write the key that does the same, and what it does."""
        key = one_line(key)
        self.update(Content.assemble((key, "bold $accent"), f" {one_line(label)}"))

    async def on_click(self) -> None:
        """The customer touched it."""
        await self.action_choose()

    async def action_choose(self) -> None:
        """Do what the screen does for the key."""
        await self.screen.run_action(self._action)


class Prompt(Input):
    """Where a question is typed; while it is empty, space and digits are commands."""

    @dataclass
    class Struck(Message):
        """A key that commands rather than writes."""

        key: str

    commands: frozenset[str] = frozenset(" ")
    """Characters and names of keys that command while nothing has been typed."""

    def __init__(self) -> None:
        super().__init__(id="prompt", max_length=QUESTION_LIMIT, select_on_focus=False)
        self.cursor_blink = False

    def on_key(self, event: events.Key) -> None:
        """Let a command pass instead of writing it."""
        struck = event.character or event.key
        if not self.value and struck in self.commands:
            event.prevent_default()
            event.stop()
            self.post_message(self.Struck(struck))

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text as one line, cut to the limit and cleaned."""
        event.prevent_default()
        event.stop()
        room = QUESTION_LIMIT - len(self.value)
        self.insert_text_at_cursor(one_line(event.text, QUESTION_LIMIT)[:room])
