"""The local HTTP door: talk button, typed questions, events, chat, health, metrics."""

from kiosk.web.callers import Callers
from kiosk.web.chat import Chat
from kiosk.web.door import door
from kiosk.web.server import open_door
from kiosk.web.staff import staff_routes

__all__ = ["Callers", "Chat", "door", "open_door", "staff_routes"]
