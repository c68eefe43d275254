"""Speech by espeak-ng: a program of its own, no network, first sound in 10 ms."""

import contextlib
import shutil
from asyncio.subprocess import Process
from collections.abc import AsyncIterator

from audio.errors import UnknownBackend
from audio.settings import EspeakVoices
from audio.sound import Block
from audio.spoken import spoken_form
from audio.voice_program import sound_of, start

AMPLITUDE = "70"
"""At espeak's own 100 the voice reaches full scale and is clipped by resampling."""

PROGRAM = "espeak-ng"


class EspeakSynthesizer:
    """Runs the program once for each sentence and reads the sound while it is made."""

    name = "espeak"

    def __init__(self, voices: EspeakVoices) -> None:
        """Find the program.

        Args:
            voices: Voice for each language, speed and pitch.

        Raises:
            UnknownBackend: espeak-ng is not installed.
        """
        if shutil.which(PROGRAM) is None:
            raise UnknownBackend(
                "speech by `espeak` needs the program espeak-ng, which is not "
                "installed; run `apt install espeak-ng` or set another `tts`"
            )
        self.pace = 1.0
        self._voices = voices

    async def warm(self) -> None:
        """Bring the program and its voices into the disk cache."""
        async for _ in self.synthesize("a", "es"):
            pass

    async def close(self) -> None:
        """Nothing stays open."""

    async def synthesize(self, text: str, language: str) -> AsyncIterator[Block]:
        """Yield the sound of a sentence; closing the iterator ends the program.

        Raises:
            ServiceBroken: The program failed or died.
        """
        process = await self._start(text, language)
        async with contextlib.aclosing(
            sound_of(process, PROGRAM, rate_hz=None)
        ) as sound:
            async for block in sound:
                yield block

    async def _start(self, text: str, language: str) -> Process:
        voices = self._voices
        voice = voices.en if language == "en" else voices.es
        speed = round(voices.words_per_minute * self.pace)
        options = (
            *("-v", voice, "-s", str(speed)),
            *("-p", str(voices.pitch), "-a", AMPLITUDE, "--stdout", "--"),
        )
        said = spoken_form(text.replace("\0", ""), language)
        return await start(PROGRAM, *options, said)
