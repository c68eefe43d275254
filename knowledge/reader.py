"""The reading process: file names come in, what is in them goes out, as JSON lines.

Files may be hostile, so they are opened here, in a process with limited memory that
may be ended at any time. Started by `knowledge.reading`.
"""

import json
import logging
import os
import re
import resource
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from knowledge.digest import digest_of
from knowledge.document import Document, Page
from knowledge.errors import UnreadableFile

TEXT_LIMIT = 20_000_000
"""Characters kept of one file."""
_UNTITLED = re.compile(
    r"^(?:documento? sin t[ií]tulo|untitled.*|microsoft word.*|presentaci[oó]n.*|"
    r"sin t[ií]tulo.*|document\d*|\S*\.(?:html?|md|txt|tmp)|.*\.(?:docx?|pdf|indd|xlsx?"
    r"|pptx?|odt|rtf|pub|cdr|ai))?$",
    re.IGNORECASE,
)


def main() -> None:
    """Answer each request line with a result line until the input ends."""
    logging.disable(logging.CRITICAL)
    os.nice(10)  # customers are answered first
    limit = int(sys.argv[1]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(json.dumps(_answer(request)) + "\n")
        sys.stdout.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        document = read_document(
            Path(request["path"]),
            request["file"],
            page_limit=request["page_limit"],
            ocr_language=request["ocr_language"],
        )
        if request["wanted"] == "document":
            return {"document": asdict(document)}
        return {"digest": asdict(digest_of(document))}
    except MemoryError:
        return {"error": "needs more memory than allowed"}
    except RecursionError:
        return {"error": "is nested too deeply"}
    except UnreadableFile as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001 a parser may raise anything on a hostile file; it is reported by file
        return {"error": _reason(error)}


def read_document(
    path: Path, file: str, *, page_limit: int, ocr_language: str
) -> Document:
    """Read one file of any known kind.

    Raises:
        Exception: Whatever its parser raises.
    """
    warnings: list[str] = []
    title, pages = _read(path, page_limit, warnings)
    pages = _with_pictures_read(path, pages, ocr_language, warnings)
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


def _read(path: Path, page_limit: int, warnings: list[str]) -> tuple[str, list[Page]]:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _read_pdf(path, page_limit, warnings)
    if suffix == ".docx":
        from knowledge.word import word_pages, word_title

        return word_title(path), _kept(word_pages(path), page_limit)
    if suffix in (".html", ".htm"):
        from knowledge.html import html_pages, html_title

        return html_title(path), _kept(html_pages(path), page_limit)
    from knowledge.plain_text import text_pages

    pages = _kept(text_pages(path), page_limit)
    first = next((b for p in pages for b in p.blocks if b.kind == "heading"), None)
    return (first.text if first and first.level == 1 else ""), pages


def _read_pdf(
    path: Path, page_limit: int, warnings: list[str]
) -> tuple[str, list[Page]]:
    from knowledge.pdf import pdf_pages, pdf_title
    from knowledge.running_heads import without_running_heads

    title, count = pdf_title(path)
    if count > page_limit:
        warnings.append(f"{count} pages; only the first {page_limit} were read")
    if count == 0:
        raise UnreadableFile("has no pages")
    pages = _kept(pdf_pages(path, page_limit, warnings), page_limit)
    return title, without_running_heads(pages)


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
    path: Path, pages: list[Page], language: str, warnings: list[str]
) -> list[Page]:
    from knowledge.ocr import can_read_pictures, read_picture_page

    pictures = [page.number for page in pages if page.is_image and not page.blocks]
    if not pictures:
        return pages
    if not can_read_pictures():
        listed = ", ".join(map(str, pictures[:20]))
        warnings.append(f"pages without text: {listed}; install tesseract to read them")
        return pages
    return [
        read_picture_page(path, page.number, language)
        if page.number in pictures
        else page
        for page in pages
    ]


def _reason(error: Exception) -> str:
    name = type(error).__name__
    cause = str(error) or str(error.__cause__ or "")
    if "Password" in name or "Password" in repr(error) or "encrypt" in cause.lower():
        return "is encrypted"
    if name == "PdfminerException" or name.startswith("PDF"):
        return f"is damaged ({cause or name})"[:200]
    return f"cannot be read ({name}: {cause})"[:200] if cause else f"fails with {name}"


if __name__ == "__main__":
    main()
