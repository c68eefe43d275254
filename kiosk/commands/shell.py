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
