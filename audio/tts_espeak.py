"""Speech by espeak-ng: a program of its own, no network, first sound in 10 ms."""

import asyncio
import shutil
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator

from audio.errors import ServiceBroken, UnknownBackend
from audio.pcm_stream import PcmStream
from audio.settings import EspeakVoices
from audio.sound import Block
from audio.spoken import spoken_form

AMPLITUDE = "70"
"""At espeak's own 100 the voice reaches full scale and is clipped by resampling."""

PROGRAM = "espeak-ng"
_READ_BYTES = 8192


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
        try:
            async for block in _blocks_of(process):
                yield block
            await _check(process)
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()  # reads on: a full pipe would never close

    async def _start(self, text: str, language: str) -> Process:
        voices = self._voices
        voice = voices.en if language == "en" else voices.es
        speed = round(voices.words_per_minute * self.pace)
        options = (
            *("-v", voice, "-s", str(speed)),
            *("-p", str(voices.pitch), "-a", AMPLITUDE, "--stdout", "--"),
        )
        try:
            return await asyncio.create_subprocess_exec(
                PROGRAM,
                *options,
                spoken_form(text.replace("\0", ""), language),
                stdout=PIPE,
                stderr=PIPE,
            )
        except OSError as error:
            message = f"{PROGRAM} does not start: {error}"
            raise ServiceBroken(message, code="no_program") from error


async def _blocks_of(process: Process) -> AsyncIterator[Block]:
    assert process.stdout is not None  # noqa: S101 - asked for with PIPE
    stream = PcmStream(rate_hz=None)
    while raw := await process.stdout.read(_READ_BYTES):
        samples = stream.feed(raw)
        if len(samples):
            yield Block(samples, stream.rate_hz)


async def _check(process: Process) -> None:
    assert process.stderr is not None  # noqa: S101 - asked for with PIPE
    complaint = (await process.stderr.read()).decode(errors="replace").strip()
    if await process.wait() != 0:
        message = f"{PROGRAM} ended with {process.returncode}: {complaint}"
        raise ServiceBroken(message, code="program_failed")
