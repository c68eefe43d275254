"""HTML files → blocks; scripts, styles and menus are left out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.document import Block, Page
from knowledge.plain_text import decoded

_LEFT_OUT = "script, style, noscript, template, nav, svg, iframe, [hidden]"
_BLOCKS = frozenset(
    "h1 h2 h3 h4 h5 h6 p li dt dd table blockquote pre address div section article main"
    " header footer ul ol dl br hr form fieldset figure figcaption".split()
)


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
    """Walk the tree once, in order: pages may be nested very deeply."""
    tag, told, skipped = "", [], 0
    for node in body.traverse(include_text=True):
        if skipped:
            skipped -= 1
        elif node.tag == "-text":
            told.append(node.text_content or "")
        elif node.tag in _BLOCKS:
            yield from _block(tag, told)
            tag, told = node.tag, []
            if node.tag == "table":
                skipped = sum(1 for _ in node.traverse(include_text=True)) - 1
                if rows := _rows(node):
                    yield Block("table", rows=rows)
    yield from _block(tag, told)


def _block(tag: str, told: list[str]) -> Iterator[Block]:
    text = re.sub(r"\s+", " ", "".join(told)).strip()
    if not text:
        return
    if re.match(r"h[1-6]$", tag):
        yield Block("heading", text, level=int(tag[1]))
    else:
        yield Block("item" if tag == "li" else "text", text)


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
