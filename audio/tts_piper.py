"""Speech by Piper: a program of its own, with neural voices, no network.

Piper loads its voice for half a second or more and then reads lines from its standard
input; nothing marks the end of a sentence's sound but the end of the program. So there
is one program for each sentence, and the next one loads its voice while this one
speaks.
"""

import contextlib
import json
import shutil
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from audio.errors import UnknownBackend
from audio.settings import PiperVoices
from audio.sound import Block
from audio.spoken import spoken_form
from audio.voice_program import end, sound_of, start


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A program with its voice loaded, or loading."""

    voice: Path
    length_scale: float
    process: Process


class PiperSynthesizer:
    """Runs the program once for each sentence, with the next one already loading."""

    name = "piper"

    def __init__(self, settings: PiperVoices) -> None:
        """Find program and voices.

        Args:
            settings: Program, a voice for each language, speed.

        Raises:
            UnknownBackend: The program or a voice is not there.
        """
        if shutil.which(settings.program) is None:
            raise UnknownBackend(
                f"speech by `piper` needs the program {settings.program}, which is not "
                "installed; name its path in `[audio.piper] program` or set another "
                "`tts`"
            )
        self.pace = 1.0
        self._settings = settings
        given = {"es": settings.es, "en": settings.en}
        self._voices = {name: Path(path) for name, path in given.items() if path}
        if not self._voices:
            raise UnknownBackend(
                "speech by `piper` needs a voice; name a file that ends in .onnx in "
                "`[audio.piper] es` or `en`"
            )
        self._rates = {voice: _rate_of(voice) for voice in self._voices.values()}
        self._waiting: _Waiting | None = None

    async def warm(self) -> None:
        """Let a program load its voice."""
        await self._prepare(next(iter(self._voices.values())))

    async def close(self) -> None:
        """End the program that waits."""
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            await end(waiting.process)

    async def synthesize(self, text: str, language: str) -> AsyncIterator[Block]:
        """Yield the sound of a sentence; closing the iterator ends the program.

        Raises:
            ServiceBroken: The program failed or died.
        """
        voice = self._voices.get(language) or next(iter(self._voices.values()))
        process = await self._prepare(voice)
        self._waiting = None
        line = " ".join(spoken_form(text.replace("\0", ""), language).split())
        sound = sound_of(process, "piper", rate_hz=self._rates[voice])
        is_first = True
        async with contextlib.aclosing(sound):
            await _tell(process, line)
            async for block in sound:
                yield block
                if is_first:
                    is_first = False
                    await self._prepare(voice)

    async def _prepare(self, voice: Path) -> Process:
        """Give a program with this voice and pace; the one that waits if it fits."""
        length_scale = round(self._settings.length_scale / self.pace, 3)
        waiting = self._waiting
        if waiting is not None:
            is_fit = (waiting.voice, waiting.length_scale) == (voice, length_scale)
            if is_fit and waiting.process.returncode is None:
                return waiting.process
            await self.close()
        process = await start(
            self._settings.program,
            *("--model", str(voice), "--output_raw"),
            *("--length_scale", str(length_scale)),
            reads_text=True,
        )
        self._waiting = _Waiting(voice, length_scale, process)
        return process


async def _tell(process: Process, line: str) -> None:
    """Hand over the sentence; one that died is found out by reading its sound."""
    assert process.stdin is not None  # noqa: S101 - asked for with PIPE
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(f"{line}\n".encode())
        await process.stdin.drain()
    process.stdin.close()


def _rate_of(voice: Path) -> int:
    """Give the rate of a voice, from the file beside it.

    Raises:
        UnknownBackend: Voice or file is not there, or is none.
    """
    beside = voice.with_name(f"{voice.name}.json")
    try:
        if not voice.is_file():
            raise FileNotFoundError(voice)
        return int(
            json.loads(beside.read_text(encoding="utf-8"))["audio"]["sample_rate"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnknownBackend(
            f"no Piper voice at {voice}: a voice is two files, .onnx and .onnx.json "
            f"({error!r})"
        ) from error
