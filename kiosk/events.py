"""What happened, as the rest of the house is told it.

The names are kept for good: the HTTP door publishes them in snake case (`FirstSound` is
`first_sound`), and others measure through them.
"""

import re
import time
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from catalog import Wish


class Stage(StrEnum):
    """What the kiosk is doing, as lamp and screen show it."""

    READY = "ready"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    TROUBLE = "trouble"


class Outcome(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    NOTHING_HEARD = "nothing_heard"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    t: float = field(default_factory=time.monotonic)
    """Seconds of the monotonic clock."""


@dataclass(frozen=True, slots=True)
class Ready(_Happened):
    """The kiosk waits for a press."""


@dataclass(frozen=True, slots=True)
class Pressed(_Happened):
    """The button went down."""


@dataclass(frozen=True, slots=True)
class Listening(_Happened):
    """What is said from now on (and just before) is recorded."""


@dataclass(frozen=True, slots=True)
class Released(_Happened):
    """The button came up."""


@dataclass(frozen=True, slots=True)
class HeardSoFar(_Happened):
    """Words of a question that is still being spoken; they may change."""

    text: str


@dataclass(frozen=True, slots=True)
class Heard(_Happened):
    """A question was understood, or typed."""

    text: str
    language: str
    was_typed: bool = False


@dataclass(frozen=True, slots=True)
class ToolCalled(_Happened):
    """The assistant uses a tool."""

    name: str


@dataclass(frozen=True, slots=True)
class ToolDone(_Happened):
    """The tool answered."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Sentence(_Happened):
    """One sentence of the reply is ready to be shown and spoken."""

    text: str
    language: str
    is_private: bool = False
    """It names the customer's sums: it is shown, and something else is spoken."""


@dataclass(frozen=True, slots=True)
class TakenBack(_Happened):
    """The customer's last questions and their answers no longer count."""

    questions: int = 1
    """How many of those heard, counted from the last."""


@dataclass(frozen=True, slots=True)
class SentenceStopped(_Happened):
    """The model made a sentence that must not be said; the customer never hears it."""

    why: str
    """`figures` that nothing supports, a `deal` nobody made, the house's `rules`,
    or a `subject` that is not the shop's."""


@dataclass(frozen=True, slots=True)
class Replied(_Happened):
    """The whole reply is made; saying it may go on."""

    text: str
    kind: str
    """`answer`, `refuse`, `clarify` or `unknown`."""
    subject: str = "talk"
    """`catalog`, `documents`, `debts` or `talk`."""
    wish: Wish | None = None
    """What a customer who is nobody's acquaintance wanted in vain; never logged."""


@dataclass(frozen=True, slots=True)
class Rated(_Happened):
    """The customer said whether the last answer helped."""

    has_helped: bool


@dataclass(frozen=True, slots=True)
class FirstSound(_Happened):
    """The first sample of the reply was handed to the loudspeaker."""


@dataclass(frozen=True, slots=True)
class Spoken(_Happened):
    """A sentence has been said to its end."""

    text: str


@dataclass(frozen=True, slots=True)
class Interrupted(_Happened):
    """The customer cut the reply short."""


@dataclass(frozen=True, slots=True)
class Trouble(_Happened):
    """Something failed; the kiosk stays ready for the next press."""

    code: str
    """Short and stable, for lamp and log."""
    said: str
    """One clear sentence for the customer."""
    detail: str = ""
    """One precise line for the owner."""


@dataclass(frozen=True, slots=True)
class DeviceLost(_Happened):
    """A sound device went away."""

    device: str
    """`microphone` or `loudspeaker`."""


@dataclass(frozen=True, slots=True)
class DeviceBack(_Happened):
    """A sound device is there again."""

    device: str


@dataclass(frozen=True, slots=True)
class Muted(_Happened):
    """The microphone was closed on purpose: nothing is heard until `Unmuted`."""


@dataclass(frozen=True, slots=True)
class Unmuted(_Happened):
    """The microphone may be used again."""


@dataclass(frozen=True, slots=True)
class VolumeChanged(_Happened):
    """The voice was made louder or softer."""

    share: float
    """From 0.0, the softest, to 1.0, the loudest."""


@dataclass(frozen=True, slots=True)
class PaceChanged(_Happened):
    """The voice was made slower or faster."""

    pace: float
    """1.0 is the voice's own."""


@dataclass(frozen=True, slots=True)
class DocumentRead(_Happened):
    """A new or changed document was read in the background, or could not be."""

    file: str
    done: int
    """How many of this round are done, this one included."""
    total: int


@dataclass(frozen=True, slots=True)
class DocumentsRead(_Happened):
    """The index is in step with the folder again."""

    read: int
    removed: int
    failed: tuple[str, ...] = ()
    """Each file of the folder that cannot be read, with the reason."""


@dataclass(frozen=True, slots=True)
class DocumentsLost(_Happened):
    """The folder or the index is out of reach; what was read before still answers."""

    detail: str
    """One precise line for the owner."""


@dataclass(frozen=True, slots=True)
class DocumentsBack(_Happened):
    """Folder and index are there again."""


@dataclass(frozen=True, slots=True)
class ShopLost(_Happened):
    """The server of the shop's database does not answer."""

    as_of: str
    """The moment of the copy that answers, `YYYY-MM-DD HH:MM`; empty: there is none."""
    detail: str = ""
    """One precise line for the owner."""


@dataclass(frozen=True, slots=True)
class ShopBack(_Happened):
    """The server of the shop's database answers again."""


@dataclass(frozen=True, slots=True)
class SteppedDown(_Happened):
    """A worse engine answers, because the better one failed."""

    station: str
    """`ears`, `mind` or `voice`."""
    engine: str
    """What answers now."""
    why: str = ""
    """Short and stable: `unreachable`, `slow`, `no_quota` …"""


@dataclass(frozen=True, slots=True)
class ModelRetiring(_Happened):
    """A model in use is about to be switched off by its provider, or was."""

    model: str
    warning: str
    """When, and what to change to; for the owner's log."""
    last_day: date
    successor: str = ""
    """What the provider names in its place, if it does."""


@dataclass(frozen=True, slots=True)
class Spent(_Happened):
    """What servers got for a turn, in the currency of the owner's prices."""

    cost: float
    of_day: float
    """All of the day so far."""


@dataclass(frozen=True, slots=True)
class SteppedUp(_Happened):
    """The better engine answers again."""

    station: str
    engine: str


@dataclass(frozen=True, slots=True)
class TurnEnded(_Happened):
    """A turn is over, whatever became of it."""

    outcome: Outcome
    spoken_s: float = 0.0
    """Seconds from release, or from the typed question, to the first sound; 0: none."""


@dataclass(frozen=True, slots=True)
class IdleWarned(_Happened):
    """Nobody gives a sign, and was asked aloud; the visit is about to end."""

    left_s: float


@dataclass(frozen=True, slots=True)
class VisitEnded(_Happened):
    """The customer has gone; from now on nobody is to show anything of them."""

    how: str = ""
    """`button`, `idle`, `log_out`, `screen`, `keypad` or `door`."""


@dataclass(frozen=True, slots=True)
class Forgotten(_Happened):
    """Nothing of the last visit is left in the kiosk."""

    seconds: float
    """Since it ended."""


@dataclass(frozen=True, slots=True)
class Missed(_Happened):
    """An observer was too slow and lost this many events."""

    count: int


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
