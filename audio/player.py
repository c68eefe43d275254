"""The loudspeaker as the rest of the house sees it."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from audio.device_thread import OnDevice
from audio.settings import AudioSettings
from audio.sound import Block

OnFirstSound = Callable[[float], None]
"""Called on the loop with the `time.monotonic()` at which a sample was handed over."""


class Player(Protocol):
    """Puts blocks into the air in the order they come."""

    volume: float
    """Gain from the next block handed to the device on; 1.0 leaves it as it is."""

    @property
    def played_s(self) -> float:
        """Seconds of sound handed to the device since the player was made."""

    @property
    def is_alive(self) -> bool:
        """Whether sound advances, or it is known why it does not."""

    async def open(self) -> None:
        """Open the device and keep it open.

        Raises:
            DeviceMissing: There is no such loudspeaker. One that is plugged in later is
                taken by itself.
        """

    async def close(self) -> None:
        """Close the device; may be called twice."""

    def expect(self, on_first_sound: OnFirstSound) -> None:
        """Ask to be told when the next sound played is handed to the device.

        Raises:
            DeviceMissing: There is no loudspeaker now.
        """

    async def play(self, block: Block) -> None:
        """Queue a block, waiting while more than a second is queued already.

        Raises:
            DeviceMissing: The loudspeaker is not there or went away.
        """

    async def drained(self) -> None:
        """Return when everything queued has been handed to the device.

        Raises:
            DeviceMissing: The loudspeaker went away before.
        """

    def silence(self) -> None:
        """Fade out within 12 ms and forget everything queued."""


def build_player(settings: AudioSettings, on_device: OnDevice | None = None) -> Player:
    """Give the loudspeaker of the settings, not yet open.

    Args:
        settings: `output` chooses; `volume` is where it begins.
        on_device: Told on the loop when the loudspeaker goes and when it comes back.
    """
    if settings.output.endswith(".wav"):
        from audio.player_file import FilePlayer

        return FilePlayer(Path(settings.output), volume=settings.volume)
    from audio.player_portaudio import PortAudioPlayer

    return PortAudioPlayer(settings, on_device)
