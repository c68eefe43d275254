"""Speech to text as the rest of the house sees it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from audio.sound import Block


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was understood of a recording."""

    text: str
    """The words; empty when nothing was understood."""
    language: str | None = None
    """`es` or `en` when the transcriber knows it."""
    heard_s: float = 0.0
    """Seconds of sound that were listened to."""


class Transcriber(Protocol):
    """Turns the blocks of one recording into words."""

    name: str

    async def warm(self) -> None:
        """Load models, open connections: whatever makes the next call quick."""

    async def transcribe(self, blocks: AsyncIterator[Block]) -> Transcript:
        """Listen until the blocks end and give back what was said.

        Too short and silent recordings give an empty text and reach no service.

        Raises:
            SpeechServiceError: The service did not do its work.
        """

    async def close(self) -> None:
        """Give back connections and memory; may be called twice."""
