"""Whether an answer helped: one quiet row below it, gone with the next question."""

from collections.abc import Mapping

from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.tui.widgets import Target

THUMB_KEYS = {"+": True, "-": False}
"""While nothing is typed: what each key says of the last answer."""


class Thumbs(Horizontal):
    """The question, with yes and no to touch."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        super().__init__(
            Static(words["helped"], markup=False),
            *(Target(f"rate({helped})") for helped in THUMB_KEYS.values()),
        )

    def on_mount(self) -> None:
        """Write the keys."""
        names = (self._words["helped_yes"], self._words["helped_no"])
        targets = self.query(Target)
        for target, key, name in zip(targets, THUMB_KEYS, names, strict=True):
            target.show(key, name)
