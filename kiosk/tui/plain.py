"""The one place where foreign text is made safe to draw.

Transcripts, product names and documents may hold control sequences; none may reach
the terminal. Markup needs no escaping: the screen draws `Content`, which has none.
"""

import re

SHOWN_LIMIT = 4000
"""Characters of one text that are drawn; what is left out is marked."""

_SEQUENCES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\x9c|$)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"  # any other escape
    r"|\x9b[0-?]*[ -/]*[@-~]",  # CSI of eight bits
    re.DOTALL,
)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"  # control characters but tab and line end
    r"|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"  # direction and zero width
    r"|[\ud800-\udfff]"  # halves of characters, which cannot be encoded
)


def plain(text: str, limit: int = SHOWN_LIMIT) -> str:
    """The text without anything that steers a terminal, cut to a length."""
    text = text[: limit * 4].replace("\r\n", "\n").replace("\t", " ")
    text = _UNSEEN.sub("", _SEQUENCES.sub("", text))
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int = SHOWN_LIMIT) -> str:
    """The same on a single line."""
    return " ".join(plain(text, limit).split())
