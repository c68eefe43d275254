"""The talk switch: one button, whatever it is made of."""

import asyncio
import time
from collections.abc import Callable
from typing import Literal

Motion = Literal["down", "up"]

BOUNCE_S = 0.03
"""Contacts of push buttons bounce for up to 20 ms (gpiozero's mock does not at all)."""


class TalkSwitch:
    """Turns presses from any thread into motions on the loop.

    A wired button holds (`press` … `release`), a key of a terminal toggles. A release
    that follows its press within the bounce time is believed only if it lasts.
    """

    def __init__(
        self,
        on_motion: Callable[[Motion], None],
        *,
        loop: asyncio.AbstractEventLoop,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_motion = on_motion
        self._loop = loop
        self._clock = clock
        self._is_down = False
        self._toggles = False
        self._moved_at = float("-inf")
        self._settling: asyncio.TimerHandle | None = None

    @property
    def is_pressed(self) -> bool:
        """Whether the switch is down."""
        return self._is_down

    @property
    def is_held(self) -> bool:
        """Whether something that comes up by itself is held down."""
        return self._is_down and not self._toggles

    def press(self) -> None:
        """The button went down. Any thread."""
        self._loop.call_soon_threadsafe(self._hold, "down", self._clock())

    def release(self) -> None:
        """The button came up. Any thread."""
        self._loop.call_soon_threadsafe(self._hold, "up", self._clock())

    def toggle(self) -> None:
        """A key that has no release was struck. Loop only."""
        self._toggles = True
        self._move("up" if self._is_down else "down", self._clock())

    def reset(self) -> None:
        """The recording ended by itself: the next toggle presses again. Loop only."""
        self._is_down = False

    def _hold(self, motion: Motion, at: float) -> None:
        self._toggles = False
        self._move(motion, at)

    def _move(self, motion: Motion, at: float) -> None:
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None
        if (motion == "down") == self._is_down:
            return
        too_soon_s = BOUNCE_S - (at - self._moved_at)
        if motion == "up" and too_soon_s > 0:
            self._settling = self._loop.call_later(too_soon_s, self._settle)
            return
        self._change(motion, at)

    def _settle(self) -> None:
        self._settling = None
        self._change("up", self._clock())

    def _change(self, motion: Motion, at: float) -> None:
        self._is_down = motion == "down"
        self._moved_at = at
        self._on_motion(motion)
