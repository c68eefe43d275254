"""One customer's visit: who they are, which language they speak, what was said."""

from collections.abc import Callable, Sequence
from datetime import datetime

from agents import Assistant, Finding, FollowUp, Language, language_of


def _real_time() -> datetime:
    return datetime.now().astimezone()


def _nobody(_: str) -> None:
    """Where nobody needs the customer's words."""


class Visit:
    """Everything the kiosk knows of one customer; its end wipes all of it."""

    def __init__(
        self, build_assistant: Callable[["Visit"], Assistant], *, language: Language
    ) -> None:
        """Begin the first visit.

        Args:
            build_assistant: Makes an assistant with tools and memory of its own.
            language: What is spoken until the customer shows otherwise.
        """
        self._build_assistant = build_assistant
        self._first_language = language
        self.now: Callable[[], datetime] = _real_time
        """The present, for "tomorrow" and "the next bus"."""
        self.end()

    def end(self) -> None:
        """Forget the customer; the next one finds a new assistant."""
        self.language: Language = self._first_language
        self.customer: str | None = None
        """E-mail of who is logged in."""
        self.has_spoken = False
        """Something was asked, so that there is something to forget."""
        self.is_aloud = False
        """The customer asked to have their sums said aloud."""
        self.withheld: list[str] = []
        """Sentences of the last reply that were shown and not said."""
        self.last_reply = ""
        """As it was said, for whoever wants to hear it again."""
        self.may_rate = False
        """There is an answer of which the customer has not said whether it helped."""
        self.finding = Finding()
        """What the last reply rests on, for the screen's cards."""
        self.on_words: Callable[[str], None] = _nobody
        """Told the customer's own words before the assistant is."""
        self.follow_ups: Callable[[], Sequence[FollowUp]] = tuple
        """What was negotiated and is not agreed on."""
        self.assistant = self._build_assistant(self)

    def rated(self) -> bool:
        """Take the customer's thumb; whether there was an answer it can be for."""
        could, self.may_rate = self.may_rate, False
        return could

    def take_back(self) -> None:
        """Go back to before the customer's last question."""
        self.assistant.take_back()
        self.withheld = []
        self.last_reply = ""
        self.finding = Finding()

    @property
    def has_begun(self) -> bool:
        """Whether the kiosk knows anything of a customer."""
        return self.has_spoken or self.customer is not None

    def clock(self) -> datetime:
        """The present moment of this visit."""
        return self.now()

    def hear(self, text: str, language: str | None = None) -> None:
        """Follow the customer's language, and tell who must know their words."""
        self.has_spoken = True
        self.on_words(text)
        match language:
            case "es" | "en":
                self.language = language
            case _:
                self.language = language_of(text, self.language)
