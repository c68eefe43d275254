"""A closed grammar in process: the shop's own phrases, no key, network or download.

The sound is decoded twice: by the grammar, which always finds some phrase, and freely
by phones. A phrase is believed only if it is whole, covers what is loud and explains
the sound nearly as well as free phones do. Anything else is "not understood" rather
than a guess.
"""

import asyncio
import json
import math
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from audio.phrase_book import PhraseBook, fingerprint, grammar_of
from audio.pronunciation import pronounce
from audio.silence import has_speech, loud_frames
from audio.sound import Block, Resampler, Samples
from audio.stt import OnWords, Transcript

if TYPE_CHECKING:
    from pocketsphinx import Decoder, Hypothesis

Books = tuple[PhraseBook, ...]

RATE_HZ = 16_000
"""What the acoustic model was trained on."""

FRAMES_PER_S = 100
"""How the model cuts time."""

NOISE_FLOOR = 30.0
"""Standard deviation of the faint noise that is added; digital silence breaks the
model's normalisation."""

WORST_FIT = -1.5
"""Log-likelihood a frame, of the phrase against free phones. With it, espeak-ng voices
and the demonstration shop: of 60 phrases said 57 were exact, 2 not understood and 1
mistaken; of 40 other sentences 2 were taken for a phrase."""

WORD_BEAM = 1e-36
"""How unlikely the end of a word may be and still be followed. The decoder's own 7e-29
loses whole phrases; much wider costs seconds."""

MOST_UNCOVERED = 0.2
"""Share of the loud frames that may lie outside of the phrase's words."""

_SCORE_UNIT = 1024
"""The decoder keeps scores in 1/1024 of a natural logarithm."""

_CACHE_VERSION = 2


class PhraseTranscriber:
    """Understands the phrases of its books, and of anything else that it did not."""

    name = "phrases"

    def __init__(self, books: Callable[[], Books], cache_dir: Path) -> None:
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
        await asyncio.get_running_loop().run_in_executor(self._executor, self._load)

    async def transcribe(
        self,
        blocks: AsyncIterator[Block],
        on_words: OnWords | None = None,  # noqa: ARG002 # it knows none before the end
    ) -> Transcript:
        """Collect the blocks, then decode; empty when no phrase fits.

        Decoding block by block was refused, because the model then has to guess the
        mean of what it hears and misunderstands twice as often.
        """
        heard = await _at_model_rate(blocks)
        heard_s = len(heard) / RATE_HZ
        if not has_speech(heard, RATE_HZ):
            return Transcript("", heard_s=heard_s)
        loop = asyncio.get_running_loop()
        understood = await loop.run_in_executor(
            self._executor, lambda: self._load().understand(heard)
        )
        if understood is None:
            return Transcript("", heard_s=heard_s)
        language, text = understood
        return Transcript(text, language, heard_s)

    async def close(self) -> None:
        """Drop the model."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._ears = None

    def _load(self) -> "_Ears":
        """Give ears for the books of the moment; runs in the executor."""
        books = self._books()
        name = fingerprint(books)
        if self._ears is None or self._ears.name != name:
            words, grammar = _words_and_grammar(books, name, self._cache_dir)
            self._ears = _Ears(name, books, words, grammar)
        return self._ears


class _Ears:
    """Both decoders; belongs to the executor's thread."""

    def __init__(
        self, name: str, books: Books, words: dict[str, list[str]], grammar: str
    ) -> None:
        from pocketsphinx import Decoder

        self.name = name
        self._wholes = {book.language: book.whole_phrase() for book in books}
        self._phrases = Decoder(
            lm=None,
            dict=None,
            beam=1e-40,
            pbeam=1e-40,
            wbeam=WORD_BEAM,
            maxhmmpf=3000,
            loglevel="FATAL",
        )
        _add_words(self._phrases, words)
        self._phrases.add_jsgf_string("kiosk", grammar)
        self._phrases.activate_search("kiosk")
        self._phones = Decoder(
            lm=None,
            dict=None,
            allphone=str(_model_dir() / "en-us-phone.lm.bin"),
            lw=2.0,
            pip=0.3,
            beam=1e-20,
            pbeam=1e-20,
            loglevel="FATAL",
        )

    def understand(self, heard: Samples) -> tuple[str, str] | None:
        """Give language and text of the phrase that was said; None when it was none."""
        noise = np.random.default_rng(0).normal(0, NOISE_FLOOR, len(heard))
        noisy = np.clip(heard + noise, -32768, 32767).astype(np.int16)
        phrase = _decode(self._phrases, noisy)
        said = self._whole_phrase(phrase.hypstr) if phrase else None
        if said is None or self._uncovered(noisy) > MOST_UNCOVERED:
            return None
        free = _decode(self._phones, noisy)
        return said if free and _fit(phrase, free, len(noisy)) >= WORST_FIT else None

    def _whole_phrase(self, decoded: str) -> tuple[str, str] | None:
        """Give language and text; None when the sound ended within a phrase."""
        marked = [word.partition("(")[0].partition("_") for word in decoded.split()]
        if not marked:
            return None
        language, text = marked[0][0], " ".join(word for _, _, word in marked)
        whole = self._wholes[language].fullmatch(text + " ")
        return (language, text) if whole else None

    def _uncovered(self, heard: Samples) -> float:
        """The share of loud frames in which no word of the phrase lies."""
        is_loud = loud_frames(heard, RATE_HZ, 1 / FRAMES_PER_S)
        is_word = np.zeros(len(is_loud), bool)
        for segment in self._phrases.seg():
            if "_" in segment.word:
                is_word[segment.start_frame : segment.end_frame + 1] = True
        return float((is_loud & ~is_word).sum() / max(int(is_loud.sum()), 1))


def _decode(decoder: "Decoder", heard: Samples) -> "Hypothesis | None":
    decoder.start_utt()
    decoder.process_raw(heard.tobytes(), full_utt=True)
    decoder.end_utt()
    return decoder.hyp()


def _fit(phrase: Any, free: Any, samples: int) -> float:
    """Tell by how much the phrase explains a frame better than free phones."""
    if not phrase.best_score or not free.best_score:
        return -math.inf
    better = math.log(phrase.best_score) - math.log(free.best_score)
    return better * _SCORE_UNIT * RATE_HZ / (samples * FRAMES_PER_S)


async def _at_model_rate(blocks: AsyncIterator[Block]) -> Samples:
    nothing = np.zeros(0, np.int16)
    pieces = [nothing]
    resampler: Resampler | None = None
    async for block in blocks:
        resampler = resampler or Resampler(block.rate_hz, RATE_HZ)
        pieces.append(resampler.feed(block.samples))
    if resampler is not None:
        pieces.append(resampler.feed(nothing, is_last=True))
    return np.concatenate(pieces)


def _add_words(decoder: "Decoder", words: dict[str, list[str]]) -> None:
    entries = [
        (word if number == 1 else f"{word}({number})", phones)
        for word, variants in words.items()
        for number, phones in enumerate(variants, start=1)
    ]
    for place, (word, phones) in enumerate(entries, start=1):
        decoder.add_word(word, phones, place == len(entries))


def _words_and_grammar(
    books: Books, name: str, cache_dir: Path
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


def _pronounced(books: Books) -> dict[str, list[str]]:
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
