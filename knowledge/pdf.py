"""PDF pages → blocks: ruled tables as ruled, the rest by how words stand."""

import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from knowledge.document import Block, Page
from knowledge.layout import Placed, blocks_of
from knowledge.lines import Word, lines_of
from knowledge.turned import quarter_turns, turned_copy

_ICON_FONT = re.compile(
    r"icomoon|fontawesome|awesome|material.?icons|glyphicon|wingdings|webdings|dingbat"
    r"|icons?\b",
    re.IGNORECASE,
)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_PAGE_LIMIT_S = 20.0
_RULE_WIDTH = 2.0
"""A filled box thinner than this is a line; thicker ones are backgrounds."""
Box = tuple[float, float, float, float]
_SWATCH = 40.0
"""A coloured box not larger than this may be a legend's sample."""


def read_pdf(
    path: Path, limit: int, until_s: float, warnings: list[str]
) -> tuple[str, list[Page]]:
    """Give the title that the file carries, perhaps empty, and its pages.

    To be called in a process's main thread, for the clock's sake.

    Args:
        path: The file.
        limit: Pages at most.
        until_s: When to stop, by the monotonic clock.
        warnings: What is left out is noted there.

    Raises:
        Exception: Whatever the parser meets in a hostile file; the caller is a
            process of its own and reports it.
    """
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        count = len(pdf.pages)
        if count > limit:
            warnings.append(f"{count} pages; only the first {limit} were read")
        pages: list[Page] = []
        for page in pdf.pages[:limit]:
            if time.monotonic() > until_s:
                told = f"{count} pages; only the first {len(pages)} were read in time"
                warnings.append(f"{told}: raise read_limit_s")
                break
            pages += _read_page(path, page, warnings)
            page.close()
        title = (pdf.metadata or {}).get("Title") or ""
        return (title if isinstance(title, str) else ""), pages


def _read_page(path: Path, page: Any, warnings: list[str]) -> list[Page]:
    """Give the page; nothing when it takes too long."""
    number = page.page_number
    try:
        with _time_limit(_PAGE_LIMIT_S):
            return [_upright_page(path, page)]
    except _TooSlow:
        warnings.append(f"page {number} takes too long; left out")
        return []


def _upright_page(path: Path, page: Any) -> Page:
    import pdfplumber

    turns = quarter_turns(page)
    if not turns:
        return _page(page)
    with pdfplumber.open(turned_copy(path, page.page_number, turns)) as copy:
        return replace(_page(copy.pages[0]), number=page.page_number)


