"""`kiosk bench voice`: how quick the spoken turn is here, stage by stage."""

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agents import AgentError
from audio import (
    AudioSettings,
    DeviceMissing,
    Speaker,
    SpeechServiceError,
    build_player,
    build_synthesizer,
)
from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import KioskConfig, LoadedConfig

if TYPE_CHECKING:
    from kiosk.bench import BenchTurn
    from kiosk.commands.shell import Commands

QUESTIONS = {
    "es": "¿Qué familias hay?",
    "en": "What is the most expensive product?",
}
HOLD_S = 4.0
"""How long the button is held where a person speaks."""
MOST_TURNS = 1_000


def add_to(commands: "Commands") -> None:
    """Declare bench."""
    bench = commands.add_parser("bench", help="measure the spoken turn on this device")
    what = bench.add_subparsers(title="what", required=True, metavar="voice")
    voice = what.add_parser("voice", help="release to first sound, stage by stage")
    voice.add_argument("files", nargs="*", type=Path, help="WAV files with questions")
    voice.add_argument("--turns", type=int, default=10, help="of each; default 10")
    voice.add_argument(
        "--microphone", action="store_true", help="you ask, four seconds each time"
    )
    voice.add_argument("--silent", action="store_true", help="use no loudspeaker")
    voice.add_argument("--svg", type=Path, metavar="FILE", help="draw a middling turn")
    voice.set_defaults(command=_voice)


def _voice(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    if not 1 <= options.turns <= MOST_TURNS:
        narrate(f"--turns must be from 1 to {MOST_TURNS}")
        return ExitCode.USAGE
    if options.microphone and options.files:
        narrate("either files or --microphone")
        return ExitCode.USAGE
    if strange := [file for file in options.files if file.suffix != ".wav"]:
        narrate(f"{strange[0]}: questions are files ending in .wav, 16 bits")
        return ExitCode.USAGE
    try:
        with tempfile.TemporaryDirectory() as folder:
            turns = _measured(options, loaded.config, Path(folder))
    except DeviceMissing as error:
        narrate(str(error))
        return ExitCode.DEVICE_MISSING
    except (SpeechServiceError, AgentError) as error:
        narrate(str(error))
        return ExitCode.UNREACHABLE
    return _print(turns, options.svg)


def _measured(
    options: argparse.Namespace, config: KioskConfig, folder: Path
) -> "list[BenchTurn]":
    from kiosk.bench import bench_voice

    if options.silent:
        config = _with_audio(config, output=str(folder / "heard.wav"))
    if options.microphone:
        return asyncio.run(
            bench_voice(config, options.turns, speak_s=HOLD_S, prompt=_ask_to_speak)
        )
    files: Sequence[Path] = options.files
    if not files:
        question = folder / "question.wav"
        language = config.shop.language
        asyncio.run(_say(QUESTIONS[language], language, question))
        files = [question]
    return [
        turn
        for file in files
        for turn in asyncio.run(
            bench_voice(_with_audio(config, input=str(file)), options.turns)
        )
    ]


def _print(turns: "Sequence[BenchTurn]", svg: Path | None) -> int:
    from kiosk.bench import table
    from kiosk.timeline import as_svg

    for turn in turns:
        if not turn.is_whole:
            narrate(f"a turn without an answer: {turn.trouble or 'no sound'}")
    whole = [turn for turn in turns if turn.is_whole]
    if not whole:
        return ExitCode.FAILED
    sys.stdout.write(table(turns))
    if svg is None:
        return ExitCode.DONE
    median_s = statistics.median(turn.waited_s for turn in whole)
    middling = min(whole, key=lambda turn: abs(turn.waited_s - median_s))
    title = f"release to first sound: {1000 * middling.waited_s:.0f} ms"
    try:
        svg.write_text(as_svg(title, list(middling.stages())), encoding="utf-8")
    except OSError as error:
        narrate(f"{svg}: {error.strerror}")
        return ExitCode.FAILED
    return ExitCode.DONE


async def _say(text: str, language: str, path: Path) -> None:
    """Let espeak-ng say something into a WAV file."""

    async def one() -> AsyncIterator[str]:
        yield text

    def ignore(_: object) -> None:
        pass

    settings = AudioSettings(tts=("espeak",), output=str(path))
    player = build_player(settings)
    await player.open()
    speaker = Speaker(build_synthesizer(settings), player)
    await speaker.say(one(), language, on_spoken=ignore, on_first_sound=ignore)
    await player.close()


def _with_audio(config: KioskConfig, **changed: str) -> KioskConfig:
    audio = config.audio.model_copy(update=changed)
    return config.model_copy(update={"audio": audio})


def _ask_to_speak(number: int) -> None:
    narrate(f"turn {number}: ask now, for {HOLD_S:g} seconds")
