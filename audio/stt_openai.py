"""Transcription of whole recordings by OpenAI and compatible servers."""

import asyncio
import io
import logging
import wave
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any, cast

from openai.types.audio import Transcription

from audio.errors import SpeechServiceError
from audio.openai_client import in_our_words, not_sound, open_client, twice, warm
from audio.pause import Pauses, without_tail
from audio.phantoms import without_phantoms
from audio.rates import at_rate
from audio.settings import SttOpenAI
from audio.silence import has_speech
from audio.sound import Block, Samples
from audio.stt import OnWords, Transcript

_log = logging.getLogger(__name__)

RATE_HZ = 16_000
_MOST_EARLY = 2
"""Requests sent ahead in one recording: who thinks aloud pauses often."""


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

    async def transcribe(
        self,
        blocks: AsyncIterator[Block],
        on_words: OnWords | None = None,  # noqa: ARG002 # it knows none before the end
    ) -> Transcript:
        """Give the words of a recording, once its blocks have ended.

        Raises:
            SpeechServiceError: The server did not do its work.
        """
        pauses = Pauses(RATE_HZ)
        early = _Early()
        try:
            async for part in at_rate(blocks, RATE_HZ):
                if pauses.add(part) and self._settings.asks_early:
                    early.ask(self._ask, pauses)
            return await self._words(pauses, early)
        finally:
            early.drop()

    async def _words(self, pauses: Pauses, early: "_Early") -> Transcript:
        """Give the words of what was heard, by the early request if that has it all."""
        samples = pauses.samples
        heard_s = len(samples) / RATE_HZ
        if not has_speech(samples, RATE_HZ):
            return Transcript("", heard_s=heard_s)
        found = await early.words(pauses)
        if found is None:
            found = await self._ask(samples)
        return Transcript(
            text=without_phantoms(found.text),
            language=_language_of(found),
            heard_s=heard_s,
        )

    async def _ask(self, samples: Samples) -> Transcription:
        sound = _wave_file(without_tail(samples, RATE_HZ))
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
            raise not_sound(self._client, "a page or text instead of a transcript")
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


class _Early:
    """A request sent in a pause, in the hope that nothing more is said."""

    def __init__(self) -> None:
        self._request: asyncio.Task[Transcription] | None = None
        self._place = 0
        self._left = _MOST_EARLY

    def ask(
        self,
        ask: Callable[[Samples], Coroutine[Any, Any, Transcription]],
        heard: Pauses,
    ) -> None:
        """Ask for what was heard so far, unless that was done already."""
        if self._request and not heard.speaks_after(self._place):
            return
        self.drop()
        if self._left:
            self._left -= 1
            self._place = len(heard.samples)
            self._request = asyncio.create_task(ask(heard.samples))
            self._request.add_done_callback(_seen)

    async def words(self, heard: Pauses) -> Transcription | None:
        """Give the answer; None when more was said, or the request failed."""
        if self._request is None or heard.speaks_after(self._place):
            return None
        try:
            return await self._request
        except SpeechServiceError as error:
            _log.warning("the early request failed, asking anew: %s", error)
            return None

    def drop(self) -> None:
        """Hang up."""
        if self._request is not None:
            self._request.cancel()
            self._request = None


def _seen(request: asyncio.Task[Transcription]) -> None:
    """Look at a failure: one that is not asked for again is none."""
    if not request.cancelled():
        request.exception()


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