class _TooSlow(BaseException):
    """No `Exception`: the parser catches those and carries on."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _page(page: Any) -> Page:
    if not page.chars or _is_garbled(page.chars):
        is_image = bool(page.chars or page.images or page.curves)
        return Page(page.page_number, is_image=is_image)
    clean = page.filter(_is_wanted)
    notes = _Notes(page)
    words = [
        Word(
            text=notes.marked(raw),
            x0=raw["x0"],
            x1=raw["x1"],
            top=raw["top"],
            bottom=raw["bottom"],
            size=raw["size"],
            bold=bool(_BOLD.search(raw["fontname"])),
        )
        for raw in clean.extract_words(
            extra_attrs=["fontname", "size"], keep_blank_chars=False
        )
        if raw["upright"] and not notes.hides(raw)
    ]
    if not words:
        return Page(page.page_number, is_image=bool(page.images))
    body_size = Counter(round(word.size, 1) for word in words).most_common(1)[0][0]
    tables, rest = _ruled_tables(clean, words)
    return Page(page.page_number, tuple(blocks_of(rest, tables, body_size)))


def _is_garbled(chars: list[dict[str, Any]]) -> bool:
    """Tell whether most letters are only known by their number in a font."""
    nameless = [char for char in chars if char["text"].startswith("(cid:")]
    return len(nameless) > 0.5 * len(chars)


def _in_reading_order(word: str) -> str:
    """Letters come as they stand from left to right; Hebrew and Arabic read back."""
    if word.isascii() or not any(bidirectional(c) in ("R", "AL") for c in word):
        return word
    return word[::-1]


def _is_wanted(thing: dict[str, Any]) -> bool:
    """Letters of icon fonts and painted backgrounds are noise."""
    kind = thing["object_type"]
    if kind == "char":
        return not _ICON_FONT.search(thing["fontname"])
    if kind == "rect":
        return bool(
            min(thing["width"], thing["height"]) <= _RULE_WIDTH
            or (thing.get("stroke") and thing.get("linewidth"))
        )
    return True


def _ruled_tables(page: Any, words: list[Word]) -> tuple[list[Placed], list[Word]]:
    placed: list[Placed] = []
    rest = words
    for table in page.find_tables():
        rows = _table_rows(table, words)
        cells = [cell for row in rows for cell in row]
        if len(rows) * max(map(len, rows), default=0) < 2 or not any(cells):
            continue
        rest = [word for word in rest if not _inside(word, table.bbox)]
        x0, top, x1, bottom = table.bbox
        placed.append(Placed(top, bottom, x0, x1, Block("table", rows=rows)))
    return placed, rest


def _table_rows(table: Any, words: list[Word]) -> tuple[tuple[str, ...], ...]:
    """Cells by row; a cell that spans several is repeated in each that says more."""
    boxes = [cell for row in table.rows for cell in row.cells if cell]
    lefts = _edges(box[0] for box in boxes)
    tops = _edges(box[1] for box in boxes)
    texts = {
        box: _cell_text([word for word in words if _inside(word, box)]) for box in boxes
    }
    rows = []
    for top in tops:
        across = [box for box in boxes if box[1] - 2 <= top < box[3] - 2]
        if not any(texts[box] for box in across if abs(box[1] - top) <= 2):
            continue
        rows.append(tuple(_text_at(left, across, texts) for left in lefts))
    return tuple(rows)


def _text_at(left: float, boxes: list[Box], texts: dict[Box, str]) -> str:
    for box in boxes:
        if box[0] - 2 <= left < box[2] - 2:
            return texts[box]
    return ""


def _edges(values: Iterator[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 2:
            edges.append(value)
    return edges


def _cell_text(words: list[Word]) -> str:
    """Lines of a cell; an empty line stands for a wide gap between them."""
    lines = lines_of(words)
    told: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before and line.top - before.bottom > 0.8 * before.height:
            told.append("")
        told.append(line.text.replace("\t", " "))
    return "\n".join(told)


def _inside(word: Word, box: Box) -> bool:
    x0, top, x1, bottom = box
    return x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= word.middle <= bottom


class _Notes:
    """What colours mean: a coloured word and the legend with a box of that colour."""

    def __init__(self, page: Any) -> None:
        self._boxes = [rect for rect in page.rects if _is_coloured(rect)]
        self._legend: dict[Any, str] = {}
        swatches = [box for box in self._boxes if _is_swatch(box)]
        if swatches:
            raw = page.extract_words()
            for box in swatches:
                text = _beside(box, raw)
                if text:
                    self._legend[box["non_stroking_color"]] = text

    def marked(self, raw: dict[str, Any]) -> str:
        """Give the word, with the legend's text when it stands on its colour."""
        text = _in_reading_order(raw["text"])
        if not self._legend:
            return text
        note = next(
            (self._legend.get(b["non_stroking_color"]) for b in self._under(raw)), None
        )
        return f"{text} [{note.strip(' .')}]" if note else text

    def hides(self, raw: dict[str, Any]) -> bool:
        """Tell whether the word is only filling inside a legend's sample."""
        return any(
            _is_swatch(box) and box["width"] < 15 and len(raw["text"]) > 2
            for box in self._under(raw)
        )

    def _under(self, raw: dict[str, Any]) -> list[dict[str, Any]]:
        x, y = (raw["x0"] + raw["x1"]) / 2, (raw["top"] + raw["bottom"]) / 2
        return [
            box
            for box in self._boxes
            if box["x0"] - 1 <= x <= box["x1"] + 1
            and box["top"] - 1 <= y <= box["bottom"] + 1
        ]


def _is_coloured(rect: dict[str, Any]) -> bool:
    colour = rect.get("non_stroking_color")
    if not rect.get("fill") or not isinstance(colour, tuple) or len(colour) != 3:
        return False
    is_grey = max(colour) - min(colour) < 0.15
    return not is_grey and min(rect["width"], rect["height"]) > _RULE_WIDTH


def _is_swatch(rect: dict[str, Any]) -> bool:
    return bool(rect["width"] <= _SWATCH and rect["height"] <= _SWATCH)


def _beside(box: dict[str, Any], words: list[dict[str, Any]]) -> str:
    """The line right of a box, when nothing but it could be meant."""
    middle = (box["top"] + box["bottom"]) / 2
    right = [
        word
        for word in words
        if word["upright"]
        and abs((word["top"] + word["bottom"]) / 2 - middle) < 5
        and word["x0"] >= box["x1"] - 1
    ]
    told: list[str] = []
    edge = box["x1"]
    for word in sorted(right, key=lambda word: word["x0"]):
        if word["x0"] - edge > 15:
            break
        told.append(word["text"])
        edge = word["x1"]
    text = " ".join(told)
    return text if re.match(r"[^\W\d_]{2}", text) else ""
