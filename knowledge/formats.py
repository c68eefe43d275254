"""Files of every known kind → documents."""

import re
import subprocess
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from knowledge.document import Document, Page
from knowledge.errors import UnreadableFile
from knowledge.pictures import TO_INSTALL, can_read_pictures

TEXT_LIMIT = 20_000_000
"""Characters kept of one file."""
_UNTITLED = re.compile(
    r"^(?:documento? sin t[ií]tulo|untitled.*|microsoft word.*|presentaci[oó]n.*|"
    r"sin t[ií]tulo.*|document\d*|\S*\.(?:html?|md|txt|tmp)|.*\.(?:docx?|pdf|indd|xlsx?"
    r"|pptx?|odt|rtf|pub|cdr|ai))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    pages: int
    until_s: float
    """When to stop turning pages, by the monotonic clock."""
    ocr_language: str
    """What tesseract should expect on pages without text."""


def read_document(path: Path, file: str, limits: Limits) -> Document:
    """Read one file of any known kind.

    Raises:
        Exception: Whatever its parser raises.
    """
    warnings: list[str] = []
    title, pages = _read(path, limits, warnings)
    pages = _with_pictures_read(path, pages, limits, warnings)
    if not any(page.blocks for page in pages):
        raise UnreadableFile("; ".join(["no text in it", *warnings]))
    title = " ".join(title.split())
    if _UNTITLED.match(title):
        title = _headline(pages) or title_from_name(path.name)
    return Document(file, title, tuple(pages), tuple(warnings))


def _headline(pages: list[Page]) -> str:
    """The first large heading, when it says more than a word or two."""
    for page in pages[:1]:
        for block in page.blocks[:3]:
            text = " ".join(block.text.split())
            if "\t" in block.text:
                continue
            is_large = block.kind == "heading" and block.level <= 3
            if is_large and len(text.split()) > 2 and len(text) < 90:
                return text
    return ""


def title_from_name(name: str) -> str:
    """Give a file's name as words."""
    words = re.sub(r"[_\-.\s]+", " ", Path(name).stem).strip()
    words = unicodedata.normalize("NFC", words)
    return words[:1].upper() + words[1:]


def _read(path: Path, limits: Limits, warnings: list[str]) -> tuple[str, list[Page]]:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _read_pdf(path, limits, warnings)
    if suffix == ".docx":
        from knowledge.word import word_pages, word_title

        return word_title(path), _kept(word_pages(path), limits.pages)
    if suffix in (".html", ".htm"):
        from knowledge.html import html_pages, html_title

        return html_title(path), _kept(html_pages(path), limits.pages)
    from knowledge.plain_text import text_pages

    pages = _kept(text_pages(path), limits.pages)
    first = next((b for p in pages for b in p.blocks if b.kind == "heading"), None)
    return (first.text if first and first.level == 1 else ""), pages


def _read_pdf(
    path: Path, limits: Limits, warnings: list[str]
) -> tuple[str, list[Page]]:
    from knowledge.pdf import read_pdf
    from knowledge.running_heads import without_running_heads

    title, pages = read_pdf(path, limits.pages, limits.until_s, warnings)
    if not pages and not warnings:
        raise UnreadableFile("has no pages")
    return title, without_running_heads(_kept(pages, limits.pages))


def _kept(pages: Iterable[Page], limit: int) -> list[Page]:
    kept: list[Page] = []
    size = 0
    for page in islice(pages, limit):
        size += sum(len(block.words) for block in page.blocks)
        if size > TEXT_LIMIT:
            break
        kept.append(page)
    return kept


def _with_pictures_read(
    path: Path, pages: list[Page], limits: Limits, warnings: list[str]
) -> list[Page]:
    pictures = [page.number for page in pages if page.is_image and not page.blocks]
    if not pictures:
        return pages
    if not can_read_pictures():
        warnings.append(f"pages without text: {_listed(pictures)}; {TO_INSTALL}")
        return pages
    read = [
        _picture_read(path, page, limits) if page.number in pictures else page
        for page in pages
    ]
    seen = [page.number for page in read if page.is_image and page.blocks]
    blank = [number for number in pictures if number not in seen]
    if seen:
        warnings.append(f"read from pictures: pages {_listed(seen)}; check the figures")
    if blank:
        warnings.append(f"no text seen on pages: {_listed(blank)}")
    return read


def _picture_read(path: Path, page: Page, limits: Limits) -> Page:
    """Give the page as read from its picture; as it was when that fails."""
    from knowledge.ocr import read_picture_page

    if time.monotonic() > limits.until_s:
        return page
    try:
        return read_picture_page(path, page.number, limits.ocr_language, limits.until_s)
    except (OSError, subprocess.SubprocessError):
        return page


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (" …" if len(numbers) > 20 else "")
