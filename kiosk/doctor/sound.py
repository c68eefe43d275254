"""Microphone, loudspeaker and voice, tried out."""

import asyncio
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from audio import (
    AudioError,
    AudioSettings,
    Block,
    DeviceMissing,
    Recorder,
    UnknownBackend,
    build_player,
    build_recorder,
    build_synthesizer,
    build_transcriber,
    list_devices,
    read_chime,
)
from kiosk.config import KioskConfig, LoadedConfig
from kiosk.doctor.check import Check, Verdict, failed, fine, skipped, warning

LISTEN_S = 1.0
DEAD_DB = -80.0
"""An open microphone gives more than this even in a silent room."""
LOUD_DB = -20.0
"""A room without speech is quieter than this."""
CLIPPED = 0.001
"""Share of samples at the limit above which speech is mangled."""
Samples = NDArray[np.int16]
SILENCE = Block(np.zeros(1_600, np.int16), 16_000)

_REMEDIES = {
    "espeak": "sudo apt install espeak-ng",
    "piper": "check [audio.piper] program and voices",
}
"""Voices that speak on this machine, and what to do when they do not."""


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Listen for a second, play a moment of silence, try engines of this machine."""
    settings = loaded.config.audio
    microphones = _listed("input", "microphones", settings.input)
    yield microphones
    if microphones.verdict is not Verdict.FAILED:
        yield from asyncio.run(_microphone(settings))
    loudspeakers = _listed("output", "loudspeakers", settings.output)
    yield loudspeakers
    if loudspeakers.verdict is not Verdict.FAILED:
        yield asyncio.run(_loudspeaker(settings))
    yield asyncio.run(_voice(settings))
    yield asyncio.run(_whisper(loaded.config))
    yield _chime(settings)
    yield _volume(settings)


def _listed(direction: Literal["input", "output"], name: str, wanted: str) -> Check:
    if wanted.endswith(".wav"):
        return skipped(name, f"{wanted} stands for it")
    try:
        devices = list_devices(direction)
    except DeviceMissing as error:
        return failed(name, str(error), "sudo apt install libportaudio2")
    if not devices:
        return failed(name, "none", "connect one; `kiosk devices` lists them")
    return fine(name, ", ".join(device.name for device in devices))


async def _microphone(settings: AudioSettings) -> list[Check]:
    recorder = build_recorder(settings)
    try:
        await recorder.open()
        async with asyncio.timeout(LISTEN_S + 2):
            samples = await _recorded(recorder)
    except (AudioError, TimeoutError) as error:
        told = str(error) or "open, but gives no sound"
        remedy = "stop the kiosk if it runs; else check the plug and [audio] input"
        return [failed("microphone", told, remedy)]
    finally:
        await recorder.close()
    return [fine("microphone", "hears"), _level(samples), _clipping(samples)]


async def _recorded(recorder: Recorder) -> Samples:
    """Give about a second of sound from the microphone."""
    blocks: list[Block] = []
    recorder.start()
    async for block in recorder.blocks():
        blocks.append(block)
        if sum(each.length_s for each in blocks) >= LISTEN_S:
            recorder.stop()
    if not blocks:
        raise TimeoutError
    return np.concatenate([block.samples for block in blocks])


def _level(samples: Samples) -> Check:
    loudness = float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
    decibels = 20 * math.log10(max(loudness, 0.5) / 32_768)
    told = f"{decibels:.0f} dB of full scale"
    if decibels < DEAD_DB:
        remedy = "it is muted: raise its level with `alsamixer`, F4"
        return failed("room's level", told, remedy)
    if decibels > LOUD_DB:
        remedy = "is somebody speaking? else lower it with `alsamixer`, F4"
        return warning("room's level", told, remedy)
    return fine("room's level", told)


def _clipping(samples: Samples) -> Check:
    share = float(np.mean(np.abs(samples.astype(np.int32)) >= 32_700))
    told = f"{share:.1%} of the samples at the limit"
    if share > CLIPPED:
        return failed("clipping", told, "lower the microphone: `alsamixer`, F4")
    return fine("clipping", told)


async def _loudspeaker(settings: AudioSettings) -> Check:
    if settings.output.endswith(".wav"):
        return skipped("loudspeaker", f"{settings.output} is written instead")
    player = build_player(settings)
    try:
        await player.open()
        async with asyncio.timeout(3):
            await player.play(SILENCE)
            await player.drained()
    except (AudioError, TimeoutError) as error:
        told = str(error) or "open, but takes no sound"
        remedy = "stop the kiosk if it runs; else check the plug and [audio] output"
        return failed("loudspeaker", told, remedy)
    finally:
        await player.close()
    return fine("loudspeaker", "takes sound")


async def _voice(settings: AudioSettings) -> Check:
    name = next((each for each in settings.voices if each in _REMEDIES), None)
    if name is None:
        return skipped("voice", f"{settings.voices[0]}; see providers")
    try:
        voice = build_synthesizer(settings, name)
        made = [block async for block in voice.synthesize("uno", "es")]
        await voice.close()
    except AudioError as error:
        return failed("voice", str(error), _REMEDIES[name])
    loudest = max((int(np.abs(b.samples).max(initial=0)) for b in made), default=0)
    if loudest < 1_000:
        return failed("voice", f"{name} gives no sound", f"reinstall {name}")
    return fine("voice", f"{name} speaks")


async def _whisper(config: KioskConfig) -> Check:
    settings = config.audio
    if "whisper" not in settings.ears:
        return skipped("whisper", "not in use")
    remedy = "kiosk fetch-whisper base"
    try:
        ears = build_transcriber(
            settings, "whisper", books=tuple, cache_dir=config.state_dir / "cache"
        )
        await ears.warm()
        await ears.close()
    except AudioError as error:
        return failed("whisper", str(error), remedy)
    return fine("whisper", f"{settings.stt_whisper.model} can be loaded")


def _chime(settings: AudioSettings) -> Check:
    if not settings.chime:
        return skipped("chime", "none set")
    try:
        clip = read_chime(Path(settings.chime))
    except UnknownBackend as error:
        return failed("chime", str(error), "check [audio] chime")
    return fine("chime", f"{clip.length_s:.1f} s")


def _volume(settings: AudioSettings) -> Check:
    told = f"{settings.volume:g}"
    if settings.volume == 0:
        return failed("volume", "0: nothing is heard", "set [audio] volume")
    if settings.volume > 2:
        remedy = "loud passages are clipped; turn the amplifier up instead"
        return warning("volume", told, remedy)
    return fine("volume", told)
