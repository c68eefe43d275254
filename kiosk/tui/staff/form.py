"""A form for staff: fields, and what became of saving them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from agents import Language
from catalog import CatalogError, LedgerUnavailable
from kiosk.phrases import section
from kiosk.tui.plain import one_line
from kiosk.tui.widgets import Target
from knowledge import KnowledgeError

if TYPE_CHECKING:
    from kiosk.host import Host

Save = Callable[[Mapping[str, str]], Awaitable[str]]
"""Keeps what was typed and gives what staff must know of it, or nothing."""

FIELD_LIMIT = 200
"""Characters of one field."""


class StaffForm(ModalScreen[bool]):
    """Asks for some fields and saves them; its answer is whether anything was saved.

    A mistake is told in place and what was typed stays. Without fields it is a
    question with yes and no.
    """

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f2", "save", show=False),
    ]

    def __init__(
        self,
        host: "Host",
        title: str,
        fields: Sequence[str],
        save: Save,
        language: Language,
    ) -> None:
        """Lay out a form.

        Args:
            host: Told that staff are still there.
            title: What is asked.
            fields: Names of the fields in the staff's texts.
            save: See `Save`.
            language: Of the texts.
        """
        super().__init__()
        self._host = host
        self._title = title
        self._fields = tuple(fields)
        self._save = save
        self._words = section("staff", language)
        self._is_saved = False

    def compose(self) -> ComposeResult:
        """Lay out the fields above their two keys."""
        with VerticalScroll(id="page"):
            for name in self._fields:
                field = Input(
                    id=name, placeholder=self._words[name], max_length=FIELD_LIMIT
                )
                field.cursor_blink = False
                yield field
            yield Static(id="complaint", markup=False)
            with Horizontal(id="keys"):
                yield Target("save", id="save")
                yield Target("back", id="back")

    def on_mount(self) -> None:
        """Write title and keys."""
        self.query_one("#page").border_title = one_line(self._title, 60)
        save = self._words["save" if self._fields else "yes"]
        self.query_one("#save", Target).show("F2", save)
        self.query_one("#back", Target).show("Esc", self._words["back"])
        if not self._fields:
            self.query_one("#save").focus()

    def on_key(self, _: events.Key) -> None:
        """Staff at work are still there."""
        self._host.stay()

    def on_input_submitted(self) -> None:
        """Go on to the next field; from the last one, to saving."""
        self.focus_next()

    def action_save(self) -> None:
        """Save once; what was saved is only closed."""
        if self._is_saved:
            self.action_back()
        else:
            self._keep()

    def action_back(self) -> None:
        """Close the form."""
        self.dismiss(self._is_saved)

    @work(exclusive=True)
    async def _keep(self) -> None:
        given = {name: self.query_one(f"#{name}", Input).value for name in self._fields}
        try:
            told = await self._save(given)
        except LedgerUnavailable:
            self._tell(f"✗ {self._words['away']}")
            return
        except (CatalogError, KnowledgeError, OSError) as error:
            self._tell(f"✗ {self._words['not_saved']} {error}")
            return
        self._is_saved = True
        if told:
            self._tell(told)
        else:
            self.dismiss(result=True)

    def _tell(self, text: str) -> None:
        self.query_one("#complaint", Static).update(one_line(text, 300))
