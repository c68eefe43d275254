"""The terminal belongs to the screen alone: everything else writes to a log file.

Audio libraries write on descriptors 1 and 2 and would draw over the screen. Textual
draws on `sys.__stderr__` (a browser's driver on `sys.__stdout__`), so these two get
private copies of the descriptors, and 1 and 2 themselves are pointed at the log.
"""

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

LOG_LIMIT_BYTES = 1_000_000
"""A log longer than this is set aside (`.1`) at the next start."""

_NOTHING = "\x1b[m"
"""Tells a terminal to write plainly, which Textual tells it before every piece."""


@contextmanager
def private_terminal(log: Path) -> Iterator[None]:
    """Keep the terminal for Textual; enter it before Textual is imported.

    Args:
        log: Where everything else that is printed goes, other people's C included.

    Raises:
        OSError: The log can't be opened.
    """
    sink = _open_log(log)
    copies = {number: os.dup(number) for number in (1, 2)}
    streams = sys.__stdout__, sys.__stderr__
    _take_streams(*(_stream(copy) for copy in copies.values()))
    _flush()
    _believe_the_terminal()
    for number in copies:
        os.dup2(sink, number)
    os.close(sink)
    try:
        yield
    finally:
        _flush()
        for number, copy in copies.items():
            os.dup2(copy, number)
            os.close(copy)
        _take_streams(*streams)


def wipe_buffer() -> None:
    """Write over what was drawn last, which a stream's buffer still holds."""
    stream = sys.__stderr__
    if stream is not None and stream.isatty():
        size = os.fstat(stream.fileno()).st_blksize  # `open` makes buffers so large
        stream.write(_NOTHING * (size // len(_NOTHING)))
        stream.flush()


def is_gone(descriptor: int) -> bool:
    """Whether nobody is at the other end of a terminal or pipe any more."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    ended = select.POLLHUP | select.POLLERR | select.POLLNVAL
    return any(what & ended for _, what in poll.poll(0))


def _believe_the_terminal() -> None:
    """Textual asks these before the terminal itself, and would miss every resize."""
    if os.isatty(0):
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)


def _open_log(log: Path) -> int:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(log.suffix + ".1"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _stream(descriptor: int) -> TextIO:
    return open(
        descriptor, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False
    )


def _take_streams(out: TextIO | None, err: TextIO | None) -> None:
    """Textual takes its files from here; the names are final to type checkers only."""
    vars(sys).update(__stdout__=out, __stderr__=err)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
