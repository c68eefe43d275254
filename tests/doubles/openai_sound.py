"""The two speech endpoints of the server double: forms and sound."""

import email.parser
import io
import math
import subprocess
import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import soxr
from pydub import AudioSegment

from tests.doubles.openai_rules import Rejected, words

SPEECH_RATE_HZ = 24_000
FORMATS = words("flac m4a mp3 mp4 mpeg mpga oga ogg wav webm")
VOICES = words(
    "alloy ash ballad coral echo fable nova onyx sage shimmer verse marin cedar"
)
FORM_KEYS = words(
    "model prompt response_format stream temperature language languages[] keywords[] "
    "include[] chunking_strategy timestamp_granularities[]"
)
SPEECH_KEYS = words(
    "input model voice instructions response_format speed stream_format"
)

Speak = Callable[[str, str], bytes]
"""Text and voice to 24 kHz 16-bit mono PCM."""


@dataclass(frozen=True)
class Form:
    """What a transcription request carried."""

    fields: Mapping[str, list[str]]
    file_name: str
    file_type: str
    file: bytes

    @property
    def length_s(self) -> float:
        with wave.open(io.BytesIO(self.file)) as sound:
            return float(sound.getnframes() / sound.getframerate())

    def first(self, name: str) -> str:
        return self.fields.get(name, [""])[0]


def read_form(body: bytes, content_type: str) -> Form:
    """Cut a form at its boundary; `email` takes 40 ms, which a bench would count."""
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    fields: dict[str, list[str]] = {}
    name, kind, data = "", "", b""
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = email.parser.HeaderParser().parsestr(head.strip().decode())
        field = str(headers.get_param("name", header="content-disposition"))
        content = content.removesuffix(b"\r\n")
        if field == "file":
            name = headers.get_filename() or ""
            kind, data = headers.get_content_type(), content
        else:
            fields.setdefault(field, []).append(content.decode())
    return Form(fields, name, kind, data)


def check_form(form: Form, *, is_openai: bool) -> None:
    """Check `/v1/audio/transcriptions`; compatible servers ignore unknown fields."""
    if not form.file:
        raise Rejected("Missing required parameter: 'file'.", param="file")
    if form.file_name.rpartition(".")[2] not in FORMATS:
        raise Rejected(
            f"Unrecognized file format. Supported formats: {sorted(FORMATS)}",
            param="file",
        )
    _check_wave(form)
    if is_openai:
        _check_form_fields(form)


def _check_wave(form: Form) -> None:
    try:
        with wave.open(io.BytesIO(form.file)) as sound:
            shape = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
            real = len(sound.readframes(sound.getnframes())) // 2
            if real != sound.getnframes() or shape != (1, 2, 16_000):
                raise Rejected(f"Audio file might be corrupted: {shape}", param="file")
    except (wave.Error, EOFError) as error:
        raise Rejected(
            "Audio file might be corrupted or unsupported", param="file"
        ) from error
    if form.length_s < 0.1:
        raise Rejected(
            "Audio file is too short. Minimum audio length is 0.1 seconds.",
            code="audio_too_short",
            param="file",
        )


def _check_form_fields(form: Form) -> None:
    for name in form.fields:
        if name not in FORM_KEYS:
            raise Rejected(
                f"Unknown parameter: '{name}'.", code="unknown_parameter", param=name
            )
    model = form.first("model")
    if model not in {"gpt-transcribe", "whisper-1"}:
        raise Rejected(
            f"The model `{model}` does not exist or you do not have access to it.",
            code="model_not_found",
            status=404,
        )
    if "language" in form.fields and "languages[]" in form.fields:
        raise Rejected("Only one of 'language' and 'languages' may be provided.")
    if model == "gpt-transcribe":
        _check_new_fields(form)
        return
    for name in ("languages[]", "keywords[]"):
        if name in form.fields:
            raise Rejected(
                f"Unsupported parameter: '{name}' is not supported with this model."
            )


def _check_new_fields(form: Form) -> None:
    if form.first("response_format") not in {"", "json"}:
        raise Rejected("response_format must be 'json' for this model")
    for keyword in form.fields.get("keywords[]", ()):
        if set(keyword) & set("<>\r\n"):
            raise Rejected("Invalid keyword: '<', '>', CR and LF are not allowed.")


def check_speech(body: Mapping[str, Any], *, is_openai: bool) -> None:
    for key in body:
        if is_openai and key not in SPEECH_KEYS:
            raise Rejected(
                f"Unknown parameter: '{key}'.", code="unknown_parameter", param=key
            )
    for key in ("input", "model", "voice"):
        if not body.get(key):
            raise Rejected(f"Missing required parameter: '{key}'.", param=key)
    if len(body["input"]) > 4096:
        raise Rejected(
            "Invalid 'input': string too long. Expected a string with maximum length "
            f"4096, but got a string with length {len(body['input'])} instead.",
            code="string_above_max_length",
            param="input",
        )
    if is_openai and body["voice"] not in VOICES:
        raise Rejected(
            f"Invalid value: '{body['voice']}'.", code="invalid_value", param="voice"
        )


def tone(text: str, voice: str) -> bytes:
    """A quiet tone, 60 ms for each character."""
    count = int(len(text) * 0.06 * SPEECH_RATE_HZ)
    step = 2 * math.pi * 440 / SPEECH_RATE_HZ
    samples = np.sin(np.arange(count) * step) * 6000
    return bytes(samples.astype("<i2").tobytes())


def espeak(text: str, voice: str) -> bytes:
    """Real speech; the voice is one of espeak-ng's languages, else Spanish."""
    language = voice if voice in {"es", "en"} else "es"
    done = subprocess.run(
        ["espeak-ng", "-v", language, "--stdout", text], capture_output=True, check=True
    )
    samples = np.frombuffer(done.stdout[44:], dtype="<i2")
    resampled = soxr.resample(samples, 22_050, SPEECH_RATE_HZ)
    return bytes(resampled.astype("<i2").tobytes())


def encoded(pcm: bytes, shape: str) -> tuple[bytes, str]:
    """The sound in the wanted format, with its content type."""
    if shape == "pcm":
        return pcm, "audio/pcm"
    if shape == "wav":
        return _streamed_wave_header(SPEECH_RATE_HZ) + pcm, "audio/wav"
    segment = AudioSegment(pcm, sample_width=2, frame_rate=SPEECH_RATE_HZ, channels=1)
    made = segment.export(io.BytesIO(), format=shape)
    return made.read(), "audio/mpeg" if shape == "mp3" else f"audio/{shape}"


def _streamed_wave_header(rate_hz: int) -> bytes:
    """A header whose lengths are dummies, as streamed files carry."""
    numbers = [(16, 4), (1, 2), (1, 2), (rate_hz, 4), (rate_hz * 2, 4), (2, 2), (16, 2)]
    shape = b"".join(value.to_bytes(size, "little") for value, size in numbers)
    unknown = b"\xff\xff\xff\xff"
    return b"RIFF" + unknown + b"WAVEfmt " + shape + b"data" + unknown
