"""The local HTTP door: talk button, typed questions, events, chat, health, metrics."""

from kiosk.web.call import Call, Who
from kiosk.web.callers import Callers
from kiosk.web.chat import Chat
from kiosk.web.door import door
from kiosk.web.limits import Limits
from kiosk.web.precedence import Precedence
from kiosk.web.server import open_door
from kiosk.web.staff import staff_calls
from kiosk.web.talk import talk_calls
from kiosk.web.visit_export import visit_calls

__all__ = [
    "Call",
    "Callers",
    "Chat",
    "Limits",
    "Precedence",
    "Who",
    "door",
    "open_door",
    "staff_calls",
    "talk_calls",
    "visit_calls",
]
