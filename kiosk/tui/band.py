"""The band that says what the kiosk is doing and what to do now."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.events import Event, Stage, ToolCalled, Trouble, lack_after, stage_after
from kiosk.idle import WARNING_S
from kiosk.tui.plain import one_line
from kiosk.tui.widgets import LevelMeter, Sign

if TYPE_CHECKING:
    from kiosk.host import Host

Words = Mapping[str, Any]

METER_PERIOD_S = 0.1

_KEY = re.compile(r"\[([^\]]+)\]")
"""How the texts write a key, as in `Pulse [Esc]`."""


class StateBand(Vertical, can_focus=False):
    """Sign, word, hint and level meter; touching it is pressing the talk switch."""

    state: reactive[str] = reactive("starting", init=False)
    level: reactive[float] = reactive(0.0)
    """How loud the microphone hears, or how much of the idle time is left: 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self._host: Host | None = None
        self._words: Words = {}
        self._deaf_by: set[str] = set()
        """What keeps the kiosk from hearing: the microphone is gone, or muted."""
        self._told: Content | None = None
        """What stands in place of the state's own hint."""

    def compose(self) -> ComposeResult:
        """Lay out two rows."""
        with Horizontal():
            yield Sign()
            yield Static(id="word", markup=False)
            yield LevelMeter().data_bind(StateBand.level)
        yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        """Prepare the meter's clock; it rests until the kiosk listens."""
        self._meter = self.set_interval(METER_PERIOD_S, self._read_level, pause=True)

    def open(self, host: "Host") -> None:
        """The kiosk can be asked."""
        self._host = host
        self._enter(Stage.READY)

    def fail(self, detail: str) -> None:
        """The kiosk can't be asked; the detail is for the staff."""
        self._enter(Stage.TROUBLE, Content(one_line(detail)))

    def speak(self, words: Words) -> None:
        """Write everything in a language."""
        self._words = words
        self._draw()

    def take(self, event: Event) -> None:
        """Show what an event says about what the kiosk is doing."""
        if (lack := lack_after(event)) is not None and lack[0] != "loudspeaker":
            (self._deaf_by.add if lack[1] else self._deaf_by.discard)(lack[0])
            self._draw()
        match event:
            case Trouble(_, said):
                self._enter(Stage.TROUBLE, Content(one_line(said)))
            case ToolCalled(name):
                told = self._words.get(f"tool_{name}")
                self._told = keys_in(told) if told else None
                self._draw()
            case _ if stage := stage_after(event):
                self._enter(stage)

    def warn(self, left_s: float) -> None:
        """Tell that the visit is about to end by itself, with a bar that shrinks."""
        self.add_class("-leaving")
        self.level = left_s / WARNING_S
        self._told = Content(self._words["hint_leaving"].format(n=round(left_s)))
        self._draw()

    def stay(self) -> None:
        """The customer is still there: what warned them goes."""
        if self.has_class("-leaving"):
            self._enter(self.state)

    async def on_click(self) -> None:
        """The customer touched the band."""
        await self.screen.run_action("talk")

    def _enter(self, state: str, told: Content | None = None) -> None:
        """Begin a state; the meter moves only while the kiosk listens."""
        self.remove_class(f"-{self.state}", "-leaving").add_class(f"-{state}")
        self.state = state
        self._told = told
        self.level = 0.0
        if state == Stage.LISTENING:
            self._meter.resume()
        else:
            self._meter.pause()
        self._draw()

    def _read_level(self) -> None:
        if self._host is not None:
            self.level = self._host.level

    def _draw(self) -> None:
        can_only_read = self.state == Stage.READY and self._deaf_by
        name = "hint_typing" if can_only_read else f"hint_{self.state}"
        hint = self._told or keys_in(self._words.get(name, ""))
        self.query_one(Sign).state = self.state
        self.query_one("#word", Static).update(self._words[f"state_{self.state}"])
        self.query_one("#hint", Static).update(hint)


def keys_in(text: str) -> Content:
    """A text of ours with its `[keys]` drawn as keys."""
    parts = _KEY.split(text)
    return Content.assemble(
        *((part, "reverse" if place % 2 else "") for place, part in enumerate(parts))
    )
