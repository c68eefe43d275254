"""What a customer finds before the first question; the keys that are always there."""

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.widgets import Static

from kiosk.tui.widgets import Target

EXAMPLES_SHOWN = 6


class Welcome(VerticalScroll, can_focus=False):
    """A greeting, and questions to pick by number or touch."""

    def compose(self) -> ComposeResult:
        """Lay out the greeting above the examples."""
        yield Static(id="greeting", markup=False)
        with Grid(id="examples"):
            for number in range(1, EXAMPLES_SHOWN + 1):
                yield Target(f"example({number})", id=f"example-{number}")

    def show(self, greeting: str, questions: Sequence[str]) -> None:
        """Write them anew."""
        self.query_one("#greeting", Static).update(greeting)
        for number, target in enumerate(self.query(Target), start=1):
            target.display = number <= len(questions)
            if target.display:
                target.show(str(number), questions[number - 1])


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
