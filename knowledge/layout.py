"""Where words stand on a page → regions, lines and blocks in reading order."""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.document import Block
from knowledge.grids import grid_at
from knowledge.lines import Line, Word, lines_of

_FEWEST_LINES = 4
"""A side with fewer lines is no column of its own."""
_BULLET = re.compile(r"^(?:[-–—•●▪■◦‣○*✓➢►·]|\uf0b7|\(?[a-z0-9]{1,2}[.)])(?:\s+|$)")
_BARE_BULLET = re.compile(r"^(?:[-–—•●▪■◦‣○*✓➢►·]|\uf0b7)\s*")


@dataclass(frozen=True, slots=True)
class Placed:
    """A table and the box it fills."""

    top: float
    bottom: float
    x0: float
    x1: float
    block: Block


def blocks_of(
    words: Sequence[Word], tables: Sequence[Placed], body_size: float
) -> list[Block]:
    """Give the blocks of a page, region by region, each from the top down."""
    blocks: list[Block] = []
    walls = {word: table for table in tables for word in _wall(table)}
    for number, region in enumerate(regions([*words, *walls])):
        inside = {id(walls[w]): walls[w] for w in region if w in walls}
        told = [word for word in region if word not in walls]
        placed = list(_blocks_of_region(told, body_size))
        placed += [(table.top, table.block) for table in inside.values()]
        placed.sort(key=lambda pair: pair[0])
        blocks += [replace(block, region=number) for _, block in placed]
    return blocks


def _wall(table: Placed) -> list[Word]:
    """Stand-ins as wide as the table, so that no gutter is seen inside it."""
    count = max(2, int((table.bottom - table.top) // 12))
    step = (table.bottom - table.top) / count
    tops = [table.top + step * index for index in range(count)]
    return [Word("", table.x0, table.x1, top, top + step, 10.0) for top in tops]


def regions(words: list[Word]) -> list[list[Word]]:
    """Part a page's words where columns or sides stand beside each other.

    A gutter between cells of one table is not such a place: there the lines of both
    sides stand at the same heights and are short.
    """
    if len(words) < 2 * _FEWEST_LINES:
        return [words] if words else []
    bands = _bands(words)
    for first in range(min(len(bands), 5)):
        for last in range(len(bands), max(first, len(bands) - 4), -1):
            inside = [word for band in bands[first:last] for word in band]
            sides = _sides(inside)
            if sides:
                above = [word for band in bands[:first] for word in band]
                below = [word for band in bands[last:] for word in band]
                parted = [part for side in sides for part in regions(side)]
                return [part for part in (above, *parted, below) if part]
    return [words]


def _bands(words: list[Word]) -> list[list[Word]]:
    """Groups of words with clear white space above and below."""
    height = statistics.median(word.bottom - word.top for word in words)
    bands: list[list[Word]] = []
    floor = float("-inf")
    for word in sorted(words, key=lambda word: word.top):
        if word.top - floor > height * 0.9:
            bands.append([])
        bands[-1].append(word)
        floor = max(floor, word.bottom)
    return bands


def _sides(words: list[Word]) -> tuple[list[Word], list[Word]] | None:
    if len(words) < 2 * _FEWEST_LINES:
        return None
    height = statistics.median(word.bottom - word.top for word in words)
    ordered = sorted(words, key=lambda word: word.x0)
    edge = ordered[0].x1
    for index, word in enumerate(ordered):
        if word.x0 - edge > max(9.0, height * 0.9):
            left, right = ordered[:index], ordered[index:]
            if _stand_apart(lines_of(left), lines_of(right)):
                return left, right
        edge = max(edge, word.x1)
    return None


def _stand_apart(left: list[Line], right: list[Line]) -> bool:
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    tops = [line.middle for line in right]
    level = sum(
        any(abs(line.middle - top) < line.height * 0.25 for top in tops)
        for line in left
    )
    if level < 0.7 * min(len(left), len(right)):
        return True
    return all(
        statistics.median(len(line.text) for line in side) >= 28
        for side in (left, right)
    )


def _blocks_of_region(
    words: list[Word], body_size: float
) -> Iterable[tuple[float, Block]]:
    lines = lines_of(words)
    index = 0
    pending: list[Line] = []
    while index < len(lines):
        grid = grid_at(lines, index)
        if grid is None:
            pending.append(lines[index])
            index += 1
            continue
        yield from _paragraphs(pending, body_size)
        pending = []
        yield lines[index].top, Block("table", rows=grid.rows)
        index = grid.end
    yield from _paragraphs(pending, body_size)


def _paragraphs(lines: list[Line], body_size: float) -> Iterable[tuple[float, Block]]:
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group, line, body_size):
            yield group[0].top, _block(group, body_size)
            group = []
        group.append(line)
    if group:
        yield group[0].top, _block(group, body_size)


def _continues(group: list[Line], line: Line, body_size: float) -> bool:
    before = group[-1]
    if _BULLET.match(line.text) or before.text.rstrip().endswith(":"):
        return False
    if line.top - before.bottom > before.height * 0.75:
        return False
    if abs(line.size - before.size) > 0.1 * before.size or line.bold != before.bold:
        return False
    if len(line.segments) > 1 or len(before.segments) > 1:
        return False
    if _is_heading(group, body_size):
        return before.text.isupper() == line.text.isupper()
    return not _ends_early(before, group, line)


def _ends_early(before: Line, group: list[Line], line: Line) -> bool:
    """A short line that another would have fitted into is the end of its paragraph."""
    widest = max(other.x1 for other in [*group, line])
    first_word = line.words[0]
    room = widest - before.x1
    return room > (first_word.x1 - first_word.x0) + before.size * 2


def _block(group: list[Line], body_size: float) -> Block:
    text = _joined(group)
    if _is_heading(group, body_size):
        return Block("heading", text, level=_level(group, body_size))
    if _BULLET.match(text):
        return Block("item", _BARE_BULLET.sub("", text))
    return Block("text", text)


def _joined(lines: list[Line]) -> str:
    text = ""
    for line in lines:
        if text.endswith("-") and text[-2:-1].isalpha() and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text = f"{text} {line.text}" if text else line.text
    return text


def _is_heading(group: list[Line], body_size: float) -> bool:
    text = " ".join(line.text for line in group)
    if len(text) > 160 or not re.search(r"[^\W\d_]{2}", text):
        return False
    if _BULLET.match(text) and not group[0].bold:
        return False
    if group[0].size >= body_size * 1.15:
        return True
    return group[0].bold and not text.endswith((".", ","))


def _level(group: list[Line], body_size: float) -> int:
    ratio = group[0].size / body_size
    return next((i for i, step in enumerate((1.8, 1.35, 1.12), 1) if ratio >= step), 4)
