"""Scripted stations: what a turn passes, without devices, models or time."""

import asyncio
from collections import deque

import numpy as np

from agents import ModelDone, TextDelta
from audio import Block, MicrophoneMuted, Transcript

SILENT_BLOCK = Block(np.zeros(320, dtype=np.int16), 16_000)


class ScriptedRecorder:
    """Yields silent blocks until it is stopped."""

    level = 0.25
    is_alive = True
    reached_limit = False
    is_muted = False
    was_touched = False

    def __init__(self, error=None):
        self.error = error
        self.stopped = asyncio.Event()
        self.starts = 0

    def start(self):
        self.starts += 1
        self.stopped.clear()

    def stop(self):
        self.stopped.set()

    def mute(self):
        self.is_muted = True

    def unmute(self):
        self.is_muted = False

    async def blocks(self):
        if self.is_muted:
            raise MicrophoneMuted("muted")
        if self.error is not None:
            raise self.error
        yield SILENT_BLOCK
        await self.stopped.wait()
        yield SILENT_BLOCK


class ScriptedTranscriber:
    """Understands the next line of its script after every recording."""

    name = "scripted"

    def __init__(self, *script, partly=()):
        self.script = deque(script)
        self.partly = partly

    async def transcribe(self, blocks, on_words=lambda _: None):
        for words in self.partly:
            on_words(words)
        async for _ in blocks:
            pass
        said = self.script.popleft() if self.script else ""
        if isinstance(said, Exception):
            raise said
        return said if isinstance(said, Transcript) else Transcript(said)


class ScriptedSpeaker:
    """Says sentences at once, or one for each `go_on` when it `holds`."""

    volume = 1.0
    is_alive = True
    pace = 1.0

    def __init__(self, *, error=None, holds=False):
        self.error = error
        self.holds = holds
        self.silenced = 0
        self.chimes = []
        self.speaks = asyncio.Event()
        self._turns = asyncio.Semaphore(0)

    async def chime(self, clip):
        self.chimes.append(clip)

    def go_on(self):
        self._turns.release()

    async def say(self, sentences, language, *, on_spoken, on_first_sound):
        async for text in sentences:
            if self.error is not None:
                raise self.error
            on_first_sound(asyncio.get_running_loop().time())
            self.speaks.set()
            if self.holds:
                await self._turns.acquire()
            on_spoken(text)

    def silence(self):
        self.silenced += 1


class ScriptedModel:
    """Plays passes: each is a list of texts, calls (in `ModelDone`) and errors."""

    name = "scripted"
    is_trusted = False

    def __init__(self, *passes):
        self.passes = deque(passes)
        self.seen = []
        self.begun = asyncio.Queue()

    async def stream(self, instructions, messages, tools):
        self.seen.append(list(messages))
        self.begun.put_nowait(None)
        done = ModelDone()
        for part in self.passes.popleft():
            match part:
                case str():
                    yield TextDelta(part)
                case Exception():
                    raise part
                case asyncio.Event():
                    await part.wait()
                case _:
                    done = part
        yield done


async def by_line(texts):
    """Splits at line ends: enough for scripted replies."""
    rest = ""
    async for text in texts:
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            yield line
    if rest:
        yield rest
