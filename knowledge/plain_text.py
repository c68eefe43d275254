"""Text and Markdown files → blocks."""

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.document import Block, Page

_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"^\s*(?:[-*+•·–—]|\(?\d{1,2}[.)])\s+")
_RULE = re.compile(r"^\s*\|?[\s:|-]*-{2,}[\s:|-]*\|?\s*$")
_ENTRY = re.compile(r"^[A-ZÁÉÍÓÚÑ0-9].*\d{1,2}[:.h/]\d{2}")
"""A line of a list without bullets: it begins anew and holds a time or a date."""
_LABELLED = re.compile(r"^[^\W_][^.:]{1,60}:\s+\S")
"""A line with a label of its own: "Sábados: cerrado"."""
_MARKS = re.compile(r"\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def text_pages(path: Path) -> Iterator[Page]:
    """Yield the pages of a text or Markdown file; form feeds part pages."""
    for number, text in enumerate(decoded(path.read_bytes()).split("\f"), start=1):
        yield Page(number, tuple(blocks_of_text(text)))


def decoded(data: bytes) -> str:
    """Give the text of bytes in UTF-8, UTF-16 or, failing these, Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def blocks_of_text(text: str) -> Iterator[Block]:
    """Yield headings, paragraphs, items and tables, by Markdown's signs or by shape."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraph: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        block, used = _special(lines, index)
        if block is None and _heads_indented(lines, index) and not paragraph:
            block = Block("heading", _clean(line), level=4)
        if block is None and line.strip() and not _begins_anew(paragraph, lines, index):
            paragraph.append(_clean(line))
            index += 1
            continue
        yield from _paragraph(paragraph)
        paragraph = []
        if block is not None:
            yield block
        elif line.strip():
            paragraph = [_clean(line)]
        index += used
    yield from _paragraph(paragraph)


def _special(lines: list[str], index: int) -> tuple[Block | None, int]:
    line = lines[index]
    if match := _HASHES.match(line):
        return Block("heading", _clean(match[2]), level=len(match[1])), 1
    below = lines[index + 1] if index + 1 < len(lines) else ""
    if line.strip() and re.match(r"^\s*(=+|-{3,})\s*$", below) and "|" not in line:
        return Block("heading", _clean(line), level=1 if "=" in below else 2), 2
    if "|" in line and _RULE.match(below):
        return _table(lines, index)
    if _BULLET.match(line):
        return _item(lines, index)
    return None, 1


def _item(lines: list[str], index: int) -> tuple[Block, int]:
    """An item and the indented lines that continue it."""
    told = [_BULLET.sub("", lines[index])]
    end = index + 1
    while end < len(lines) and re.match(r"^\s{2,}\S", lines[end]):
        if _BULLET.match(lines[end]):
            break
        told.append(lines[end])
        end += 1
    return Block("item", _clean(" ".join(told))), end - index


def _table(lines: list[str], index: int) -> tuple[Block, int]:
    end = index
    rows: list[tuple[str, ...]] = []
    while end < len(lines) and "|" in lines[end]:
        if not _RULE.match(lines[end]):
            cells = lines[end].strip().strip("|").split("|")
            rows.append(tuple(_clean(cell) for cell in cells))
        end += 1
    width = max(map(len, rows))
    filled = tuple(row + ("",) * (width - len(row)) for row in rows)
    return Block("table", rows=filled), end - index


def _heads_indented(lines: list[str], index: int) -> bool:
    """A short line, no sentence, over lines that stand further in."""
    line = lines[index]
    below = lines[index + 1] if index + 1 < len(lines) else ""
    return (
        bool(line.strip())
        and len(line) < 90
        and not line.rstrip().endswith((".", ":", ","))
        and _indent(below) >= _indent(line) + 2
        and not _BULLET.match(below)
    )


def _indent(line: str) -> int:
    told = line.expandtabs(4)
    return len(told) - len(told.lstrip()) if told.strip() else 0


def _begins_anew(paragraph: list[str], lines: list[str], index: int) -> bool:
    """The line before was the end of something, or this one has a label of its own."""
    if not paragraph:
        return False
    before = paragraph[-1]
    if before.endswith(":") or (len(before) < 60 and before.endswith(".")):
        return True
    return len(before) < 75 and bool(_LABELLED.match(lines[index].strip()))


def _paragraph(lines: list[str]) -> Iterator[Block]:
    if not lines:
        return
    if len(lines) > 1 and all(_ENTRY.match(line) for line in lines):
        yield from (Block("item", line) for line in lines)
        return
    text = " ".join(lines)
    looks_like_title = (
        len(lines) == 1
        and len(text) < 80
        and re.search(r"[^\W\d_]{3}", text)
        and (text.isupper() or re.match(r"^\d+(\.\d+)*\.?\s+[^\W\d]", text))
    )
    if looks_like_title:
        yield Block("heading", text, level=3)
    else:
        yield Block("text", text)


def _clean(text: str) -> str:
    without = _MARKS.sub("", _LINK.sub(r"\1", text))
    return re.sub(r"\s+", " ", without.strip().removeprefix(">")).strip()
