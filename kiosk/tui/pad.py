"""A form of fields with a pad beside it, for those who have no keyboard."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from agents import Language
from catalog import CatalogError, LoginLocked, LoginRefused
from kiosk.phrases import section
from kiosk.tui.widgets import Target

if TYPE_CHECKING:
    from kiosk.host import Host

PAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "enter")
LOGIN_LIMIT = 120
"""Characters of an e-mail, number, password or PIN."""

Answer = TypeVar("Answer")


class PadScreen(ModalScreen[Answer | None]):
    """Asks who somebody is; its answer is what `check` gives, or None.

    What is typed here goes to the host alone: never to a transcript or a model.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f6,f10", "back", show=False)
    ]
    AUTO_FOCUS = "Input"
    FIELDS: ClassVar[tuple[str, ...]]
    """Names of the fields' titles; the last one is never drawn."""
    TITLE_NAME: ClassVar[str]

    def __init__(self, host: "Host", language: Language) -> None:
        super().__init__()
        self.host = host
        self._words = section("screen", language)

    async def check(self, given: Mapping[str, str]) -> Answer:
        """Give the answer for what was typed; raises what the ledger raises."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the form and the pad."""
        with Vertical(id="page"):
            with Vertical(id="form"):
                for name in self.FIELDS:
                    is_secret = name == self.FIELDS[-1]
                    yield _field(name, self._words[name], is_secret=is_secret)
                yield Static(id="complaint", markup=False)
                yield Target("back", id="back")
            with Grid(id="pad"):
                for key in PAD:
                    yield Target(f"pad('{key}')", id=f"pad-{key}")

    def on_mount(self) -> None:
        """Write title and keys."""
        self.query_one("#page").border_title = self._words[self.TITLE_NAME]
        back = self.query_one("#back", Target)
        back.show("Esc", self._words["help_close"])
        for key in PAD:
            target = self.query_one(f"#pad-{key}", Target)
            target.show(self._words.get(f"pad_{key}", key), "")
            target.can_focus = False

    def on_input_changed(self) -> None:
        """Who types is still there."""
        self.host.stay()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go on to the secret, or try what was typed."""
        secret = self._secret
        if message.input is not secret or not secret.value:
            secret.focus()
        else:
            self._try()

    def action_pad(self, key: str) -> None:
        """Type by touch into the field that has the focus."""
        field = self.focused
        if not isinstance(field, Input):
            field = self._secret.focus()
        match key:
            case "erase":
                field.action_delete_left()
            case "enter":
                self.call_next(field.action_submit)
            case _:
                field.insert_text_at_cursor(key)

    def action_back(self) -> None:
        """Return as nobody."""
        self.dismiss()

    @property
    def _secret(self) -> Input:
        return self.query_one(f"#{self.FIELDS[-1]}", Input)

    @work(exclusive=True)
    async def _try(self) -> None:
        given = {name: self.query_one(f"#{name}", Input).value for name in self.FIELDS}
        self._secret.clear()
        self._complain(self._words["state_starting"] + "…")
        try:
            answer: Any = await self.check(given)
        except LoginLocked as error:
            self._complain(self._words["login_locked"].format(n=error.seconds))
        except LoginRefused:
            self._complain(self._words["login_refused"])
        except CatalogError:
            self._complain(self._words["login_failed"])
        else:
            self.dismiss(answer)

    def _complain(self, text: str) -> None:
        self.query_one("#complaint", Static).update(text)


class Field(Input):
    """A line of a form; Enter moves on at once, and what was typed since goes along.

    Card readers and quick fingers are ahead of the focus, and a secret must not end up
    in the line before it.
    """

    async def action_submit(self) -> None:
        """Move on to the last line, or be done there."""
        last = self.screen.query(Field).last()
        if self is last:
            await super().action_submit()
        else:
            self.screen.set_focus(last)

    async def on_key(self, event: events.Key) -> None:
        """Take Enter in its turn; pass on what is for the line that has the focus."""
        focused = self.screen.focused
        is_for_another = focused is not self and isinstance(focused, Field)
        if not is_for_another and event.key != "enter":
            return
        event.prevent_default()
        event.stop()
        if isinstance(focused, Field) and is_for_another:
            focused.post_message(events.Key(event.key, event.character))
        else:
            await self.action_submit()


def _field(name: str, title: str, *, is_secret: bool) -> Field:
    field = Field(
        id=name, placeholder=title, password=is_secret, max_length=LOGIN_LIMIT
    )
    field.cursor_blink = False
    return field
