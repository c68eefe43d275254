"""Number words of Spanish and English, and how they combine."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

Language = Literal["es", "en"]

_UNITS = {
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "en": "zero one two three four five six seven eight nine",
}
_TEENS = {
    "es": "once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve",
    "en": "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
}
_TENS = {
    "es": "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "en": "ten twenty thirty forty fifty sixty seventy eighty ninety",
}
_TWENTIES = (
    "veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
)
_HUNDREDS = (
    "cient doscient trescient cuatrocient quinient seiscient setecient ochocient "
    "novecient"
)
_VARIANTS = {
    "es": {
        "un": ("unit", 1),
        "una": ("unit", 1),
        "cien": ("hundreds", 100),
        "ciento": ("hundreds", 100),
        "veintiun": ("teen", 21),
        "veintiuna": ("teen", 21),
        "dieci": ("ten", 10),
        "veinti": ("ten", 20),
        "mil": ("thousand", 1000),
        "millon": ("million", 10**6),
        "millones": ("million", 10**6),
        "quiniento": ("hundreds", 500),
        "sincuenta": ("ten", 50),
        "cesenta": ("ten", 60),
        "sesentas": ("ten", 60),
        "novesientos": ("hundreds", 900),
        "dosientos": ("hundreds", 200),
        "tresientos": ("hundreds", 300),
        "seicientos": ("hundreds", 600),
        "sien": ("hundreds", 100),
    },
    "en": {
        "fourty": ("ten", 40),
        "ninty": ("ten", 90),
        "hundred": ("hundred", 100),
        "thousand": ("thousand", 1000),
        "grand": ("thousand", 1000),
        "million": ("million", 10**6),
        "millions": ("million", 10**6),
    },
}
GROUPS = {
    "docena": 12,
    "docenas": 12,
    "decena": 10,
    "decenas": 10,
    "par": 2,
    "pares": 2,
    "centenar": 100,
    "centenares": 100,
    "millar": 1000,
    "millares": 1000,
    "dozen": 12,
    "dozens": 12,
    "couple": 2,
    "pair": 2,
}
"""Nouns that stand for a number: "una docena", "a couple"."""

Word = tuple[str, int]


def _table(language: Language) -> dict[str, Word]:
    table: dict[str, Word] = {}
    table |= {w: ("unit", i) for i, w in enumerate(_UNITS[language].split())}
    table |= {w: ("teen", i) for i, w in enumerate(_TEENS[language].split(), 11)}
    table |= {w: ("ten", i * 10) for i, w in enumerate(_TENS[language].split(), 1)}
    if language == "es":
        table |= {w: ("teen", i) for i, w in enumerate(_TWENTIES.split(), 21)}
        for hundreds, stem in enumerate(_HUNDREDS.split(), 1):
            for ending in ("os", "as"):
                table[stem + ending] = ("hundreds", hundreds * 100)
        tens = list(enumerate(_TENS["es"].split(), 1))[2:]
        units = list(enumerate(_UNITS["es"].split()))[1:]
        table |= {  # written together: "sesentaiuno", "treintaycinco"
            f"{ten}{joiner}{unit}": ("teen", by_ten * 10 + by_one)
            for by_ten, ten in tens
            for by_one, unit in units
            for joiner in ("i", "y")
        }
    table |= _VARIANTS[language]
    return table


TABLES: dict[Language, dict[str, Word]] = {"es": _table("es"), "en": _table("en")}
ARTICLES = frozenset({"un", "una", "uno", "one", "a", "an"})
_BOTH = TABLES["en"] | TABLES["es"]


class NumberReader:
    """Reads numbers out of folded words; `language` None reads both languages."""

    def __init__(self, words: Sequence[str], language: Language | None) -> None:
        self._words = words
        self._table = TABLES[language] if language else _BOTH

    def read(self, at: int, lead: Decimal | None = None) -> tuple[Decimal, int] | None:
        """Give the number beginning at word `at` and the index after it.

        `lead` is a figure that stood before, as in "2 mil" (then `at` is the word
        after it and must be a scale).
        """
        group, end = (lead, at) if lead is not None else self._group(at)
        total, ceiling, found = Decimal(0), 10**9, lead is not None or end > at
        while True:
            kind, scale = self._kind(end)
            if kind not in ("thousand", "million") or scale >= ceiling:
                break
            total += (group if group is not None else 1) * scale
            ceiling, end, found = scale, end + 1, True
            group, end = self._tail(end, scale)
        if not found or (lead is not None and ceiling == 10**9):
            return None
        return total + (group or 0), end

    def _tail(self, at: int, scale: int) -> tuple[Decimal | None, int]:
        """What follows a scale: "mil | doscientos", "two thousand | and five"."""
        start = at + 1 if self._word(at) == "and" else at
        group, end = self._group(start)
        if group is None and start == at and self._word(at).isdigit():
            group, end = Decimal(self._word(at)), at + 1
        if group is None or group >= scale or self._is_scale(end):
            return None, at
        return group, end

    def _group(self, at: int) -> tuple[Decimal | None, int]:
        """A number below one thousand (or "twenty-five hundred")."""
        value, room, end = 0, 1000, at
        while True:
            step = self._step(end, room)
            if step is None:
                break
            size, room, end = step
            value += size
            if self._kind(end)[0] == "hundred" and 0 < value < 100:
                value, room, end = value * 100, 100, end + 1
        return (Decimal(value) if end > at else None), end

    def _step(self, at: int, room: int) -> tuple[int, int, int] | None:
        """One more word of a group: its size, the room left below, the next index."""
        joiner = self._word(at) if self._word(at) in ("y", "i", "-", "and") else ""
        at += bool(joiner)
        kind, size = self._kind(at)
        if self._word(at) in ("a", "an") and self._is_scale(at + 1) and not joiner:
            kind, size = "unit", 1
        if joiner and not self._may_join(joiner, room, kind, at):
            return None
        if kind == "hundreds" and room >= 1000:
            return size, 100, at + 1
        if kind == "ten" and room >= 100:
            return size, 10, at + 1
        if kind == "teen" and room >= 100:
            return size, 0, at + 1
        if kind == "unit" and room >= 10 and (room > 10 or size > 0):
            return size, 0, at + 1
        return None

    def _may_join(self, joiner: str, room: int, kind: str, at: int) -> bool:
        """As in "treinta y cinco", "twenty-five", "a hundred and five"."""
        if joiner != "and":
            return room == 10 and kind == "unit"
        return room == 100 and not self._is_scale(at + 1)

    def _is_scale(self, at: int) -> bool:
        return self._kind(at)[0] in ("hundred", "thousand", "million")

    def _word(self, at: int) -> str:
        return self._words[at] if 0 <= at < len(self._words) else ""

    def _kind(self, at: int) -> Word:
        return self._table.get(self._word(at), ("", 0))
