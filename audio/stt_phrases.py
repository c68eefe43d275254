"""Closed phrases in process: the shop's own questions, no key, network or download."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from audio.phrase_book import PhraseBook, fingerprint
from audio.phrase_ears import RATE_HZ, PhraseEars, model_dir
from audio.phrase_grams import language_model
from audio.pronunciation import pronounce
from audio.rates import at_rate
from audio.silence import has_speech
from audio.sound import Block
from audio.stt import OnWords, Transcript

Books = tuple[PhraseBook, ...]

_CACHE_VERSION = 3


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
        self._ears: PhraseEars | None = None

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
        pieces = [piece async for piece in at_rate(blocks, RATE_HZ)]
        heard = np.concatenate([np.zeros(0, np.int16), *pieces])
        heard_s = len(heard) / RATE_HZ
        if not has_speech(heard, RATE_HZ):
            return Transcript("", heard_s=heard_s)
        loop = asyncio.get_running_loop()
        understood = await loop.run_in_executor(
            self._executor, lambda: self._load().understand(heard)
        )
        if understood is None:
            return Transcript("", heard_s=heard_s)
        return Transcript(understood.text, understood.language, heard_s)

    async def close(self) -> None:
        """Drop the model."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._ears = None

    def _load(self) -> PhraseEars:
        """Give ears for the books of the moment; runs in the executor."""
        books = self._books()
        name = fingerprint(books)
        if self._ears is None or self._ears.name != name:
            self._ears = PhraseEars(
                name, books, folder_of(books, name, self._cache_dir)
            )
        return self._ears


def folder_of(books: Books, name: str, cache_dir: Path) -> Path:
    """Give the folder of dictionaries and language models, made if it is not there."""
    folder = cache_dir / f"phrases-{_CACHE_VERSION}-{name}"
    if folder.is_dir():
        return folder
    cache_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_dir, prefix="new-") as place:
        fresh = Path(place) / "phrases"
        fresh.mkdir()
        for book in books:
            model, dictionary = language_model(book), _dictionary(book)
            (fresh / f"{book.language}.arpa").write_text(model, encoding="utf-8")
            (fresh / f"{book.language}.dict").write_text(dictionary, encoding="utf-8")
        for old in cache_dir.glob("phrases-*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        fresh.rename(folder)
    return folder


def _dictionary(book: PhraseBook) -> str:
    """Give every word of a book and its pronunciations, one of them a line."""
    known = model_dir() / "cmudict-en-us.dict"
    words = pronounce(book.words(), book.language, known)
    return "".join(
        f"{word} {phones}\n" if number == 1 else f"{word}({number}) {phones}\n"
        for word, variants in words.items()
        for number, phones in enumerate(variants, start=1)
    )
