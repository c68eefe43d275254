"""Transcription of whole recordings by OpenAI and compatible servers."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx2

from audio.errors import SpeechServiceError
from audio.openai_client import in_our_words, not_sound, open_client, twice, warm
from audio.pause import Pauses
from audio.phantoms import without_phantoms
from audio.rates import at_rate
from audio.servers import SERVERS, SpeechServer
from audio.settings import SttOpenAI
from audio.sound import Block, Samples
from audio.stt import OnWords, Transcript
from audio.upload import Upload

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
        self._client = open_client(settings, self._declare_form)
        self._upload = Upload()
        server = SERVERS.get(settings.dialect, SpeechServer())
        self._upload.fill_in(self._fields(server))

    async def warm(self) -> None:
        """Open the connection, or find out that it still stands."""
        settings = self._settings
        server = await warm(self._client, settings, settings.model)
        self._upload.fill_in(self._fields(server))

    async def close(self) -> None:
        """Close the connection."""
        await self._client.close()

    async def transcribe(
        self,
        blocks: AsyncIterator[Block],
        on_words: OnWords | None = None,
    ) -> Transcript:
        """Give the words of a recording, once its blocks have ended.

        What is known before are the words that were said before a pause.

        Raises:
            SpeechServiceError: The server did not do its work.
        """
        pauses = Pauses(RATE_HZ)
        early = _Early(self._ask, on_words)
        try:
            async for part in at_rate(blocks, RATE_HZ):
                if pauses.add(part) and self._settings.asks_early:
                    early.ask(pauses)
            return await self._words(pauses, early)
        finally:
            early.drop()

    async def _words(self, pauses: Pauses, early: "_Early") -> Transcript:
        """Give the words of what was heard, by the early request if that has it all."""
        heard_s = len(pauses.samples) / RATE_HZ
        if not pauses.has_speech:
            return Transcript("", heard_s=heard_s)
        found = await early.words(pauses)
        if found is None:
            found = await self._ask(pauses.without_tail())
        return replace(found, heard_s=heard_s)

    async def _ask(self, samples: Samples) -> Transcript:
        form = self._upload.of(samples, RATE_HZ)
        with in_our_words(self._client):
            async with asyncio.timeout(self._settings.deadline_s):
                answer = await twice(
                    lambda: self._client.post(
                        "/audio/transcriptions",
                        cast_to=httpx2.Response,
                        content=form,
                    )
                )
        try:
            return _transcript(answer.json())
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            wrong = "a page or text instead of a transcript"
            raise not_sound(self._client, wrong) from error

    async def _declare_form(self, request: httpx2.Request) -> None:
        """Say what is sent; the client, if told so, would want to make it itself."""
        if request.method == "POST":
            request.headers["Content-Type"] = self._upload.content_type

    def _fields(self, server: SpeechServer) -> Mapping[str, Any]:
        """Give the model and what helps to hear right, as far as a server reads it."""
        settings = self._settings
        fields: dict[str, Any] = {"model": settings.model}
        if settings.prompt:
            fields["prompt"] = settings.prompt
        if settings.takes_lists:
            fields["languages"] = settings.languages
            fields["keywords"] = self._keywords
        elif len(settings.languages) == 1:
            fields["language"] = settings.languages[0]
        elif not server.tells_languages:
            fields["language"] = "auto"  # It takes everything for English otherwise.
        if server.words_as and self._keywords:
            fields[server.words_as] = ", ".join(self._keywords)
        return {**fields, **settings.extra}


def _transcript(told: Mapping[str, Any]) -> Transcript:
    """Give what an answer says; raises of all sorts when it is none."""
    languages = told.get("languages")
    language = languages[0]["code"] if languages else None
    return Transcript(without_phantoms(told["text"]), language)


class _Early:
    """A request sent in a pause, in the hope that nothing more is said."""

    def __init__(
        self,
        ask: Callable[[Samples], Coroutine[Any, Any, Transcript]],
        on_words: OnWords | None,
    ) -> None:
        self._ask = ask
        self._on_words = on_words
        self._request: asyncio.Task[Transcript] | None = None
        self._place = 0
        self._left = _MOST_EARLY

    def ask(self, heard: Pauses) -> None:
        """Ask for what was heard so far, unless that was done already."""
        if self._request and not heard.speaks_after(self._place):
            return
        self.drop()
        if self._left:
            self._left -= 1
            self._place = len(heard.samples)
            self._request = asyncio.create_task(self._ask(heard.without_tail()))
            self._request.add_done_callback(self._tell)

    async def words(self, heard: Pauses) -> Transcript | None:
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

    def _tell(self, request: asyncio.Task[Transcript]) -> None:
        """Tell the words; a failure that is not asked for again is none."""
        if request.cancelled() or request.exception() or request is not self._request:
            return
        if self._on_words is not None and (text := request.result().text):
            self._on_words(text)
