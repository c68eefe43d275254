"""A closed grammar in process: the shop's own phrases, no key, network or download.

The decoder always finds the nearest phrase. How far each frame of sound is from it
tells whether it was said at all: beyond `WORST_FIT` the answer is "not understood"
rather than a guess.
"""

import asyncio
import json
import math
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audio.phrase_book import PhraseBook, fingerprint, grammar_of
from audio.pronunciation import pronounce
from audio.silence import has_speech
from audio.sound import Block, Samples
from audio.stt import Transcript

if TYPE_CHECKING:
    from pocketsphinx import Decoder, Segment

RATE_HZ = 16_000
"""What the acoustic model was trained on."""

NOISE_FLOOR = 30.0
"""Standard deviation of the faint noise that is added; digital silence breaks the
model's normalisation."""

WORST_FIT = -5.3
"""Log-likelihood a frame, of the phrase against the best sound that was looked at.
Measured with espeak-ng voices on the demonstration shop's grammar: 9 of 10 phrases stay
above it, 49 of 50 other sentences fall below."""

WORST_WORD_FIT = -9.8
"""The same for the worst word: one word that was not said spoils the phrase."""

WORD_BEAM = 1e-36
"""How unlikely the end of a word may be and still be followed. The decoder's own 7e-29
loses whole phrases; much wider costs seconds."""

_CACHE_VERSION = 1


class PhraseTranscriber:
    """Understands the phrases of its books, and of anything else that it did not."""

    name = "phrases"

    def __init__(
        self, books: Callable[[], tuple[PhraseBook, ...]], cache_dir: Path
    ) -> None:
        """Take the books; nothing is loaded before `warm` or the first recording.

        Args:
            books: Gives the phrases of the moment, a book for each language.
            cache_dir: Where pronunciations and grammar are kept between starts.
        """
        self._books = books
        self._cache_dir = cache_dir
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="phrases")
        self._ears: _Ears | None = None

    async def warm(self) -> None:
        """Load the model and the grammar.

        Raises:
            UnknownBackend: espeak-ng is missing and nothing is cached.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._executor, self._load)

    async def transcribe(self, blocks: AsyncIterator[Block]) -> Transcript:
        """Collect the blocks, then decode; empty when no phrase fits.

        Decoding at once costs 20 ms a second of sound; decoding block by block was
        refused, because the model then has to guess the mean of what it hears and
        misunderstands twice as often.
        """
        await self.warm()
        loop = asyncio.get_running_loop()
        assert self._ears is not None  # noqa: S101 - warm has just loaded it
        ears = self._ears
        ears.begin()
        async for block in blocks:
            ears.hear(block)
        return await loop.run_in_executor(self._executor, ears.understand)

    async def close(self) -> None:
        """Drop the model."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._ears = None

    def _load(self) -> None:
        books = self._books()
        name = fingerprint(books)
        if self._ears is None or self._ears.name != name:
            self._ears = _Ears(name, *_words_and_grammar(books, name, self._cache_dir))


class _Ears:
    """The decoder and the recording it is about to hear."""

    def __init__(self, name: str, words: dict[str, list[str]], grammar: str) -> None:
        from pocketsphinx import Decoder

        self.name = name
        self._decoder = Decoder(lm=None, dict=None, wbeam=WORD_BEAM, loglevel="FATAL")
        _add_words(self._decoder, words)
        self._decoder.add_jsgf_string("kiosk", grammar)
        self._decoder.activate_search("kiosk")
        self._noise = np.random.default_rng(0)
        self._resample: Callable[[Samples], Samples] | None = None
        self._heard: list[Samples] = []

    def begin(self) -> None:
        """Forget the last recording."""
        self._resample = None
        self._heard = []

    def hear(self, block: Block) -> None:
        """Add a block to the recording."""
        if self._resample is None:
            self._resample = _resampler(block.rate_hz)
        self._heard.append(self._resample(block.samples))

    def understand(self) -> Transcript:
        """Find the phrase that was said, if one was. Slow: not on the loop."""
        heard = np.concatenate([*self._heard, np.zeros(0, np.int16)])
        nothing = Transcript("", heard_s=len(heard) / RATE_HZ)
        if not has_speech(heard, RATE_HZ):
            return nothing
        words = self._decode(heard)
        if not words or not _fits(words):
            return nothing
        language = words[0].word.partition("_")[0]
        text = " ".join(w.word.partition("(")[0].partition("_")[2] for w in words)
        return Transcript(text, language, nothing.heard_s)

    def _decode(self, heard: Samples) -> list["Segment"]:
        noise = self._noise.normal(0, NOISE_FLOOR, len(heard))
        noisy = np.clip(heard + noise, -32768, 32767).astype(np.int16)
        self._decoder.start_utt()
        self._decoder.process_raw(noisy.tobytes(), full_utt=True)
        self._decoder.end_utt()
        if self._decoder.hyp() is None:
            return []
        return [segment for segment in self._decoder.seg() if "_" in segment.word]


def _fits(words: list["Segment"]) -> bool:
    """Tell whether the sound is near enough to the words, all and each."""
    likelihoods = [math.log(max(word.ascore, 1e-300)) for word in words]
    frames = [word.end_frame - word.start_frame + 1 for word in words]
    worst = min(a / b for a, b in zip(likelihoods, frames, strict=True))
    return bool(sum(likelihoods) / sum(frames) >= WORST_FIT and worst >= WORST_WORD_FIT)


def _resampler(rate_hz: int) -> Callable[[Samples], Samples]:
    if rate_hz == RATE_HZ:
        return lambda samples: samples
    import soxr

    stream = soxr.ResampleStream(rate_hz, RATE_HZ, 1, dtype="int16")

    def resample(samples: Samples) -> Samples:
        resampled: Samples = stream.resample_chunk(samples)
        return resampled

    return resample


def _add_words(decoder: "Decoder", words: dict[str, list[str]]) -> None:
    entries = [
        (word if number == 1 else f"{word}({number})", phones)
        for word, variants in words.items()
        for number, phones in enumerate(variants, start=1)
    ]
    for place, (word, phones) in enumerate(entries, start=1):
        decoder.add_word(word, phones, place == len(entries))


def _words_and_grammar(
    books: tuple[PhraseBook, ...], name: str, cache_dir: Path
) -> tuple[dict[str, list[str]], str]:
    """Give pronunciations and grammar, from the cache when they are there."""
    cached = cache_dir / f"phrases-{_CACHE_VERSION}-{name}.json"
    try:
        content = json.loads(cached.read_text(encoding="utf-8"))
        return content["words"], content["grammar"]
    except (OSError, ValueError, KeyError):
        words = _pronounced(books)
        grammar = grammar_of(books)
    cache_dir.mkdir(parents=True, exist_ok=True)
    for old in cache_dir.glob("phrases-*.json"):
        old.unlink(missing_ok=True)
    fresh = cached.with_suffix(".new")
    text = json.dumps({"words": words, "grammar": grammar}, ensure_ascii=False)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(cached)
    return words, grammar


def _pronounced(books: tuple[PhraseBook, ...]) -> dict[str, list[str]]:
    """Give the pronunciations of every word, marked with its language."""
    dictionary = _model_dir() / "cmudict-en-us.dict"
    return {
        f"{book.language}_{word}": phones
        for book in books
        for word, phones in pronounce(book.words(), book.language, dictionary).items()
    }


def _model_dir() -> Path:
    from pocketsphinx import get_model_path

    return Path(os.fspath(get_model_path())) / "en-us"
