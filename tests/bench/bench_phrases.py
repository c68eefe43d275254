"""The closed recogniser on the demonstration shop: `… bench_phrases [COUNT]`.

As many questions drawn from its phrases, and as many sentences from outside, are spoken
by espeak-ng and heard with the noise of a room. Nothing here passes or fails.
"""

import asyncio
import random
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np

from audio import Block, PhraseBook, Transcriber, build_transcriber
from audio.settings import AudioSettings
from catalog import Questions, make_sample_shop, open_shop, sayings
from tests.audio.sounds import ESPEAK_RATE_HZ, spoken

VOICES = {"es": ("es", "es-419"), "en": ("en-us",)}
NOISE = 30.0
_TOKEN = re.compile(r"<\w+>|[\[\]()|]|[^\s\[\]()|<>]+")

WHO = {
    "es": "mi hermana|el vecino|tu profesor|mi abuelo|la doctora|un amigo|mi jefe",
    "en": "my sister|the neighbour|your teacher|my grandfather|the doctor|a friend",
}
DOES = {
    "es": "come pizza con queso|toca la guitarra|viaja a Madrid|duerme mucho"
    "|mira el partido|lee el periódico|canta en la ducha|corre por el parque"
    "|llegó tarde al trabajo|olvidó su paraguas",
    "en": "eats pizza with cheese|plays the guitar|travels to London|sleeps a lot"
    "|watches the match|reads the paper|sings in the shower|runs in the park",
}
WHEN = {
    "es": "hoy|mañana por la tarde|todos los lunes|cuando llueve|en verano",
    "en": "today|tomorrow evening|every Monday|when it rains|in summer",
}


def said_by(book: PhraseBook, chance: random.Random) -> str:
    """Give a phrase of a book, chosen at random with all its parts."""
    while True:
        tokens = _TOKEN.findall(chance.choice(book.phrases))
        text = " ".join(_chosen(tokens, book, chance).split())
        if text and not re.search(r"[\d_]|[^\w\s']", text):
            return text


def _chosen(tokens: list[str], book: PhraseBook, chance: random.Random) -> str:
    """Read alternatives up to the end of their group and choose one."""
    choices = [""]
    while tokens:
        token = tokens.pop(0)
        if token in ")]":
            break
        if token == "|":
            choices.append("")
            continue
        part = token
        if token in "([":
            part = _chosen(tokens, book, chance)
            part = part if token == "(" or chance.random() < 0.5 else ""
        elif token[0] == "<":
            part = chance.choice(book.slots[token[1:-1]]).lower()
        choices[-1] += f" {part}"
    return chance.choice(choices)


def outside(language: str, chance: random.Random) -> str:
    """Give a sentence about anything but the shop."""
    parts = (table[language].split("|") for table in (WHO, DOES, WHEN))
    return " ".join(chance.choice(part) for part in parts)


async def heard(ears: Transcriber, voice: str, text: str, chance: int) -> str:
    """Give what is understood of a text, spoken into a noisy room."""
    speech = spoken(text, voice)
    silence = np.zeros(ESPEAK_RATE_HZ // 4, np.int16)
    sound = np.concatenate([silence, speech, silence])
    noise = np.random.default_rng(chance).normal(0, NOISE, len(sound))
    samples = np.clip(sound + noise, -32768, 32767).astype(np.int16)

    async def blocks() -> AsyncIterator[Block]:
        yield Block(samples, ESPEAK_RATE_HZ)

    return (await ears.transcribe(blocks())).text


async def measure(count: int) -> None:
    """Print how many questions were exact and how many strangers were let in."""
    chance = random.Random(1)  # noqa: S311 - the same drawing each time
    with tempfile.TemporaryDirectory() as folder:
        make_sample_shop(Path(folder) / "shop.db")
        with open_shop(Path(folder) / "shop.db") as shop:
            said = sayings(Questions(shop).vocabulary)
        books = tuple(PhraseBook(s.language, s.phrases, s.slots) for s in said)
        ears = build_transcriber(
            AudioSettings(stt=("phrases",)),
            "phrases",
            books=lambda: books,
            cache_dir=Path(folder),
        )
        questions = [(b.language, said_by(b, chance)) for b in _drawn(books, count)]
        strangers = [
            (b.language, outside(b.language, chance)) for b in _drawn(books, count)
        ]
        exact = 0
        for number, (language, text) in enumerate(questions):
            voice = VOICES[language][number % len(VOICES[language])]
            got = await heard(ears, voice, text, number)
            exact += got == text
            if got != text:
                print(f"  {voice}: {text!r} was heard as {got!r}")
        let_in = 0
        for number, (language, text) in enumerate(strangers):
            voice = VOICES[language][number % len(VOICES[language])]
            got = await heard(ears, voice, text, number)
            let_in += bool(got)
            if got:
                print(f"  {voice}: outside {text!r} was taken for {got!r}")
        await ears.close()
    print(f"exact: {exact} of {count}; taken from outside: {let_in} of {count}")


def _drawn(books: Sequence[PhraseBook], count: int) -> list[PhraseBook]:
    """Three Spanish for each English one."""
    by_language = {book.language: book for book in books}
    return [by_language["en" if n % 4 == 3 else "es"] for n in range(count)]


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
