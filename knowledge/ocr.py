"""Pages that are pictures → text, when tesseract is installed."""

import shutil
import subprocess
from pathlib import Path

from knowledge.document import Page
from knowledge.plain_text import blocks_of_text

_DOTS_PER_POINT = 200 / 72
_LARGEST_SIDE = 5000
_LIMIT_S = 60


def can_read_pictures() -> bool:
    """Tell whether tesseract is on the PATH."""
    return shutil.which("tesseract") is not None


def read_picture_page(path: Path, number: int, language: str) -> Page:
    """Read one page of a PDF by its picture.

    Raises:
        OSError: tesseract could not be run.
        subprocess.SubprocessError: It failed or took too long.
    """
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[number - 1]
        scale = min(_DOTS_PER_POINT, _LARGEST_SIDE / max(page.get_size()))
        picture = page.render(scale=scale).to_pil()
    finally:
        pdf.close()
    from io import BytesIO

    buffer = BytesIO()
    picture.save(buffer, format="PNG")
    told = subprocess.run(  # noqa: S603 fixed program, the picture comes by pipe
        [shutil.which("tesseract") or "tesseract", "-", "-", "-l", language],
        input=buffer.getvalue(),
        capture_output=True,
        check=True,
        timeout=_LIMIT_S,
    )
    text = told.stdout.decode("utf-8", errors="replace").replace("\f", "")
    return Page(number, tuple(blocks_of_text(text)), is_image=True)
