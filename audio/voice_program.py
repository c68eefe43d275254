"""A program that writes the sound of a sentence to its standard output."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator

from audio.errors import ServiceBroken
from audio.pcm_stream import PcmStream
from audio.sound import Block

_READ_BYTES = 8192


async def start(*command: str, reads_text: bool = False) -> Process:
    """Start the program.

    Raises:
        ServiceBroken: It does not start.
    """
    stdin = PIPE if reads_text else None
    try:
        return await asyncio.create_subprocess_exec(
            *command, stdin=stdin, stdout=PIPE, stderr=PIPE
        )
    except OSError as error:
        message = f"{command[0]} does not start: {error}"
        raise ServiceBroken(message, code="no_program") from error


async def sound_of(
    process: Process, name: str, *, rate_hz: int | None
) -> AsyncGenerator[Block]:
    """Yield what the program says; closing the iterator ends it.

    Args:
        process: The program, at work.
        name: What it is called in messages.
        rate_hz: Rate of raw samples; None expects a WAV header.

    Raises:
        ServiceBroken: The program failed or died.
    """
    assert process.stdout is not None  # noqa: S101 - asked for with PIPE
    stream = PcmStream(rate_hz)
    try:
        while raw := await process.stdout.read(_READ_BYTES):
            samples = stream.feed(raw)
            if len(samples):
                yield Block(samples, stream.rate_hz)
        await _check(process, name)
    finally:
        await end(process)


async def end(process: Process) -> None:
    """End the program, if it has not ended."""
    if process.returncode is None:
        process.kill()
    await process.communicate()  # reads on: a full pipe would never close


async def _check(process: Process, name: str) -> None:
    assert process.stderr is not None  # noqa: S101 - asked for with PIPE
    complaint = (await process.stderr.read()).decode(errors="replace").strip()
    if await process.wait() != 0:
        message = f"{name} ended with {process.returncode}: {complaint}"
        raise ServiceBroken(message, code="program_failed")
