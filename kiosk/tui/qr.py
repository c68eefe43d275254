"""QR codes drawn with half blocks, dark on light whatever the theme."""

from itertools import zip_longest

import segno
from textual.content import Content

_BLOCKS = {
    (False, False): " ",
    (True, False): "▀",
    (False, True): "▄",
    (True, True): "█",
}


def qr_code(text: str) -> Content:
    """A text as a code that telephones read, two rows of modules a line."""
    rows = [
        [bool(module) for module in row]
        for row in segno.make(text, micro=False).matrix_iter(border=2)
    ]
    lines = [
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip_longest(
            rows[::2], rows[1::2], fillvalue=[False] * len(rows[0])
        )
    ]
    return Content.styled("\n".join(lines), "black on white")
