"""Pages whose text stands sideways or upside down → the same pages, upright."""

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any


def quarter_turns(page: Any) -> int:
    """Give how many quarter turns to the right make most of the text upright."""
    ways = Counter(_way(char["matrix"]) for char in page.chars)
    ((way, count),) = ways.most_common(1) or [(0, 0)]
    return way if count > 0.6 * len(page.chars) else 0


def _way(matrix: tuple[float, ...]) -> int:
    """Where the letters' base line points: right 0, up 1, left 2, down 3."""
    right, up = matrix[0], matrix[1]
    if abs(up) > abs(right):
        return 1 if up > 0 else 3
    return 0 if right >= 0 else 2


def turned_copy(path: Path, number: int, turns: int) -> BytesIO:
    """Give a file with only that page, turned to the right."""
    import pypdfium2

    copy = BytesIO()
    whole, single = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    try:
        single.import_pages(whole, [number - 1])
        page = single[0]
        page.set_rotation((page.get_rotation() + 90 * turns) % 360)
        single.save(copy)
    finally:
        single.close()
        whole.close()
    copy.seek(0)
    return copy
