"""What a customer finds before the first question; the keys that are always there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.widgets import Static

from agents import Language
from kiosk.tui.picture import Picture
from kiosk.tui.widgets import Target

EXAMPLES_SHOWN = 6


class Welcome(VerticalScroll, can_focus=False):
    """A greeting, and questions to pick by number or touch."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        """Lay out an empty page.

        Args:
            examples: The owner's own questions, for each language.
        """
        super().__init__()
        self._examples = examples
        self._questions: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        """Lay out the greeting above the examples."""
        yield Picture(width=24, id="logo")
        yield Static(id="greeting", markup=False)
        yield Static(id="how", markup=False)
        with Grid(id="examples"):
            for number in range(1, EXAMPLES_SHOWN + 1):
                yield Target(f"example({number})", id=f"example-{number}")

    def speak(
        self, words: Mapping[str, Any], language: Language, *, is_known: bool
    ) -> None:
        """Write everything in a language, for somebody or for a known customer."""
        own = self._examples.get(language, ())
        offered = words["examples_known"] if is_known else own or words["examples"]
        self._questions = offered[:EXAMPLES_SHOWN]
        greeting = words["greeting_known" if is_known else "greeting"]
        self.query_one("#greeting", Static).update(greeting)
        self.query_one("#how", Static).update(words["how"])
        for number, target in enumerate(self.query(Target), start=1):
            target.display = number <= len(self._questions)
            if target.display:
                target.show(str(number), self._questions[number - 1])

    def question(self, number: int) -> str:
        """The question of a number; empty when there is none."""
        return self._questions[number - 1] if number <= len(self._questions) else ""


class KeyBar(Horizontal):
    """The keys that are always there, to see and to touch."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """Lay out the bar.

        Args:
            keys: The key of each of the screen's actions.
        """
        super().__init__(*(Target(action, id=f"key-{action}") for action in keys))
        self._keys = keys

    def show(self, labels: Iterable[str]) -> None:
        """Write what each key does; one without a label is not there."""
        for (action, key), label in zip(self._keys.items(), labels, strict=True):
            target = self.query_one(f"#key-{action}", Target)
            target.display = bool(label)
            target.show(key, label)
