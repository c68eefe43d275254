"""One step of the wizard on the screen: questions, what was found, keys."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static

from audio import AudioError
from kiosk.doctor.check import Check, Verdict
from kiosk.phrases import section
from kiosk.setup.file import OwnerFile
from kiosk.setup.steps import STEPS, Failures, Field, Step
from kiosk.setup.trial import SoundTrial, play_tone
from kiosk.tui.plain import one_line
from kiosk.tui.widgets import Target

SIGNS = {Verdict.FAILED: "✗", Verdict.WARNING: "!", Verdict.FINE: "✓"}
KEYS = {"save": "F2", "skip": "F3", "before": "F4", "tone": "F5", "leave": "Esc"}


class StepScreen(Screen[None]):
    """Asks a step's questions, keeps the answers, and shows what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key.lower(), action, show=False) for action, key in KEYS.items()),
        Binding("escape", "leave", show=False),
    ]
    AUTO_FOCUS = "Input, OptionList"

    def __init__(self, file: OwnerFile, place: int) -> None:
        super().__init__()
        self._file = file
        self._place = place
        self._step: Step = STEPS[place]
        self._loaded = file.loaded()
        self.words = section("setup", self._loaded.config.shop.language)
        self._kept: Mapping[str, str] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the questions between heading and keys."""
        name = self.words[self._step.name]
        title = self.words["step"].format(n=self._place + 1, of=len(STEPS), name=name)
        yield Static(title, id="heading", markup=False)
        with VerticalScroll(id="questions", can_focus=False):
            yield Static(
                self.words[f"{self._step.name}_help"], id="explained", markup=False
            )
            for field in self._step.fields:
                yield Static(self._label(field), classes="label", markup=False)
                yield self._asked(field)
            if self._step.name == "sound":
                yield SoundTrial(self.words["heard_now"])
            yield Static(id="found", markup=False)
        with Horizontal(id="keys"):
            for action in self._actions():
                yield Target(action, id=f"key-{action}")

    def on_mount(self) -> None:
        """Write the keys."""
        for action in self._actions():
            key = self.query_one(f"#key-{action}", Target)
            key.show(KEYS[action], self.words[f"key_{action}"])

    def _actions(self) -> Sequence[str]:
        hidden = {"tone"} if self._step.name != "sound" else set()
        if self._place == 0:
            hidden.add("before")
        return [action for action in KEYS if action not in hidden]

    def _label(self, field: Field) -> str:
        label: str = self.words[f"{self._step.name}_{field.name}"]
        return label

    def _asked(self, field: Field) -> Input | OptionList:
        now = field.now(self._loaded)
        if field.choices is None:
            asked = Input(now, id=field.name, password=field.is_secret)
            asked.cursor_blink = False
            return asked
        choices = field.choices()
        names = (self.words.get(f"choice_{each}", each) for each in choices)
        options = OptionList(
            *(one_line(name) for name in names), id=field.name, markup=False
        )
        options.highlighted = choices.index(now) if now in choices else 0
        return options

    def _given(self) -> dict[str, str]:
        """What is chosen and typed at present."""
        given = {}
        for field in self._step.fields:
            if field.choices is None:
                given[field.name] = self.query_one(f"#{field.name}", Input).value
            else:
                at = self.query_one(f"#{field.name}", OptionList).highlighted or 0
                given[field.name] = field.choices()[at]
        return given

    def on_option_list_option_highlighted(
        self, message: OptionList.OptionHighlighted
    ) -> None:
        """Listen to the microphone that is meant."""
        if message.option_list.id == "input":
            self.query_one(SoundTrial).listen(self._given()["input"])

    def on_option_list_option_selected(self) -> None:
        """Enter goes on to the next question."""
        self.focus_next()

    def on_input_submitted(self) -> None:
        """Enter goes on to the next question, and from the last one to keeping."""
        fields = [field.name for field in self._step.fields]
        if self.focused is not None and self.focused.id == fields[-1]:
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Keep the answers and show what was found; once they are kept, go on."""
        given = self._given()
        if given == self._kept:
            self._show(self._place + 1)
        else:
            self._keep(given)

    @work(exclusive=True)
    async def _keep(self, given: Mapping[str, str]) -> None:
        self._tell([self.words["keeping"]])
        try:
            told = await asyncio.to_thread(self._step.keep, self._file, given)
        except Failures as error:
            self._tell([f"✗ {error}"])
            return
        self._kept = given
        checks = await asyncio.to_thread(self._step.check, self._file.loaded())
        if not told and not checks:
            self._show(self._place + 1)
            return
        self._tell([*told.splitlines(), *map(_line, checks)])
        self.query_one("#key-save", Target).show(KEYS["save"], self.words["key_next"])

    def _tell(self, lines: Sequence[str]) -> None:
        shown = [one_line(line, 200) for line in lines if line.strip()]
        for found in self.query("#found").results(Static):
            found.update("\n".join(shown))
            found.scroll_visible(animate=False)

    @work(exclusive=True, group="tone")
    async def action_tone(self) -> None:
        """Play a tone on the loudspeaker that is meant."""
        try:
            await play_tone(self._given()["output"])
        except AudioError as error:
            self._tell([f"✗ {error}"])
        else:
            self._tell([self.words["tone_played"]])

    def action_skip(self) -> None:
        """Go on without an answer; the step is asked again another time."""
        self._show(self._place + 1)

    def action_before(self) -> None:
        """Return to the step before."""
        if self._place:
            self._show(self._place - 1)

    def action_leave(self) -> None:
        """Leave the wizard; what was kept stays."""
        self.app.exit()

    def _show(self, place: int) -> None:
        screen: Screen[Any] = (
            StepScreen(self._file, place)
            if place < len(STEPS)
            else DoneScreen(self._file)
        )
        self.app.switch_screen(screen)


class DoneScreen(Screen[None]):
    """Says which steps are done, where the answers lie, and how to go on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f2,enter", "leave", show=False),
        Binding("f4", "again", show=False),
    ]

    def __init__(self, file: OwnerFile) -> None:
        super().__init__()
        self._file = file
        self._words = section("setup", file.loaded().config.shop.language)

    def compose(self) -> ComposeResult:
        """Lay out the summary above its keys."""
        yield Static(self._words["done_title"], id="heading", markup=False)
        with VerticalScroll(id="questions"):
            yield Static("\n".join(self._lines()), markup=False)
        with Horizontal(id="keys"):
            yield Target("leave", id="key-leave")
            yield Target("again", id="key-again")

    def on_mount(self) -> None:
        """Write the keys."""
        self.query_one("#key-leave", Target).show("F2", self._words["key_close"])
        self.query_one("#key-again", Target).show("F4", self._words["key_again"])

    def _lines(self) -> Sequence[str]:
        steps = [
            f"{'✓' if step.is_done(self._file) else '·'} {self._words[step.name]}"
            for step in STEPS
        ]
        told = self._words["done"].format(file=self._file.path)
        return [*steps, "", *told.strip().splitlines()]

    def action_leave(self) -> None:
        """Leave the wizard."""
        self.app.exit()

    def action_again(self) -> None:
        """Begin with the first step again."""
        self.app.switch_screen(StepScreen(self._file, 0))


def _line(check: Check) -> str:
    sign = SIGNS.get(check.verdict, "·")
    remedy = f" → {check.remedy}" if check.remedy else ""
    return f"{sign} {check.name}: {check.found}{remedy}"
