"""The local HTTP door: talk button, typed questions, events, health."""

from kiosk.web.door import door
from kiosk.web.server import open_door

__all__ = ["door", "open_door"]
