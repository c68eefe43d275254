"""Pages that are pictures → blocks, when tesseract is installed."""

import os
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.document import Page
from knowledge.layout import blocks_of
from knowledge.lines import Word

if TYPE_CHECKING:
    from PIL.Image import Image

_DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72
_LARGEST_SIDE = 5000
"""In dots; what is larger is drawn smaller."""
_PAGE_LIMIT_S = 60.0
_LEAST_SURE = 30
"""Words that tesseract is less sure of, in percent, are specks and stains."""
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_ANGLE = re.compile(r"textangle (\d+)")
_SURE = re.compile(r"x_wconf (\d+)")


def read_picture_page(path: Path, number: int, language: str, until_s: float) -> Page:
    """Read one page of a PDF by its picture.

    Args:
        path: The file.
        number: Which page, from 1.
        language: What tesseract should expect, such as `spa+eng`.
        until_s: When to stop, by the monotonic clock.

    Raises:
        OSError: tesseract could not be run.
        subprocess.SubprocessError: It failed or took too long.
    """
    picture, dots_per_point = _picture(path, number)
    hocr = _read(picture, language, until_s)
    if angle := _angle(hocr):
        picture = picture.rotate(angle, expand=True)
        hocr = _read(picture, language, until_s)
    words = list(_words(hocr, dots_per_point))
    if not words:
        return Page(number, is_image=True)
    body_size = Counter(round(word.size) for word in words).most_common(1)[0][0]
    return Page(number, tuple(blocks_of(words, [], body_size)), is_image=True)


def _picture(path: Path, number: int) -> tuple["Image", float]:
    """Give a page as it is seen, and its dots per point."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[number - 1]
        scale = _DOTS_PER_INCH / _POINTS_PER_INCH
        scale = min(scale, _LARGEST_SIDE / max(page.get_size()))
        return page.render(scale=scale, grayscale=True).to_pil(), scale
    finally:
        pdf.close()


def _read(picture: "Image", language: str, until_s: float) -> str:
    """Give what tesseract sees, as hOCR."""
    buffer = BytesIO()
    picture.save(buffer, format="PNG", compress_level=1)
    told = subprocess.run(  # noqa: S603 fixed program, the picture comes by pipe
        [
            shutil.which("tesseract") or "tesseract",
            *("-", "-", "-l", language, "--psm", "1"),
            *("--dpi", str(_DOTS_PER_INCH), "hocr"),
        ],
        input=buffer.getvalue(),
        capture_output=True,
        check=True,
        timeout=max(1.0, min(_PAGE_LIMIT_S, until_s - time.monotonic())),
        # Its threads wait for each other longer than they work.
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return told.stdout.decode("utf-8", errors="replace")


def _angle(hocr: str) -> int:
    """Degrees, to the left, that the page has to be turned by."""
    lines = hocr.count("x_size")
    angles = Counter(int(angle) for angle in _ANGLE.findall(hocr))
    ((angle, count),) = angles.most_common(1) or [(0, 0)]
    return -angle if count > lines / 2 else 0


def _words(hocr: str, dots_per_point: float) -> Iterator[Word]:
    from selectolax.lexbor import LexborHTMLParser

    for node in LexborHTMLParser(hocr).css(".ocrx_word"):
        line = node.parent
        title, text = node.attributes.get("title") or "", node.text().strip()
        above = (line.attributes.get("title") or "") if line else ""
        word, row = _BOX.search(title), _BOX.search(above)
        size, sure = _SIZE.search(above), _SURE.search(title)
        if not (text and word and row and size and sure):
            continue
        if int(sure[1]) < _LEAST_SURE:
            continue
        yield Word(
            text=text,
            x0=int(word[1]) / dots_per_point,
            x1=int(word[3]) / dots_per_point,
            top=int(row[2]) / dots_per_point,
            bottom=int(row[4]) / dots_per_point,
            size=float(size[1]) / dots_per_point,
        )
