"""Whisper in process: any sentence, no key, no network once its model is there."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from audio.errors import ServiceBroken
from audio.pause import Pauses
from audio.phantoms import without_phantoms
from audio.rates import at_rate
from audio.settings import SttWhisper
from audio.sound import Block, Samples
from audio.stt import OnWords, Transcript
from audio.whisper_model import model_folder

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

RATE_HZ = 16_000
_ENOUGH_S = 2.0
"""So much of a recording tells which language is spoken."""
_REPEATS_ITSELF = 2.4
"""Text that packs better than this is a loop, not speech. Source: Whisper's paper."""

_T = TypeVar("_T")


class WhisperTranscriber:
    """Decodes a recording when it has ended, in a thread of its own.

    Decoding in a pause was refused: a thread cannot be hung up on, and who goes on
    speaking would wait for two decodings. Only the language is made out before the end.
    """

    name = "whisper"

    def __init__(self, settings: SttWhisper, cache_dir: Path) -> None:
        """Find the model; nothing is loaded before `warm` or the first recording.

        Args:
            settings: The model, and what customers may speak.
            cache_dir: Where fetched models lie.

        Raises:
            UnknownBackend: The extra `local` or the model is not there.
        """
        self._folder = model_folder(settings.model, cache_dir)
        self._languages = settings.languages
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="whisper")
        self._model: WhisperModel | None = None

    async def warm(self) -> None:
        """Load the model.

        Raises:
            ServiceBroken: It is damaged, or too large for this machine.
        """
        await self._in_thread(self._load)

    async def close(self) -> None:
        """Drop the model; what is being decoded is not waited for."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._model = None

    async def transcribe(
        self,
        blocks: AsyncIterator[Block],
        on_words: OnWords | None = None,  # noqa: ARG002 # it knows none before the end
    ) -> Transcript:
        """Give the words of a recording, once its blocks have ended.

        Raises:
            ServiceBroken: The model is damaged, or gave up.
        """
        heard = Pauses(RATE_HZ)
        count = 0
        language: asyncio.Task[str] | None = None
        try:
            async for part in at_rate(blocks, RATE_HZ):
                heard.add(part)
                count += len(part)
                is_enough = count >= _ENOUGH_S * RATE_HZ and heard.has_speech
                if is_enough and language is None:
                    language = asyncio.create_task(self._language(heard.samples))
            return await self._words(heard, language)
        finally:
            if language is not None:
                language.cancel()

    async def _words(
        self, heard: Pauses, known: asyncio.Task[str] | None
    ) -> Transcript:
        heard_s = len(heard.samples) / RATE_HZ
        if not heard.has_speech:
            return Transcript("", heard_s=heard_s)
        samples = heard.without_tail()
        language = await (known or self._language(samples))
        text = await self._in_thread(lambda: self._decode(samples, language))
        return Transcript(without_phantoms(text), language, heard_s)

    async def _language(self, samples: Samples) -> str:
        """Tell which of the languages is spoken."""
        if len(self._languages) == 1:
            return self._languages[0]
        return await self._in_thread(lambda: self._likeliest(samples))

    def _likeliest(self, samples: Samples) -> str:
        """Tell the language; runs in the executor, as what follows."""
        model = self._load()
        if not model.model.is_multilingual:
            return "en"
        _, _, chances = model.detect_language(_floats(samples))
        chance_of = dict(chances)
        return max(self._languages, key=lambda name: chance_of.get(name, 0.0))

    def _decode(self, samples: Samples, language: str) -> str:
        segments, _ = self._load().transcribe(
            _floats(samples),
            language=language,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
        )
        said = [
            segment.text
            for segment in segments
            if segment.compression_ratio < _REPEATS_ITSELF
        ]
        return "".join(said).strip()

    def _load(self) -> "WhisperModel":
        if self._model is None:
            from faster_whisper import WhisperModel

            self._model = WhisperModel(
                str(self._folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=os.cpu_count() or 1,
                local_files_only=True,
            )
        return self._model

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._executor, work)
        except (RuntimeError, ValueError, OSError) as error:
            raise ServiceBroken(
                f"Whisper with the model in {self._folder}: {error}", code="bad_model"
            ) from error


def _floats(samples: Samples) -> NDArray[np.float32]:
    return samples.astype(np.float32) / np.float32(32_768)
