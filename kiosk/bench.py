"""`kiosk bench voice`: where the time of a spoken turn goes, on this device."""

import asyncio
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from audio import Recorder, Speaker, build_player, build_recorder
from kiosk.config import KioskConfig
from kiosk.events import Event, FirstSound, Sentence, ToolDone, Trouble
from kiosk.ladder import build_ears, build_voice
from kiosk.line import Line, Turn
from kiosk.mind import Mind, open_mind
from kiosk.stopwatch import (
    Stopwatch,
    TimedModel,
    TimedSynthesizer,
    TimedTranscriber,
)
from kiosk.turn import take_turn

BY_RULE = "mind: words to first sentence, by rule"

STAGES = {
    "ears: release to words": ("released", "words"),
    "mind: words to the model's request": ("words", "thinking"),
    "mind: request to first token": ("thinking", "token"),
    "mind: first token to first sentence": ("token", "sentence"),
    BY_RULE: ("words", "sentence"),
    "voice: sentence to request": ("sentence", "speaking"),
    "voice: request to first sound": ("speaking", "speech"),
    "loudspeaker: sound to device": ("speech", "sound"),
}
"""Stages in order, each from one mark to another. A stage that a turn does not have,
such as a token of a model that was not asked, is left out."""
ENGINES = (
    "ears: release to words",
    "mind: request to first token",
    "mind: first token to first sentence",
    "voice: request to first sound",
)
"""Stages in which an engine or its server works; the rest is ours."""


@dataclass(frozen=True, slots=True)
class BenchTurn:
    """One measured turn."""

    marks: Mapping[str, float]
    """Monotonic seconds: `released` … `sound`."""
    tools_s: float
    trouble: str
    """Why there was no answer; empty when there was one."""

    @property
    def is_whole(self) -> bool:
        """Whether it came from the release to a sound."""
        return {"released", "sound"} <= self.marks.keys() and not self.trouble

    @property
    def waited_s(self) -> float:
        """Seconds from the release to the first sound."""
        return self.marks["sound"] - self.marks["released"]

    def stages(self) -> Iterator[tuple[str, float, float]]:
        """Yield each stage with its begin and end in seconds after the release."""
        zero = self.marks["released"]
        by_model = "thinking" in self.marks
        for name, (begin, end) in STAGES.items():
            if by_model and name == BY_RULE:
                continue
            if begin in self.marks and end in self.marks:
                yield name, self.marks[begin] - zero, self.marks[end] - zero


async def bench_voice(
    config: KioskConfig,
    turns: int,
    *,
    speak_s: float = 0.0,
    prompt: Callable[[int], None] = lambda _: None,
) -> list[BenchTurn]:
    """Take spoken turns and measure each.

    Args:
        config: The kiosk's; its microphone may be a WAV file.
        turns: How many.
        speak_s: Seconds to hold the button; 0 means until the file ends.
        prompt: Told the number of each turn as its recording begins.

    Raises:
        DeviceMissing: There is no microphone or loudspeaker.
    """
    async with AsyncExitStack() as stack:
        watch = Stopwatch()
        mind = await stack.enter_async_context(open_mind(config))
        for rung in mind.engines.rungs if mind.engines else ():
            rung.engine = TimedModel(rung.engine, watch)
        line = await _open_line(config, mind, watch, stack)
        measured = []
        for number in range(1, turns + 1):
            prompt(number)
            measured.append(await _measure(line, mind, watch, speak_s))
        return measured


async def _open_line(
    config: KioskConfig, mind: Mind, watch: Stopwatch, stack: AsyncExitStack
) -> Line:
    recorder, player = build_recorder(config.audio), build_player(config.audio)
    for device in (recorder, player):
        stack.push_async_callback(device.close)
        await device.open()
    ears = build_ears(config, mind.phrase_books, _ignore, mind.budget)
    voice = build_voice(config, _ignore, mind.budget)
    for station in (ears, voice):
        stack.push_async_callback(station.close)
    mind.warm_up()
    engines = [mind.engines.check()] if mind.engines else []
    await asyncio.gather(ears.warm(), voice.warm(), *engines)
    speaker = Speaker(TimedSynthesizer(voice, watch), player)
    return Line(recorder, TimedTranscriber(ears, watch), speaker)


async def _measure(
    line: Line, mind: Mind, watch: Stopwatch, speak_s: float
) -> BenchTurn:
    watch.marks = {}
    tools: list[float] = []
    troubles: list[str] = []

    def note(event: Event) -> None:
        match event:
            case Sentence():
                watch.mark("sentence", event.t)
            case ToolDone(_, seconds):
                tools.append(seconds)
            case FirstSound(t=at):
                watch.mark("sound", at)
            case Trouble(code, _, detail):
                troubles.append(f"{code}: {detail}")

    line.recorder.start()
    turn = Turn(note)
    if speak_s:
        asyncio.get_running_loop().call_later(speak_s, _release, line.recorder, turn)
    outcome = await take_turn(line, mind.new_visit(), None, turn)
    if not troubles and outcome != "answered":
        troubles.append(str(outcome))
    return BenchTurn(watch.marks, sum(tools), "; ".join(troubles))


def _ignore(_: object) -> None:
    """A step to other ears shows in the figures."""


def _release(recorder: Recorder, turn: Turn) -> None:
    turn.released()
    recorder.stop()


def table(turns: Sequence[BenchTurn]) -> str:
    """Give every stage's median and 95th percentile, in milliseconds."""
    whole = [turn for turn in turns if turn.is_whole]
    stages: dict[str, list[float]] = {name: [] for name in STAGES}
    for turn in whole:
        for name, begin_s, end_s in turn.stages():
            stages[name].append(end_s - begin_s)
    rows = [(name, times) for name, times in stages.items() if times]
    engines = [_engines_s(turn) for turn in whole]
    ours = [turn.waited_s - s for turn, s in zip(whole, engines, strict=True)]
    rows += [
        ("of these, tools", [turn.tools_s for turn in whole]),
        ("release to first sound", [turn.waited_s for turn in whole]),
        ("  of this engines and servers", engines),
        ("  ours", ours),
    ]
    lines = [f"{'milliseconds, ' + _count(whole):40}{'median':>10}{'p95':>10}"]
    lines += [_line(name, times) for name, times in rows]
    return "\n".join(lines) + "\n"


def _engines_s(turn: BenchTurn) -> float:
    return sum(end - begin for name, begin, end in turn.stages() if name in ENGINES)


def _count(turns: Sequence[BenchTurn]) -> str:
    return f"{len(turns)} turn{'s' if len(turns) != 1 else ''}"


def _line(name: str, times_s: Sequence[float]) -> str:
    ordered = sorted(times_s)
    p95 = ordered[round(0.95 * (len(ordered) - 1))]
    return f"{name:40}{1000 * statistics.median(ordered):10.1f}{1000 * p95:10.1f}"
