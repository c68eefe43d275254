"""Tables that are not ruled: rows and columns found by how words line up."""

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from knowledge.lines import Line, Word, text_of

Row = tuple[str, ...]
_DATA = re.compile(
    r"^(?:\d{1,2}[:.h]\d{2}h?\*{0,3}|[-–—|x✓✔]|[€$S/.]*\d[\d.,]*[€%]?|\[.*|.*\])$"
)
_TIME = re.compile(r"^\d{1,2}[:.h]\d{2}")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table found among lines."""

    rows: tuple[Row, ...]
    end: int
    """Number of the first line after it."""


def grid_at(lines: list[Line], start: int) -> Grid | None:
    """Give the table that begins at this line, heads included, or None."""
    end = _run_end(lines, start)
    run = lines[start:end]
    rows = [line for line in run if len(line.segments) > 1]
    data = [line for line in run if _is_data(line)]
    times = [line for line in data if _TIME.match(line.words[0].text)]
    if len(rows) < 3 and len(data) < 2 and len(times) < 3:
        return None
    if len(data) < max(2, len(rows) // 3):
        data = []
    columns = _columns(data or rows)
    if len(columns) < 2 and (len(times) < 3 or _is_interleaved(run, data)):
        return None
    head_end = next((i for i, line in enumerate(run) if line in data), 0)
    if _stands_above(run, head_end):
        return None
    if data and head_end == 0 and not _leads_with_words(run[0]) and start > 0:
        return None if len(columns) < 2 else _grid(run, columns, 0, end)
    return _grid(run, columns, head_end, end)


def _is_interleaved(run: list[Line], data: list[Line]) -> bool:
    """Lines of words stand between the lines of times: labels, no table."""
    first = next((i for i, line in enumerate(run) if line in data), 0)
    return any(line not in data for line in run[first:])


def _stands_above(run: list[Line], head_end: int) -> bool:
    """The first line is a title: larger than the table, or set off from its head."""
    if head_end == 0:
        return False
    first, body = run[0], run[head_end]
    is_far = run[1].top - first.bottom > 1.6 * body.height and head_end > 1
    return is_far or first.size > 1.25 * body.size


def _grid(run: list[Line], columns: list["Column"], head: int, end: int) -> Grid:
    edges = _edges(columns, run[:head])
    cells = [_cells(line, edges) for line in run]
    rows = [_merged(cells[:head])] if head else []
    for line, row, before in zip(run[head:], cells[head:], [None, *run], strict=False):
        if rows and before and _wraps(before, line, row):
            rows[-1] = _merged([rows[-1], row])
        else:
            rows.append(row)
    return Grid(tuple(rows), end)


def _wraps(before: Line, line: Line, row: Row) -> bool:
    """A line without a first cell, close below the one before, is its second line."""
    return (
        not row[0]
        and line.top - before.bottom < line.height * 0.4
        and not _is_data(line)
    )


@dataclass(slots=True)
class Column:
    """Left and right edge of what stands in a column."""

    x0: float
    x1: float


def _run_end(lines: list[Line], start: int) -> int:
    """Lines that belong together: no wide gap, not many without a gutter."""
    end = start
    alone = 0
    for index in range(start, len(lines)):
        line = lines[index]
        if index > start:
            before = lines[index - 1]
            if line.top - before.bottom > 1.9 * max(before.height, line.height):
                break
            if abs(line.size - before.size) > 0.45 * before.size:
                break
        is_row = len(line.segments) > 1 or _is_data(line)
        alone = 0 if is_row else alone + 1
        if alone > 3:
            break
        if is_row:
            end = index + 1
    return max(end, start + 1)


def _is_data(line: Line) -> bool:
    told = [word.text for word in line.words]
    return sum(bool(_DATA.match(text)) for text in told) * 2 > len(told) or (
        len(line.segments) > 2
        and all(_DATA.match(s[0].text) for s in line.segments[1:])
    )


def _leads_with_words(line: Line) -> bool:
    return not _DATA.match(line.words[0].text)


def _columns(lines: list[Line]) -> list[Column]:
    if not lines:
        return []
    usual = Counter(len(line.segments) for line in lines).most_common(1)[0][0]
    spans = sorted(
        (segment[0].x0, segment[-1].x1)
        for line in lines
        if len(line.segments) >= usual or _is_data(line)
        for segment in line.segments
    )
    columns: list[Column] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1].x1 + 2:
            columns[-1].x1 = max(columns[-1].x1, x1)
        else:
            columns.append(Column(x0, x1))
    return columns


def _edges(columns: list[Column], heads: list[Line]) -> list[float]:
    """Where one column ends and the next begins.

    Heads may be wider than what stands below them: the edge is then where most of
    their lines begin a word.
    """
    edges = []
    for left, right in pairwise(columns):
        starts = Counter(
            round(word.x0)
            for line in heads
            for word in line.words
            if left.x1 < word.x0 <= right.x0 + (right.x1 - right.x0) / 2
        )
        common = [x for x, count in starts.items() if count > 1]
        if common:
            best = max(common, key=lambda x: (starts[x], -x))
            edges.append(best - 1.5)
        else:
            edges.append(statistics.fmean((left.x1, right.x0)))
    return edges


def _cells(line: Line, edges: list[float]) -> Row:
    cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in line.words:
        start = word.x0 + min(2.0, (word.x1 - word.x0) / 2)
        cells[sum(start > edge for edge in edges)].append(word)
    return tuple(text_of(cell) for cell in cells)


def _merged(rows: list[Row]) -> Row:
    return tuple(
        "\n".join(cell for cell in column if cell) for column in zip(*rows, strict=True)
    )
