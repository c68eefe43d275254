"""A recording as the form that servers of transcription take.

A client builds its form anew, field by field: 2 ms of every turn for the 200 keywords
of a shop. Here all but the sound is made once.
"""

import io
import wave
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from audio.sound import Samples


class Upload:
    """The fields of a form, ready for a recording to be put among them."""

    def __init__(self) -> None:
        self._boundary = uuid4().hex
        self.content_type = f"multipart/form-data; boundary={self._boundary}"
        self._head = b""
        self._foot = f"\r\n--{self._boundary}--\r\n".encode()

    def fill_in(self, fields: Mapping[str, Any]) -> None:
        """Write texts, numbers, lists and tables; None leaves a field out."""
        line = f"--{self._boundary}\r\nContent-Disposition: form-data; name="
        written = "".join(
            f'{line}"{name}"\r\n\r\n{text}\r\n'
            for key, value in fields.items()
            for name, text in _written(key, value)
        )
        file = f'{line}"file"; filename="recording.wav"\r\nContent-Type: audio/wav'
        self._head = f"{written}{file}\r\n\r\n".encode()

    def of(self, samples: Samples, rate_hz: int) -> bytes:
        """Give the whole form with a recording as a WAV file of 16 bits."""
        return b"".join([self._head, _wave_file(samples, rate_hz), self._foot])


def _written(name: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case None:
            return
        case bool():
            yield name, str(value).lower()
        case list() | tuple():
            for each in value:
                yield from _written(f"{name}[]", each)
        case Mapping():
            for key, each in value.items():
                yield from _written(f"{name}[{key}]", each)
        case _:
            yield name, str(value)


def _wave_file(samples: Samples, rate_hz: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        sound.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()
