"""HTML files → blocks; scripts, styles and menus are left out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.document import Block, Page
from knowledge.plain_text import decoded

_LEFT_OUT = "script, style, noscript, template, nav, svg, iframe, [hidden]"
_TAKEN = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, table, blockquote, pre, address, div"
_BLOCKS = frozenset(_TAKEN.split(", "))


def html_pages(path: Path) -> Iterator[Page]:
    """Yield the one page of an HTML file."""
    tree = _tree(path)
    body = tree.body
    blocks = tuple(_blocks(body)) if body is not None else ()
    yield Page(1, blocks)


def html_title(path: Path) -> str:
    """Give the title in the file's head, perhaps empty."""
    node = _tree(path).css_first("title")
    return _text(node) if node else ""


def _tree(path: Path) -> Any:
    from selectolax.lexbor import LexborHTMLParser

    data = path.read_bytes()
    match = re.search(rb"charset=[\"']?([\w-]+)", data[:2048])
    try:
        text = data.decode(match[1].decode()) if match else decoded(data)
    except (LookupError, UnicodeDecodeError):
        text = decoded(data)
    tree = LexborHTMLParser(text)
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    return tree


def _blocks(body: Any) -> Iterator[Block]:
    for node in body.css(_TAKEN):
        tag = node.tag
        if _inside_table(node):
            continue
        if tag == "table":
            rows = _rows(node)
            if rows:
                yield Block("table", rows=rows)
            continue
        text = _text(node) if not _holds_blocks(node) else _own_text(node)
        if not text:
            continue
        if re.match(r"h[1-6]$", tag):
            yield Block("heading", text, level=int(tag[1]))
        else:
            yield Block("item" if tag == "li" else "text", text)


def _inside_table(node: Any) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == "table":
            return True
        parent = parent.parent
    return False


def _holds_blocks(node: Any) -> bool:
    return any(child is not node and child.tag in _BLOCKS for child in node.traverse())


def _own_text(node: Any) -> str:
    """Text of the node itself, without that of blocks inside it."""
    told = [
        child.text(deep=child.tag not in _BLOCKS)
        for child in node.iter(include_text=True)
        if child.tag not in _BLOCKS and child.tag not in ("ul", "ol", "dl", "section")
    ]
    return re.sub(r"\s+", " ", " ".join(told)).strip()


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    """Rows of cells; a cell that spans several is repeated in each."""
    grid: dict[tuple[int, int], str] = {}
    for r, row in enumerate(table.css("tr")[:5000]):
        column = 0
        for cell in row.css("th, td"):
            while (r, column) in grid:
                column += 1
            text = _text(cell)
            for below in range(_span(cell, "rowspan")):
                for right in range(_span(cell, "colspan")):
                    grid[r + below, column + right] = text
    if not grid:
        return ()
    height = max(r for r, _ in grid) + 1
    width = max(c for _, c in grid) + 1
    return tuple(
        tuple(grid.get((r, c), "") for c in range(width)) for r in range(height)
    )


def _span(cell: Any, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(int(value), 100) if value.isdigit() and value != "0" else 1


def _text(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text(deep=True, separator=" ")).strip()
