"""What commands share with the shell: exit codes, narration, the parser's types.

stdout is the result, stderr the narration.
"""

import argparse
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse gives its own type no other name

Command = Callable[[argparse.Namespace, LoadedConfig], int]
"""What a parser's `command` default is: options and settings → exit code."""

_BAR_WIDTH = 40


class ExitCode(IntEnum):
    """What the shell and systemd are told."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    DEVICE_MISSING = 3
    UNREACHABLE = 4


def narrate(text: str) -> None:
    """Tell the operator on stderr; stdout is for results."""
    sys.stderr.write(f"kiosk: {text}\n")


def is_approved(question: str) -> bool:
    """Ask the operator on stderr; nobody there, or no clear yes, means no."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "s", "si", "sí")


def show_progress(share: float) -> None:
    """Draw a bar on stderr, where that is a terminal.

    Args:
        share: What is done, 0.0 to 1.0; 1.0 ends the line.
    """
    if not sys.stderr.isatty():
        return
    full = round(share * _BAR_WIDTH)
    bar = "#" * full + "." * (_BAR_WIDTH - full)
    end = "\n" if share >= 1 else ""
    sys.stderr.write(f"\r[{bar}] {share:4.0%}{end}")
    sys.stderr.flush()
