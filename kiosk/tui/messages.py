"""What the screen is told; its `on_…` handlers alone change widgets."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from kiosk.events import Event

if TYPE_CHECKING:
    from kiosk.host import Host


@dataclass
class Opened(Message):
    """The kiosk's stations stand; from now on it can be asked."""

    host: "Host"


@dataclass
class Happened(Message):
    """One event of the kiosk."""

    event: Event


@dataclass
class Failed(Message):
    """The kiosk could not be opened."""

    detail: str
    """One precise line for the owner."""
