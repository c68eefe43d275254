"""Speech by OpenAI and compatible servers, given out while it still arrives."""

import asyncio
import contextlib
import io
import re
import textwrap
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, TypeVar

import httpx2
import numpy as np

from audio.errors import ServiceBroken
from audio.openai_client import (
    answer,
    in_our_words,
    not_sound,
    open_client,
    twice,
    warm,
)
from audio.pcm_stream import PcmStream
from audio.servers import SERVERS, SpeechServer
from audio.settings import TtsOpenAI
from audio.sound import BLOCK_MS, Block
from audio.spoken import spoken_form

_T = TypeVar("_T")

_OPENAI_RATE_HZ = 24_000
_TOLD_RATE = re.compile(r"rate=(\d+)")
"""In a content type such as `audio/L16; rate=22050`."""
_LONGEST_TEXT = 4096
"""Characters that one request may carry."""
_LATER_MS = 100
_ENCODED = ("mpeg", "mp3", "ogg", "opus", "flac", "aac")


class OpenAISynthesizer:
    """Asks for raw samples where their rate is known, for WAV elsewhere."""

    name = "openai"

    def __init__(self, settings: TtsOpenAI) -> None:
        self.pace = 1.0
        self._settings = settings
        self._client = open_client(settings)
        self._server = SERVERS.get(settings.dialect, SpeechServer())

    async def warm(self) -> None:
        """Open the connection, or find out that it still stands."""
        settings = self._settings
        self._server = await warm(self._client, settings, settings.model)

    async def close(self) -> None:
        """Close the connection."""
        await self._client.close()

    async def synthesize(self, text: str, language: str) -> AsyncIterator[Block]:
        """Yield the sound of a sentence; closing the iterator hangs up at once.

        Raises:
            SpeechServiceError: The server did not do its work.
        """
        for part in textwrap.wrap(spoken_form(text, language), _LONGEST_TEXT):
            async with contextlib.aclosing(self._speech(part, language)) as blocks:
                async for block in blocks:
                    yield block

    async def _speech(self, text: str, language: str) -> AsyncGenerator[Block]:
        with in_our_words(self._client):
            async with contextlib.AsyncExitStack() as stack:
                async with asyncio.timeout(self._settings.first_sound_s):
                    response = await twice(lambda: self._open(stack, text, language))
                kind = response.headers.get("content-type", "")
                arriving = await _closed_at_end(stack, response.aiter_bytes())
                pieces = await _closed_at_end(stack, self._in_time(arriving))
                blocks = await _closed_at_end(stack, self._blocks(pieces, kind))
                async for block in blocks:
                    yield block

    async def _open(
        self, stack: contextlib.AsyncExitStack, text: str, language: str
    ) -> httpx2.Response:
        request: dict[str, Any] = {
            "input": text,
            "model": self._settings.model,
            "voice": self._voice(language),
            "response_format": "pcm" if self._rate_hz else "wav",
        }
        if self._settings.instructions:
            request["instructions"] = self._settings.instructions
        body = {**request, **self._server.adds, **self._settings.extra}
        if self.pace != 1.0:
            body["speed"] = round(float(body.get("speed", 1.0)) * self.pace, 2)
        speech = await answer(self._client, "/audio/speech", body)
        return (await stack.enter_async_context(speech)).response

    @property
    def _rate_hz(self) -> int | None:
        """Of raw samples, where it is certain."""
        if self._settings.gives_raw_samples:
            return _OPENAI_RATE_HZ
        return self._server.rate_hz

    def _voice(self, language: str) -> str:
        settings = self._settings
        if language in settings.voices or "voice" in settings.model_fields_set:
            return settings.voices.get(language, settings.voice)
        return self._server.voices.get(language, settings.voice)

    async def _in_time(self, pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
        while True:
            async with asyncio.timeout(self._settings.first_sound_s):
                piece = await anext(pieces, None)
            if piece is None:
                return
            yield piece

    def _blocks(self, pieces: AsyncIterator[bytes], kind: str) -> AsyncGenerator[Block]:
        if any(name in kind for name in _ENCODED):
            return _decoded(pieces)
        if not kind.startswith(("audio/", "application/octet-stream")):
            raise not_sound(self._client, kind)
        told = _TOLD_RATE.search(kind)
        return _unpacked(pieces, int(told[1]) if told else self._rate_hz)


async def _closed_at_end(
    stack: contextlib.AsyncExitStack, values: AsyncGenerator[_T]
) -> AsyncGenerator[_T]:
    return await stack.enter_async_context(contextlib.aclosing(values))


async def _unpacked(
    pieces: AsyncIterator[bytes], rate_hz: int | None
) -> AsyncGenerator[Block]:
    """Yield the samples as they come, in blocks of at least 20 ms.

    Once a second is made the blocks are longer: each costs, and a voice that is slower
    than its sound breaks off less often.
    """
    stream = PcmStream(rate_hz)
    ready = np.zeros(0, np.int16)
    made_s = 0.0
    async for piece in pieces:
        try:
            ready = np.concatenate([ready, stream.feed(piece)])
        except ValueError as error:
            raise ServiceBroken(
                f"unusable sound: {error}", code="bad_answer"
            ) from error
        least_ms = BLOCK_MS if made_s < 1 else _LATER_MS
        if len(ready) * 1000 >= stream.rate_hz * least_ms and len(ready):
            made_s += len(ready) / stream.rate_hz
            yield Block(ready, stream.rate_hz)
            ready = ready[:0]
    if len(ready):
        yield Block(ready, stream.rate_hz)
    elif not made_s:
        raise ServiceBroken("the server sent no sound at all", code="bad_answer")


async def _decoded(pieces: AsyncIterator[bytes]) -> AsyncGenerator[Block]:
    """Yield compressed sound, which can only be read once it is whole."""
    yield await asyncio.to_thread(_decode, b"".join([piece async for piece in pieces]))


def _decode(data: bytes) -> Block:
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

    try:
        segment = AudioSegment.from_file(io.BytesIO(data))
    except CouldntDecodeError as error:
        raise ServiceBroken(
            f"the server sends {len(data)} bytes that are no sound", code="bad_answer"
        ) from error
    except FileNotFoundError as error:
        raise ServiceBroken(
            "the server sends compressed sound and ffmpeg is not there to read it",
            code="bad_answer",
        ) from error
    mono = segment.set_channels(1).set_sample_width(2)
    return Block(np.array(mono.get_array_of_samples(), np.int16), mono.frame_rate)
