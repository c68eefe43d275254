"""An owner's short sound, decoded once at start."""

from pathlib import Path

import numpy as np

from audio.errors import UnknownBackend
from audio.sound import Clip


def read_chime(path: Path) -> Clip:
    """Decode a sound file to mono; anything but WAV needs ffmpeg.

    Raises:
        UnknownBackend: It is not there, or is no sound that can be decoded here.
    """
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

    try:
        with path.open("rb") as file:
            sound = AudioSegment.from_file(file, format=path.suffix.lstrip(".") or None)
    except (OSError, CouldntDecodeError) as error:
        message = f"the chime {path} can't be decoded: {error}"
        raise UnknownBackend(message.splitlines()[0]) from error
    sound = sound.set_channels(1).set_sample_width(2)
    samples = np.frombuffer(sound.raw_data, dtype=np.int16)
    return Clip(samples, sound.frame_rate)
