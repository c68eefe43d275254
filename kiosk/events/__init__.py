"""What happened, as the rest of the house is told it.

The names are kept for good: the HTTP door publishes them in snake case (`FirstSound` is
`first_sound`), and others measure through them.
"""

import re
from enum import StrEnum

from kiosk.events.house import (
    DeviceBack,
    DeviceLost,
    DocumentRead,
    DocumentsBack,
    DocumentsLost,
    DocumentsRead,
    Missed,
    ModelRetiring,
    Muted,
    PaceChanged,
    ShopBack,
    ShopLost,
    Spent,
    SteppedDown,
    SteppedUp,
    Unmuted,
    VolumeChanged,
)
from kiosk.events.turn import (
    FirstSound,
    Forgotten,
    Heard,
    HeardSoFar,
    IdleWarned,
    Interrupted,
    Listening,
    Outcome,
    Pressed,
    Rated,
    Ready,
    Released,
    Replied,
    Sentence,
    SentenceStopped,
    Spoken,
    TakenBack,
    ToolCalled,
    ToolDone,
    Trouble,
    TurnEnded,
    VisitEnded,
)

__all__ = [
    "DeviceBack",
    "DeviceLost",
    "DocumentRead",
    "DocumentsBack",
    "DocumentsLost",
    "DocumentsRead",
    "Event",
    "FirstSound",
    "Forgotten",
    "Heard",
    "HeardSoFar",
    "IdleWarned",
    "Interrupted",
    "Listening",
    "Missed",
    "ModelRetiring",
    "Muted",
    "Outcome",
    "PaceChanged",
    "Pressed",
    "Rated",
    "Ready",
    "Released",
    "Replied",
    "Sentence",
    "SentenceStopped",
    "ShopBack",
    "ShopLost",
    "Spent",
    "Spoken",
    "Stage",
    "SteppedDown",
    "SteppedUp",
    "TakenBack",
    "ToolCalled",
    "ToolDone",
    "Trouble",
    "TurnEnded",
    "Unmuted",
    "VisitEnded",
    "VolumeChanged",
    "lack_after",
    "name_of",
    "stage_after",
]


class Stage(StrEnum):
    """What the kiosk is doing, as lamp and screen show it."""

    READY = "ready"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    TROUBLE = "trouble"


Event = (
    Ready
    | Pressed
    | Listening
    | Released
    | HeardSoFar
    | Heard
    | ToolCalled
    | ToolDone
    | Sentence
    | SentenceStopped
    | TakenBack
    | Replied
    | Rated
    | FirstSound
    | Spoken
    | Interrupted
    | Trouble
    | DeviceLost
    | DeviceBack
    | Muted
    | Unmuted
    | VolumeChanged
    | PaceChanged
    | DocumentRead
    | DocumentsRead
    | DocumentsLost
    | DocumentsBack
    | ModelRetiring
    | ShopLost
    | ShopBack
    | Spent
    | SteppedDown
    | SteppedUp
    | TurnEnded
    | IdleWarned
    | VisitEnded
    | Forgotten
    | Missed
)


def name_of(event: Event) -> str:
    """The event's public name, such as `first_sound`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()


def lack_after(event: Event) -> tuple[str, bool] | None:
    """What this event takes away (True) or gives back: `microphone`, `loudspeaker`.

    A microphone that is closed on purpose is lacking as `muted`.
    """
    match event:
        case DeviceLost(device):
            return device, True
        case DeviceBack(device):
            return device, False
        case Muted() | Unmuted():
            return "muted", isinstance(event, Muted)
        case _:
            return None


def stage_after(event: Event) -> Stage | None:
    """The stage that begins with this event; None when it changes nothing."""
    match event:
        case Ready() | VisitEnded():
            return Stage.READY
        case Listening():
            return Stage.LISTENING
        case Released() | Heard():
            return Stage.THINKING
        case FirstSound():
            return Stage.SPEAKING
        case Trouble():
            return Stage.TROUBLE
        case _:
            return None
