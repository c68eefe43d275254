"""Speech to text as the rest of the house sees it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audio.errors import UnknownBackend
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


OnWords = Callable[[str], None]
"""Told all words understood so far, each time there are more; they may still change."""


class Transcriber(Protocol):
    """Turns the blocks of one recording into words."""

    @property
    def name(self) -> str:
        """Its word in the settings."""

    async def warm(self) -> None:
        """Load models, open connections: whatever makes the next call quick."""

    async def transcribe(
        self, blocks: AsyncIterator[Block], on_words: OnWords | None = None
    ) -> Transcript:
        """Listen until the blocks end and give back what was said.

        Too short and silent recordings give an empty text and reach no service.

        Args:
            blocks: The sound, as it is recorded.
            on_words: Told what is understood meanwhile, where the ears know it.

        Raises:
            SpeechServiceError: The service did not do its work.
        """

    async def close(self) -> None:
        """Give back connections and memory; may be called twice."""


def build_transcriber(
    settings: AudioSettings,
    name: str | None = None,
    *,
    books: Callable[[], tuple[PhraseBook, ...]],
    cache_dir: Path,
) -> Transcriber:
    """Give the ears of the settings, not yet warm.

    Args:
        settings: What the owner set about ears.
        name: Which of them; None takes the best of the settings.
        books: What the closed recogniser knows, a book for each language; services
            get the shop's words out of it as hints.
        cache_dir: Where pronunciations and fetched models are kept.

    Raises:
        UnknownBackend: There are no such ears, or they lack their model.
    """
    match name or settings.ears[0]:
        case "phrases":
            from audio.stt_phrases import PhraseTranscriber

            return PhraseTranscriber(books, cache_dir)
        case "whisper":
            from audio.stt_whisper import WhisperTranscriber

            return WhisperTranscriber(settings.stt_whisper, cache_dir)
        case "openai":
            from audio.stt_openai import OpenAITranscriber

            return OpenAITranscriber(settings.stt_openai, keywords_in(books()))
        case "realtime":
            from audio.stt_realtime import RealtimeTranscriber

            return RealtimeTranscriber(settings.stt_realtime, keywords_in(books()))
        case unknown:
            raise UnknownBackend(
                f"no ears {unknown!r} in a list; choose openai, realtime, whisper or "
                "phrases"
            )
