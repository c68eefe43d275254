"""The form of a recording, read by another program's eyes."""

import io
import wave
from email.parser import BytesParser

import numpy as np

from audio.upload import Upload

SAMPLES = np.arange(-800, 800, dtype=np.int16)


def parts_of(upload, body):
    """Name and content of each part, as a mail program reads them."""
    head = f"Content-Type: {upload.content_type}\r\n\r\n".encode()
    whole = BytesParser().parsebytes(head + body)
    return [
        (part.get_param("name", header="content-disposition"), part)
        for part in whole.get_payload()
    ]


def filled(**fields):
    upload = Upload()
    upload.fill_in(fields)
    return parts_of(upload, upload.of(SAMPLES, 16_000))


def test_lists_and_tables_are_written_as_openai_s_client_does():
    found = filled(model="m", words=["año", "b"], deep={"a": 1}, yes=True, nothing=None)
    told = [
        (name, part.get_payload(decode=True).decode())
        for name, part in found
        if name != "file"
    ]
    assert told == [
        ("model", "m"),
        ("words[]", "año"),
        ("words[]", "b"),
        ("deep[a]", "1"),
        ("yes", "true"),
    ]


def test_the_sound_is_a_wave_file_of_its_own_rate():
    name, part = filled(model="m")[-1]
    assert (name, part.get_filename()) == ("file", "recording.wav")
    with wave.open(io.BytesIO(part.get_payload(decode=True))) as sound:
        assert sound.getframerate() == 16_000
        assert sound.readframes(9999) == SAMPLES.tobytes()


def test_what_is_filled_in_later_stands_in_place_of_the_earlier():
    upload = Upload()
    upload.fill_in({"language": "es"})
    upload.fill_in({"language": "auto"})
    first, *_ = parts_of(upload, upload.of(SAMPLES, 16_000))
    assert first[1].get_payload() == "auto"
