"""Speech to text as the rest of the house sees it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, assert_never

from audio.phrase_book import PhraseBook, keywords_in
from audio.settings import AudioSettings
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


def build_transcriber(
    settings: AudioSettings,
    *,
    books: Callable[[], tuple[PhraseBook, ...]],
    cache_dir: Path,
) -> Transcriber:
    """Give the ears of the settings, not yet warm.

    Args:
        settings: `stt` chooses.
        books: What the closed recogniser knows, a book for each language; services
            get the shop's words out of it as hints.
        cache_dir: Where it keeps pronunciations between starts.
    """
    match settings.stt_engine:
        case "phrases":
            from audio.stt_phrases import PhraseTranscriber

            return PhraseTranscriber(books, cache_dir)
        case "openai":
            from audio.stt_openai import OpenAITranscriber

            return OpenAITranscriber(settings.stt_openai, keywords_in(books()))
        case "realtime":
            from audio.stt_realtime import RealtimeTranscriber

            return RealtimeTranscriber(settings.stt_realtime, keywords_in(books()))
        case never:
            assert_never(never)
