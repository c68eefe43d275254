"""Text to speech as the rest of the house sees it."""

from collections.abc import AsyncIterator
from typing import Protocol

from audio.errors import UnknownBackend
from audio.settings import AudioSettings
from audio.sound import Block


class Synthesizer(Protocol):
    """Turns one sentence into sound, first block as early as possible."""

    pace: float
    """Speed of the sentences asked for from now on; 1.0 is as the owner set it."""

    @property
    def name(self) -> str:
        """Its word in the settings."""

    async def warm(self) -> None:
        """Open connections: whatever makes the next call quick."""

    def synthesize(self, text: str, language: str) -> AsyncIterator[Block]:
        """Yield the sound of a sentence; closing the iterator cancels the work.

        Raises:
            SpeechServiceError: The service did not do its work.
        """

    async def close(self) -> None:
        """Give back connections and programs; may be called twice."""


def build_synthesizer(settings: AudioSettings, name: str | None = None) -> Synthesizer:
    """Give a voice.

    Args:
        settings: What the owner set about voices.
        name: Which of them; None takes the best of the settings.

    Raises:
        UnknownBackend: There is no such voice, or what it needs is not installed.
    """
    match name or settings.voices[0]:
        case "espeak":
            from audio.tts_espeak import EspeakSynthesizer

            return EspeakSynthesizer(settings.espeak)
        case "piper":
            from audio.tts_piper import PiperSynthesizer

            return PiperSynthesizer(settings.piper)
        case "openai":
            from audio.tts_openai import OpenAISynthesizer

            return OpenAISynthesizer(settings.tts_openai)
        case "realtime":
            from audio.tts_realtime import RealtimeSynthesizer

            return RealtimeSynthesizer(settings.tts_realtime)
        case unknown:
            raise UnknownBackend(
                f"no voice {unknown!r} in a list; choose openai, realtime, piper or "
                "espeak"
            )
