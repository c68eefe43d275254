"""The stations a turn passes, and what is known of the turn under way."""

from collections.abc import Callable
from dataclasses import dataclass, field

from audio import Clip, Recorder, Speaker, Transcriber
from kiosk.clerk import Clerk
from kiosk.events import Event, FirstSound, Released
from kiosk.hold import Hold
from kiosk.notices import Notices

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Line:
    """The stations a turn passes, in order; the mind comes with the visit."""

    recorder: Recorder
    transcriber: Transcriber
    speaker: Speaker
    chime: Clip | None = None
    """Played when a question has been heard."""
    notices: Notices | None = None
    """What customers are to be told of the kiosk itself."""
    has_screen: bool = True
    """What is not said can be read."""
    clerk: Clerk | None = None
    """Hands receipts and notices on."""
    camera: tuple[str, ...] = ()
    """The program that takes pictures; empty: there is no camera."""
    says_sums: bool = False
    """Only the customer can hear: their sums may be said without being asked for."""


@dataclass(slots=True)
class Turn:
    """What is known of the turn that is under way."""

    emit: Emit
    asked_at: float = 0.0
    """When the question was complete, in monotonic seconds; 0: not yet."""
    first_sound_at: float = 0.0
    is_instead: bool = False
    """The question is asked in place of the last one."""
    language: str | None = None
    """What the transcriber took the question for."""
    notices: Notices | None = None
    """What the kiosk has to tell of itself before it replies."""
    hold: Hold | None = None
    """Listens whether a held button says anything."""
    said: list[str] = field(default_factory=list)
    """What the customer has really heard, or seen in its place."""
    to_say: list[str] = field(default_factory=list)
    """What the voice was given, whether or not it came to say it."""

    def released(self) -> None:
        """The question is complete; only the first call counts."""
        if not self.asked_at:
            event = Released()
            self.asked_at = event.t
            self.emit(event)

    def sounded(self, at: float) -> None:
        """The first sample of the reply was handed to the device."""
        if not self.first_sound_at:
            self.first_sound_at = at
            self.emit(FirstSound(t=at))
