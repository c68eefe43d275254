"""Word files (.docx) → blocks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.document import Block, Page

_LEVEL = re.compile(r"(?:heading|t[ií]tulo|title)\s*(\d)?", re.IGNORECASE)


def word_pages(path: Path) -> Iterator[Page]:
    """Yield pages as Word last broke them, or one when it never did."""
    from docx import Document as open_word

    number = 1
    blocks: list[Block] = []
    for item in open_word(str(path)).iter_inner_content():
        if _breaks_page(item) and blocks:
            yield Page(number, tuple(blocks))
            number += 1
            blocks = []
        block = _block(item)
        if block:
            blocks.append(block)
    yield Page(number, tuple(blocks))


def word_title(path: Path) -> str:
    """Give the title in the file's properties, perhaps empty."""
    from docx import Document as open_word

    return open_word(str(path)).core_properties.title or ""


def _breaks_page(item: Any) -> bool:
    xml = item._element.xml if hasattr(item, "text") else ""  # noqa: SLF001 python-docx offers no public way to see page breaks
    return "w:lastRenderedPageBreak" in xml or 'w:type="page"' in xml


def _block(item: Any) -> Block | None:
    if hasattr(item, "rows"):
        rows = tuple(
            tuple(cell.text.strip() for cell in row.cells) for row in item.rows
        )
        width = max(map(len, rows), default=0)
        return Block("table", rows=tuple(r + ("",) * (width - len(r)) for r in rows))
    text = item.text.strip()
    if not text:
        return None
    style = item.style.name if item.style is not None else ""
    if match := _LEVEL.match(style):
        return Block("heading", text, level=int(match[1] or 1))
    if "list" in style.lower() or "lista" in style.lower():
        return Block("item", text)
    runs = [run for run in item.runs if run.text.strip()]
    if runs and len(text) < 100 and all(run.bold for run in runs):
        return Block("heading", text, level=4)
    return Block("text", text)
