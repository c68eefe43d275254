"""A progress bar on the terminal's last line; silent where nobody looks."""

import sys
from types import TracebackType
from typing import Self

WIDTH = 24


class Bar:
    """Shows how many of how many are done; erased at the end.

    Drawn on stderr, and only when that is a terminal.
    """

    def __init__(self) -> None:
        self._is_seen = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._draw("")

    def show(self, done: int, total: int, name: str) -> None:
        """Draw the bar, and behind it what was just finished."""
        full = WIDTH * done // max(total, 1)
        self._draw(f"[{'#' * full}{'.' * (WIDTH - full)}] {done}/{total} {name[:40]}")

    def _draw(self, line: str) -> None:
        if self._is_seen:
            sys.stderr.write(f"\r\033[K{line}")
            sys.stderr.flush()
