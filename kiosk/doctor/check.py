"""What one look found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.config import LoadedConfig


class Verdict(StrEnum):
    """How serious it is; the order is the order of a report."""

    FAILED = "failed"
    """Customers will notice."""
    WARNING = "warning"
    """Works, but not for long or not as it should."""
    FINE = "fine"
    SKIPPED = "skipped"
    """Not in use here, or there is nothing to look at."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    verdict: Verdict
    found: str
    remedy: str = ""
    """What to do; empty unless it failed or is a warning."""
    area: str = ""


Probe = Callable[[LoadedConfig], Iterator[Check]]
"""Looks at one area; runs in a thread of its own."""


def fine(name: str, found: str) -> Check:
    """Give what is as it should be."""
    return Check(name, Verdict.FINE, found)


def warning(name: str, found: str, remedy: str) -> Check:
    """Give what works, but not for long or not as it should."""
    return Check(name, Verdict.WARNING, found, remedy)


def failed(name: str, found: str, remedy: str) -> Check:
    """Give what customers will notice."""
    return Check(name, Verdict.FAILED, found, remedy)


def skipped(name: str, reason: str) -> Check:
    """Give what there was no need or no way to look at."""
    return Check(name, Verdict.SKIPPED, reason)
