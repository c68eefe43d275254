"""Ears for the server double: it understands the recording it was really sent."""

import asyncio
import io
import tempfile
import wave
from pathlib import Path

import numpy as np

from audio.phrase_book import PhraseBook
from audio.sound import Block
from audio.stt_phrases import PhraseTranscriber


def recogniser(*phrases, language="es"):
    """Give a `hear` for the server: which of these phrases a WAV file says."""
    book = PhraseBook(language, phrases)

    def hear(form):
        with wave.open(io.BytesIO(form.file)) as sound:
            rate_hz = sound.getframerate()
            samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
        return asyncio.run(_understand(book, Block(samples, rate_hz)))

    return hear


async def _understand(book, block):
    async def blocks():
        yield block

    with tempfile.TemporaryDirectory() as cache:
        transcriber = PhraseTranscriber(lambda: (book,), Path(cache))
        try:
            return (await transcriber.transcribe(blocks())).text
        finally:
            await transcriber.close()
