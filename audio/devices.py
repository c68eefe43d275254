"""Sound devices: list them, choose one by name, open it at its own rate."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from audio.device_list import DeviceList
from audio.errors import DeviceMissing

Direction = Literal["input", "output"]

_OTHER_RATES_HZ = (48_000, 44_100, 32_000, 16_000)
_INVALID_CHANNELS, _INVALID_RATE = -9998, -9997

_list = DeviceList()


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """A device as PortAudio lists it."""

    index: int
    name: str
    channels: int
    """How many it has in the direction asked about."""
    rate_hz: int
    """The rate it prefers."""
    is_default: bool


@dataclass(frozen=True, slots=True)
class OpenStream:
    """A device that is open, with the form in which it takes or gives sound."""

    raw: Any
    """`RawInputStream` or `RawOutputStream` of sounddevice, started."""
    name: str
    rate_hz: int
    channels: int


def list_devices(direction: Direction) -> list[SoundDevice]:
    """Give the devices of one direction, as read last.

    Raises:
        DeviceMissing: The PortAudio library is not installed.
    """
    portaudio = _portaudio()
    default = portaudio.default.device[0 if direction == "input" else 1]
    return [
        SoundDevice(
            index=device["index"],
            name=device["name"],
            channels=device[f"max_{direction}_channels"],
            rate_hz=int(device["default_samplerate"]),
            is_default=device["index"] == default,
        )
        for device in portaudio.query_devices()
        if device[f"max_{direction}_channels"] > 0
    ]


def choose(direction: Direction, wanted: str) -> SoundDevice:
    """Give the device whose name contains `wanted`; the default one when it is empty.

    Raises:
        DeviceMissing: None does; the message names what was found.
    """
    found = list_devices(direction)
    if not found:
        raise DeviceMissing(
            f"no {direction} device found; connect one, `kiosk devices` lists them"
        )
    if not wanted:
        return next((device for device in found if device.is_default), found[0])
    for device in found:
        if wanted.casefold() in device.name.casefold():
            return device
    names = ", ".join(f'"{device.name}"' for device in found)
    raise DeviceMissing(
        f'no {direction} device matches "{wanted}"; found {names}; '
        f"set `{direction}` under [audio] to a part of one of these"
    )


def is_list_stale() -> bool:
    """Whether somebody waits for a device that the list does not have yet.

    Any thread. Who holds a device and can do without it closes it and opens it again.
    """
    return _list.is_stale


@contextlib.contextmanager
def opened(
    direction: Direction,
    wanted: str,
    *,
    block_ms: int,
    latency_s: float,
    is_retry: bool = False,
) -> Iterator[OpenStream]:
    """Keep a device open at its own rate for blocking reads or writes, mono if it can.

    Belongs to the thread that reads or writes. In a retry, what the C libraries
    write on descriptor 2 while the device is opened is thrown away.

    Raises:
        DeviceMissing: It is not there, or it went away in the middle.
    """
    portaudio = _portaudio()
    with _list.lock, _no_chatter() if is_retry else contextlib.nullcontext():
        if _list.is_stale:
            _list.read_again(portaudio)
        try:
            stream = _open(choose(direction, wanted), direction, block_ms, latency_s)
        except DeviceMissing:
            if not _list.read_again(portaudio, is_retry=is_retry):
                raise
            stream = _open(choose(direction, wanted), direction, block_ms, latency_s)
        _list.opened(stream.raw)
    try:
        yield stream
    except portaudio.PortAudioError as error:
        raise DeviceMissing(f'"{stream.name}" has gone: {error}') from error
    finally:
        with _list.lock:
            stream.raw.close(ignore_errors=True)
            _list.closed(stream.raw)


def _portaudio() -> Any:
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceMissing(
            f"sound devices cannot be used: {error}; "
            "install PortAudio with `apt install libportaudio2`"
        ) from error
    return sounddevice


def _open(
    device: SoundDevice, direction: Direction, block_ms: int, latency_s: float
) -> OpenStream:
    portaudio = _portaudio()
    make = getattr(portaudio, f"Raw{direction.capitalize()}Stream")
    for rate_hz, channels in _forms(device):
        try:
            raw = make(
                device=device.index,
                samplerate=rate_hz,
                channels=channels,
                dtype="int16",
                blocksize=rate_hz * block_ms // 1000,
                latency=latency_s,
            )
        except portaudio.PortAudioError as error:
            if _code_of(error) in (_INVALID_CHANNELS, _INVALID_RATE):
                continue
            raise DeviceMissing(f'"{device.name}" does not open: {error}') from error
        return _started(OpenStream(raw, device.name, rate_hz, channels))
    raise DeviceMissing(
        f'"{device.name}" takes neither 1 nor 2 channels of 16 bits at '
        f"{device.rate_hz} Hz or any of {_OTHER_RATES_HZ}"
    )


def _forms(device: SoundDevice) -> Iterator[tuple[int, int]]:
    """Give rates and channels, the device's own rate and one channel first."""
    for rate_hz in dict.fromkeys((device.rate_hz, *_OTHER_RATES_HZ)):
        for channels in range(1, min(device.channels, 2) + 1):
            yield rate_hz, channels


def _started(stream: OpenStream) -> OpenStream:
    portaudio = _portaudio()
    try:
        stream.raw.start()
    except portaudio.PortAudioError as error:
        stream.raw.close(ignore_errors=True)
        raise DeviceMissing(f'"{stream.name}" does not start: {error}') from error
    return stream


def _code_of(error: Exception) -> int | None:
    return error.args[1] if len(error.args) > 1 else None


@contextlib.contextmanager
def _no_chatter() -> Iterator[None]:
    """Point descriptor 2 at nothing for a moment."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
