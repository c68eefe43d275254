"""The closed recogniser on the demonstration shop.

`python -m tests.bench.bench_phrases [COUNT] [--tune] [--card]`

COUNT questions drawn from what the kiosk knows of its shop, documents and debts, and as
many sentences from outside, are said by espeak-ng's voices at several speeds, and heard
straight or, with `--card`, through a virtual microphone. Thresholds are chosen on the
half that `--tune` shows; what is reported is the other half. Nothing passes or fails.
"""

import argparse
import asyncio
import contextlib
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio import Block, PhraseBook, Transcriber, build_recorder, build_transcriber
from audio.phrase_book import Group
from audio.settings import AudioSettings
from kiosk.config import KioskConfig
from kiosk.mind import open_mind
from kiosk.settings import ShopSettings
from tests.audio.sounds import ESPEAK_RATE_HZ, running, spoken
from tests.doubles.virtual_sound import VirtualSoundCard

VOICES = {
    "es": ("es", "es-419", "es+f2", "es-419+m3", "es-419+f2", "es+m3"),
    "en": ("en-us", "en-gb", "en-us+f2", "en-us+m3"),
}
WORDS_PER_MINUTE = (140, 155, 170, 185)
NOISE = 30.0
_OUTSIDE = Path(__file__).parent


@dataclass(frozen=True)
class Said:
    """A sentence and how it is said."""

    text: str
    voice: str
    words_per_minute: int
    is_outside: bool


def drawn(book: PhraseBook, chance: random.Random) -> str:
    """Give a phrase of a book, chosen at random with all its parts."""
    return " ".join(_words(chance.choice(book.trees()), chance))


def _words(group: Group, chance: random.Random) -> Iterator[str]:
    if group.is_optional and chance.random() * (len(group.ways) + 1) < 1:
        return
    for part in chance.choice(group.ways):
        yield from [part] if isinstance(part, str) else _words(part, chance)


def sentences(books: tuple[PhraseBook, ...], count: int, *, tune: bool) -> list[Said]:
    """Give questions and strangers of one half, three Spanish for each English one."""
    chance = random.Random(1 if tune else 2)  # noqa: S311 - the same drawing each time
    by_language = {book.language: book for book in books}
    said = []
    for is_outside in (False, True):
        strangers = {each: _strangers(each, int(tune)) for each in by_language}
        for number in range(count):
            language = "en" if number % 4 == 3 else "es"
            text = (
                strangers[language][number % len(strangers[language])]
                if is_outside
                else drawn(by_language[language], chance)
            )
            voice = chance.choice(VOICES[language])
            said.append(Said(text, voice, chance.choice(WORDS_PER_MINUTE), is_outside))
    return said


def _strangers(language: str, half: int) -> list[str]:
    lines = (_OUTSIDE / f"outside.{language}.txt").read_text("utf-8").splitlines()
    return lines[half::2]


async def straight(ears: Transcriber, said: Said) -> str:
    """Give what is understood of a sentence in the noise of a room."""
    speech = spoken(said.text, said.voice, said.words_per_minute)
    silence = np.zeros(ESPEAK_RATE_HZ // 4, np.int16)
    sound = np.concatenate([silence, speech, silence])
    noise = np.random.default_rng(len(sound)).normal(0, NOISE, len(sound))
    samples = np.clip(sound + noise, -32768, 32767).astype(np.int16)

    async def blocks() -> AsyncIterator[Block]:
        yield Block(samples, ESPEAK_RATE_HZ)

    return (await ears.transcribe(blocks())).text


async def by_card(card: VirtualSoundCard, ears: Transcriber, said: Said) -> str:
    """Give what is understood of a sentence said into the virtual microphone."""
    speech = spoken(said.text, said.voice, said.words_per_minute)
    async with running(build_recorder(AudioSettings(input="usb mic"))) as recorder:
        recorder.start()
        hearing = asyncio.create_task(ears.transcribe(recorder.blocks()))
        await asyncio.to_thread(card.play, speech, rate_hz=ESPEAK_RATE_HZ)
        await asyncio.sleep(0.2)
        recorder.stop()
        return (await hearing).text


async def measure(count: int, *, tune: bool, card: VirtualSoundCard | None) -> None:
    """Print how many questions were exact and how many strangers were let in."""
    with tempfile.TemporaryDirectory() as folder:
        config = KioskConfig(shop=ShopSettings(state_dir=folder))
        async with open_mind(config) as mind:
            books = mind.phrase_books()
        ears = build_transcriber(
            AudioSettings(), "phrases", books=lambda: books, cache_dir=Path(folder)
        )
        await ears.warm()
        exact = mistaken = let_in = 0
        began = time.process_time()
        for said in sentences(books, count, tune=tune):
            got = await (by_card(card, ears, said) if card else straight(ears, said))
            exact += got == said.text
            mistaken += bool(got) and got != said.text and not said.is_outside
            let_in += bool(got) and said.is_outside
            if (got != said.text) if not said.is_outside else got:
                where = "outside " if said.is_outside else ""
                print(f"  {said.voice}: {where}{said.text!r} was heard as {got!r}")
        each_s = (time.process_time() - began) / (2 * count)
        await ears.close()
    print(f"exact: {exact} of {count}; mistaken: {mistaken}; ", end="")
    print(f"taken from outside: {let_in} of {count}; {each_s:.2f} s of processor each")


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--card", action="store_true")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        card = None
        if given.card:
            place = stack.enter_context(tempfile.TemporaryDirectory())
            card = VirtualSoundCard(Path(place))
            stack.callback(card.stop)
            card.start()
            os.environ.update(card.environment)
        asyncio.run(measure(given.count, tune=given.tune, card=card))


if __name__ == "__main__":
    main()
