"""A picture of what a customer holds to the camera, taken by the owner's program."""

import asyncio
import io
import re
import unicodedata
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

LIMIT_S = 5.0
LIMIT_BYTES = 4_000_000
SIDE = 1024
"""Pixels of the longer side of what is sent; models see no more."""

_COURTESY = re.compile(r"\b(por favor|please|oye|oiga|hola|hello|hey|aqui|here)\b")
_LOOKS = re.compile(
    r"(y )?(que|cual) (es|son|sera) (esto|eso|este|esta|estos|estas)( que (tengo|traigo"
    r"|llevo|le enseno|te enseno))?( en la mano)?"
    r"|(y )?(tienen|tienes|tiene|venden|vende|vendes|hay|busco|quiero|necesito|tendran"
    r"|me das) (algo|uno|una|otro|otra)( mas)? (como|parecido a|parecida a|igual a"
    r"|igual que|similar a) (esto|este|esta|eso)"
    r"|(tienen|tiene|tienes|venden|hay) (algo|uno|una) asi"
    r"|(mira|mire|ve|vea)( lo que (tengo|traigo)| esto| este| esta)"
    r"|what (is|s|are) (this|these)( (thing|i am holding|i m holding))?"
    r"|(do you )?(have|sell|got)( you)?( got)? (something|anything|one|another|some)"
    r" (like|similar to) (this|these)( one)?"
    r"|i (want|need|am looking for|m looking for) (something|one|another)"
    r" (like|similar to) (this|these)( one)?"
    r"|(look at|see) this|what am i holding"
)


class CameraTrouble(Exception):
    """There is no picture; the message says why."""


def asks_to_look(text: str) -> bool:
    """Whether the whole of a text is about what is held to the camera."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _COURTESY.sub(" ", " ".join(re.findall(r"[a-z0-9]+", plain)))
    return _LOOKS.fullmatch(" ".join(plain.split())) is not None


async def take_picture(command: Sequence[str]) -> bytes:
    """Give a JPEG of at most `SIDE` pixels each way; nothing is written anywhere.

    Args:
        command: Program and arguments that write a JPEG to standard output.

    Raises:
        CameraTrouble: It gives none within `LIMIT_S` seconds and `LIMIT_BYTES`.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
        )
    except OSError as error:
        raise CameraTrouble(f"{command[0]}: {error.strerror}") from error
    try:
        async with asyncio.timeout(LIMIT_S):
            taken = await _output_of(process)
    except TimeoutError as error:
        told = f"{command[0]} gives no picture within {LIMIT_S:g} s"
        raise CameraTrouble(told) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise CameraTrouble(f"{command[0]} ended with {process.returncode}")
    return await asyncio.to_thread(_made_small, taken)


async def _output_of(process: Process) -> bytes:
    if process.stdout is None:
        raise CameraTrouble("the program has no output")
    taken = b""
    while more := await process.stdout.read(65_536):
        taken += more
        if len(taken) > LIMIT_BYTES:
            raise CameraTrouble(f"the picture is larger than {LIMIT_BYTES:,} bytes")
    await process.wait()
    return taken


def _made_small(taken: bytes) -> bytes:
    """Write the picture anew: small, upright, and without the camera's notes."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(taken), formats=["JPEG", "PNG"]) as image:
            image.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((SIDE, SIDE))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        told = f"what the camera gives is no picture: {type(error).__name__}"
        raise CameraTrouble(told) from error
    upright.info.clear()
    made = io.BytesIO()
    upright.save(made, "JPEG", quality=85)
    return made.getvalue()
