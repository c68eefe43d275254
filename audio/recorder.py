"""The microphone as the rest of the house sees it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from audio.device_thread import OnDevice
from audio.settings import AudioSettings
from audio.sound import Block


class Recorder(Protocol):
    """Hears continuously, hands over what is said between `start` and `stop`."""

    overflows: int
    """Times the device lost sound because nobody took it, since the beginning."""

    @property
    def level(self) -> float:
        """Loudness of the newest block, 0.0 to 1.0; read ten times a second."""

    @property
    def is_alive(self) -> bool:
        """Whether blocks advance, or it is known why not: no device, or mute.

        False only when an open device has given nothing for two seconds.
        """

    @property
    def reached_limit(self) -> bool:
        """Whether the last recording was ended by the limit: a stuck button."""

    @property
    def was_touched(self) -> bool:
        """Whether the last press was too short for a word; it has no blocks then."""

    @property
    def is_muted(self) -> bool:
        """Whether the microphone is closed on purpose."""

    def mute(self) -> None:
        """Close the microphone; a recording fails, and so do all until `unmute`."""

    def unmute(self) -> None:
        """Let the microphone be opened again."""

    async def open(self) -> None:
        """Open the device and keep it open.

        Raises:
            DeviceMissing: There is no such microphone. One that is plugged in later is
                taken by itself; blocks will come then.
        """

    async def close(self) -> None:
        """Close the device; may be called twice."""

    def start(self) -> None:
        """Begin a recording now; the pre-roll before this moment belongs to it."""

    def stop(self) -> None:
        """End the recording now."""

    def blocks(self) -> AsyncIterator[Block]:
        """Yield the recording's blocks as they arrive, until `stop` or the limit.

        Raises:
            DeviceMissing: The microphone is not there or went away in the middle.
            MicrophoneMuted: It is closed on purpose.
        """


def build_recorder(
    settings: AudioSettings, on_device: OnDevice | None = None
) -> Recorder:
    """Give the microphone of the settings, not yet open.

    Args:
        settings: `input` chooses.
        on_device: Told on the loop when the microphone goes and when it comes back.
    """
    if settings.input.endswith(".wav"):
        from audio.recorder_file import FileRecorder

        return FileRecorder(Path(settings.input), limit_s=settings.limit_s)
    from audio.recorder_portaudio import PortAudioRecorder

    return PortAudioRecorder(settings, on_device)
