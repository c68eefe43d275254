"""A stream of text becomes sentences fit to be spoken.

The first piece is short, because the customer is waiting for it; later ones are longer,
because a voice sounds better on whole sentences. What is not meant for ears (Markdown,
emoji) is left out.
"""

import re
from collections.abc import AsyncIterable, AsyncIterator

from audio.plain_text import plain

_FIRST_ENOUGH, _LATER_ENOUGH = 2, 40
"""Characters from which a piece that ends with a sentence is handed out."""
_FIRST_CLAUSE = 28
"""Characters from which the very first piece may end with a clause."""
_LONGEST = 280
"""Characters after which a piece is cut wherever it does least harm."""

_END = re.compile(r"[.!?…。]+[\"'»”’)\]*_]*(?=\s)|\n")
_CLAUSE = re.compile(r"[,;:][\"'»”’)\]*_]*(?=\s)|\s[–—-](?=\s)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'«“¿¡])(?:"
    r"sra?s?|dra?s?|d|dña|lic|ing|arq|prof|gral|av|avda|c|jr|psje|urb|mz|lt|dpto|dto|"
    r"n[uú]m|n[ro]o?s?|nº|n°|tel[eé]?f?|cel|p[aá]gs?|aprox|ej|máx|mín|máx|incl|"
    r"ref|mod|cod|art|vol|fig|dep|depto|gta|pza|ctra|km|ud|uds|und|"
    r"mrs?|ms|st|jr|sr|vs|inc|ltd|approx|dept|est|e\.g|i\.e|p\.?\s?ej|"
    r"ee|uu|s\.a|s\.r\.l|s|a\.?\s?m|p\.?\s?m|[a-zñ]"
    r")\.$",
    re.IGNORECASE,
)
_BEGINS_BIG = re.compile(r"\s+[\"'«“(]*[¿¡A-ZÁÉÍÓÚÑ]")
_BEGINS_SMALL = re.compile(r"\s+[a-záéíóúñ]")
_MAY_END = re.compile(
    r"(?:a\.?\s?m|p\.?\s?m|s\.a|uu|uds?|und|km|s\.r\.l|inc|ltd)\.$", re.IGNORECASE
)
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\d{1,2}\.$")


async def split_sentences(deltas: AsyncIterable[str]) -> AsyncIterator[str]:
    """Yield pieces of plain text as soon as each is complete."""
    splitter = _Splitter()
    async for delta in deltas:
        for piece in splitter.feed(delta):
            yield piece
    for piece in splitter.feed("\n", is_last=True):
        yield piece


class _Splitter:
    """Collects text and cuts pieces off its front."""

    def __init__(self) -> None:
        self._text = ""
        self._is_first = True

    def feed(self, text: str, *, is_last: bool = False) -> list[str]:
        """Give the pieces that are complete now."""
        self._text += text
        pieces: list[str] = []
        while (end := self._next_end(is_last=is_last)) is not None:
            piece = plain(self._text[:end])
            self._text = self._text[end:]
            if piece:
                pieces.append(piece)
                self._is_first = False
        return pieces

    def _next_end(self, *, is_last: bool) -> int | None:
        """Where the next piece ends; None when more text must come first."""
        enough = _FIRST_ENOUGH if self._is_first else _LATER_ENOUGH
        for match in _END.finditer(self._text):
            if _is_end(self._text, match) and _is_long(match, enough):
                return match.end()
        if self._is_first and (end := self._clause_end(_FIRST_CLAUSE)):
            return end
        if len(self._text) > _LONGEST:
            return self._least_harm()
        return len(self._text) if is_last and self._text else None

    def _clause_end(self, enough: int) -> int | None:
        for match in _CLAUSE.finditer(self._text):
            if match.end() >= enough:
                return match.end()
        return None

    def _least_harm(self) -> int:
        """The last clause, else the last space, of a piece that is too long."""
        ends = [m.end() for m in _CLAUSE.finditer(self._text) if m.end() < _LONGEST]
        if ends and ends[-1] > _LONGEST // 2:
            return ends[-1]
        return self._text.rfind(" ", 1, _LONGEST) + 1 or _LONGEST


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence really ends at this mark."""
    if match[0][0] != ".":
        return True
    before = text[: match.start() + 1]
    after = text[match.end() :]
    if match[0].startswith(".."):
        return _BEGINS_SMALL.match(after) is None and not after.isspace()
    if _LIST_NUMBER.search(before):
        return False
    if not _ABBREVIATION.search(before):
        return True
    may_end = _MAY_END.search(before) is not None
    return may_end and _BEGINS_BIG.match(after) is not None


def _is_long(match: re.Match[str], enough: int) -> bool:
    """Whether a piece may end here; the end of a line is always one."""
    return match[0] == "\n" or match.end() >= enough
