"""What happens in a turn and in a visit."""

from dataclasses import dataclass
from enum import StrEnum

from catalog import Wish
from kiosk.events.happened import Happened


class Outcome(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    NOTHING_HEARD = "nothing_heard"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Ready(Happened):
    """The kiosk waits for a press."""


@dataclass(frozen=True, slots=True)
class Pressed(Happened):
    """The button went down."""


@dataclass(frozen=True, slots=True)
class Listening(Happened):
    """What is said from now on (and just before) is recorded."""


@dataclass(frozen=True, slots=True)
class Released(Happened):
    """The button came up."""


@dataclass(frozen=True, slots=True)
class HeardSoFar(Happened):
    """Words of a question that is still being spoken; they may change."""

    text: str


@dataclass(frozen=True, slots=True)
class Heard(Happened):
    """A question was understood, or typed."""

    text: str
    language: str
    was_typed: bool = False


@dataclass(frozen=True, slots=True)
class ToolCalled(Happened):
    """The assistant uses a tool."""

    name: str


@dataclass(frozen=True, slots=True)
class ToolDone(Happened):
    """The tool answered."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Sentence(Happened):
    """One sentence of the reply is ready to be shown and spoken."""

    text: str
    language: str
    is_private: bool = False
    """It names the customer's sums: it is shown, and something else is spoken."""


@dataclass(frozen=True, slots=True)
class TakenBack(Happened):
    """The customer's last questions and their answers no longer count."""

    questions: int = 1
    """How many of those heard, counted from the last."""


@dataclass(frozen=True, slots=True)
class SentenceStopped(Happened):
    """The model made a sentence that must not be said; the customer never hears it."""

    why: str
    """`figures` that nothing supports, a `deal` nobody made, the house's `rules`,
    or a `subject` that is not the shop's."""


@dataclass(frozen=True, slots=True)
class Replied(Happened):
    """The whole reply is made; saying it may go on."""

    text: str
    kind: str
    """`answer`, `refuse`, `clarify` or `unknown`."""
    subject: str = "talk"
    """`catalog`, `documents`, `debts` or `talk`."""
    wish: Wish | None = None
    """What a customer who is nobody's acquaintance wanted in vain; never logged."""


@dataclass(frozen=True, slots=True)
class Rated(Happened):
    """The customer said whether the last answer helped."""

    has_helped: bool


@dataclass(frozen=True, slots=True)
class FirstSound(Happened):
    """The first sample of the reply was handed to the loudspeaker."""


@dataclass(frozen=True, slots=True)
class Spoken(Happened):
    """A sentence has been said to its end."""

    text: str


@dataclass(frozen=True, slots=True)
class Interrupted(Happened):
    """The customer cut the reply short."""


@dataclass(frozen=True, slots=True)
class Trouble(Happened):
    """Something failed; the kiosk stays ready for the next press."""

    code: str
    """Short and stable, for lamp and log."""
    said: str
    """One clear sentence for the customer."""
    detail: str = ""
    """One precise line for the owner."""


@dataclass(frozen=True, slots=True)
class TurnEnded(Happened):
    """A turn is over, whatever became of it."""

    outcome: Outcome
    spoken_s: float = 0.0
    """Seconds from release, or from the typed question, to the first sound; 0: none."""


@dataclass(frozen=True, slots=True)
class IdleWarned(Happened):
    """Nobody gives a sign, and was asked aloud; the visit is about to end."""

    left_s: float


@dataclass(frozen=True, slots=True)
class VisitEnded(Happened):
    """The customer has gone; from now on nobody is to show anything of them."""

    how: str = ""
    """`button`, `idle`, `log_out`, `screen`, `keypad` or `door`."""


@dataclass(frozen=True, slots=True)
class Forgotten(Happened):
    """Nothing of the last visit is left in the kiosk."""

    seconds: float
    """Since it ended."""
