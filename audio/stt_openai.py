"""Transcription of whole recordings by OpenAI and compatible servers."""

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

import numpy as np
from openai.types.audio import Transcription

from audio.openai_client import in_our_words, not_sound, open_client, twice, warm
from audio.phantoms import without_phantoms
from audio.rates import at_rate
from audio.settings import SttOpenAI
from audio.silence import has_speech
from audio.sound import Block, Samples
from audio.stt import Transcript

RATE_HZ = 16_000


class OpenAITranscriber:
    """Sends a recording as a WAV file when it has ended."""

    name = "openai"

    def __init__(self, settings: SttOpenAI, keywords: Sequence[str] = ()) -> None:
        """Keep a client ready.

        Args:
            settings: The server and its model.
            keywords: The shop's own words: families, brands, product names.
        """
        self._settings = settings
        self._keywords = [word for word in keywords if not set(word) & set("<>\r\n")]
        self._client = open_client(settings)
        self._server = ""
        self._transcriptions = self._client.audio.transcriptions

    async def warm(self) -> None:
        """Open the connection, or find out that it still stands."""
        self._server = await warm(self._client, self._settings.model)

    async def close(self) -> None:
        """Close the connection."""
        await self._client.close()

    async def transcribe(self, blocks: AsyncIterator[Block]) -> Transcript:
        """Give the words of a recording, once its blocks have ended.

        Raises:
            SpeechServiceError: The server did not do its work.
        """
        parts = [part async for part in at_rate(blocks, RATE_HZ)]
        samples = np.concatenate(parts) if parts else np.zeros(0, np.int16)
        heard_s = len(samples) / RATE_HZ
        if not has_speech(samples, RATE_HZ):
            return Transcript("", heard_s=heard_s)
        found = await self._ask(_wave_file(samples))
        return Transcript(
            text=without_phantoms(found.text),
            language=_language_of(found),
            heard_s=heard_s,
        )

    async def _ask(self, sound: bytes) -> Transcription:
        with in_our_words(self._client):
            async with asyncio.timeout(self._settings.deadline_s):
                found: Any = await twice(
                    lambda: self._transcriptions.create(
                        file=("recording.wav", sound, "audio/wav"),
                        model=self._settings.model,
                        **self._hints(),
                    )
                )
        if not isinstance(getattr(found, "text", None), str):
            raise not_sound(self._client, type(found).__name__)
        return cast(Transcription, found)

    def _hints(self) -> dict[str, Any]:
        """Give what helps to hear right, as far as the server can read it."""
        settings = self._settings
        hints: dict[str, Any] = {"extra_body": settings.extra}
        if settings.prompt:
            hints["prompt"] = settings.prompt
        if settings.takes_lists:
            hints["languages"] = list(settings.languages)
            if self._keywords:
                # As the typed parameter each word is looked at: 1 ms more.
                hints["extra_body"] = {"keywords": self._keywords, **settings.extra}
        elif len(settings.languages) == 1:
            hints["language"] = settings.languages[0]
        elif self._server == "whisper.cpp":
            hints["language"] = "auto"  # It takes everything for English otherwise.
        return hints


def _wave_file(samples: Samples) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


def _language_of(found: Transcription) -> str | None:
    return found.languages[0].code if found.languages else None
