"""Words of a page and the lines they stand on."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field

_BULLETS = frozenset("-–—•●▪■◦‣○*✓➢►·\uf0b7")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points from the page's upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """Height of its middle line."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Line:
    """Words at one height, parted into segments where there is a wide gap."""

    words: list[Word]
    segments: list[list[Word]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.x0)
        self.segments = _segments(self.words)

    @property
    def text(self) -> str:
        """The words; a tab stands for a wide gap."""
        return "\t".join(text_of(segment) for segment in self.segments)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        """Height of the tallest word."""
        return max(word.bottom - word.top for word in self.words)

    @property
    def middle(self) -> float:
        """Height of the middle."""
        return statistics.fmean(word.middle for word in self.words)

    @property
    def size(self) -> float:
        """Usual size of the letters."""
        return statistics.median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """All of it is bold, bullets aside."""
        told = [word for word in self.words if word.text not in _BULLETS]
        return bool(told) and all(word.bold for word in told)


def text_of(words: Iterable[Word]) -> str:
    """Give the words with single blanks between them."""
    return " ".join(word.text for word in words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Group words by height, from the top down."""
    rows: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda word: word.middle):
        reach = 0.5 * min(word.bottom - word.top, _height(rows[-1]) if rows else 1e9)
        if rows and word.middle - middle <= reach:
            rows[-1].append(word)
            middle = statistics.fmean(other.middle for other in rows[-1])
        else:
            rows.append([word])
            middle = word.middle
    return [Line(row) for row in rows]


def _height(row: list[Word]) -> float:
    return min(word.bottom - word.top for word in row)


def _segments(words: list[Word]) -> list[list[Word]]:
    segments: list[list[Word]] = []
    for word in words:
        before = segments[-1][-1] if segments else None
        if before is None or (
            word.x0 - before.x1 > 1.1 * max(word.size, before.size)
            and text_of(segments[-1]) not in _BULLETS
        ):
            segments.append([])
        segments[-1].append(word)
    return segments
