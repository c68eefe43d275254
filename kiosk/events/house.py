"""What happens to devices, documents, the shop, engines and costs."""

from dataclasses import dataclass
from datetime import date

from kiosk.events.happened import Happened


@dataclass(frozen=True, slots=True)
class DeviceLost(Happened):
    """A sound device went away."""

    device: str
    """`microphone` or `loudspeaker`."""


@dataclass(frozen=True, slots=True)
class DeviceBack(Happened):
    """A sound device is there again."""

    device: str


@dataclass(frozen=True, slots=True)
class Muted(Happened):
    """The microphone was closed on purpose: nothing is heard until `Unmuted`."""


@dataclass(frozen=True, slots=True)
class Unmuted(Happened):
    """The microphone may be used again."""


@dataclass(frozen=True, slots=True)
class VolumeChanged(Happened):
    """The voice was made louder or softer."""

    share: float
    """From 0.0, the softest, to 1.0, the loudest."""


@dataclass(frozen=True, slots=True)
class PaceChanged(Happened):
    """The voice was made slower or faster."""

    pace: float
    """1.0 is the voice's own."""


@dataclass(frozen=True, slots=True)
class DocumentRead(Happened):
    """A new or changed document was read in the background, or could not be."""

    file: str
    done: int
    """How many of this round are done, this one included."""
    total: int


@dataclass(frozen=True, slots=True)
class DocumentsRead(Happened):
    """The index is in step with the folder again."""

    read: int
    removed: int
    failed: tuple[str, ...] = ()
    """Each file of the folder that cannot be read, with the reason."""


@dataclass(frozen=True, slots=True)
class DocumentsLost(Happened):
    """The folder or the index is out of reach; what was read before still answers."""

    detail: str
    """One precise line for the owner."""


@dataclass(frozen=True, slots=True)
class DocumentsBack(Happened):
    """Folder and index are there again."""


@dataclass(frozen=True, slots=True)
class ShopLost(Happened):
    """The server of the shop's database does not answer."""

    as_of: str
    """The moment of the copy that answers, `YYYY-MM-DD HH:MM`; empty: there is none."""
    detail: str = ""
    """One precise line for the owner."""


@dataclass(frozen=True, slots=True)
class ShopBack(Happened):
    """The server of the shop's database answers again."""


@dataclass(frozen=True, slots=True)
class SteppedDown(Happened):
    """A worse engine answers, because the better one failed."""

    station: str
    """`ears`, `mind` or `voice`."""
    engine: str
    """What answers now."""
    why: str = ""
    """Short and stable: `unreachable`, `slow`, `no_quota` …"""


@dataclass(frozen=True, slots=True)
class SteppedUp(Happened):
    """The better engine answers again."""

    station: str
    engine: str


@dataclass(frozen=True, slots=True)
class ModelRetiring(Happened):
    """A model in use is about to be switched off by its provider, or was."""

    model: str
    warning: str
    """When, and what to change to; for the owner's log."""
    last_day: date
    successor: str = ""
    """What the provider names in its place, if it does."""


@dataclass(frozen=True, slots=True)
class Spent(Happened):
    """What servers got for a turn, in the currency of the owner's prices."""

    cost: float
    of_day: float
    """All of the day so far."""


@dataclass(frozen=True, slots=True)
class Missed(Happened):
    """An observer was too slow and lost this many events."""

    count: int
