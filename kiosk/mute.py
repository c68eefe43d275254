"""The microphone closed on purpose, by key, button or caller."""

from collections.abc import Callable
from typing import Protocol

from kiosk.events import Event, Muted, Unmuted


class Ear(Protocol):
    """What can be closed."""

    @property
    def is_muted(self) -> bool:
        """Whether it is closed on purpose."""

    def mute(self) -> None:
        """Close it."""

    def unmute(self) -> None:
        """Let it be opened again."""


class Mute:
    """Closes the microphone, lets it be opened again, announces both. Loop only."""

    def __init__(
        self, ear: Ear, emit: Callable[[Event], None], drop: Callable[[], None]
    ) -> None:
        """Join what it needs.

        Args:
            ear: The microphone.
            emit: Announces.
            drop: Drops what is being said into the microphone.
        """
        self._ear = ear
        self._emit = emit
        self._drop = drop

    def on(self) -> None:
        """Close the microphone."""
        if not self._ear.is_muted:
            self._drop()
            self._ear.mute()
            self._emit(Muted())

    def off(self) -> None:
        """Let it be opened again."""
        if self._ear.is_muted:
            self._ear.unmute()
            self._emit(Unmuted())

    def toggle(self) -> None:
        """Close it, or undo that: for a key."""
        (self.off if self._ear.is_muted else self.on)()
