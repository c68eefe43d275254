"""Measures in names and questions: 16GB, 55 pulgadas, talla 42, 100 hojas."""

import re
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from catalog.amounts import amounts_in
from catalog.folding import fold
from catalog.number_words import ARTICLES
from catalog.questions.lexicon import Language, Lexicon
from catalog.questions.words import singular, sound

_PIECE = re.compile(r"^[(\[]?(\d+(?:[.,]\d+)?)[-]?([^\W\d_]*)([\"”″'’]{0,2})[)\],;.]*$")
_INCH = frozenset(('"', "”", "″", "''", "’’"))

_AND_A_HALF = re.compile(
    r"\b(?P<lead>(?:\w+\s+)?)(?P<unit>[^\W\d_]+)"
    r"\s+(?:y|and a)\s+(?P<half>medi[oa]|half)\b",
    re.IGNORECASE,
)
_HALF_A = re.compile(
    r"(?<!\by )(?<!\band )(?<!\band a )\b(?:a\s+)?(?P<half>half|medi[oa])"
    r"(?:\s+an?)?[\s-]+(?P<unit>[^\W\d_]+)\b",
    re.IGNORECASE,
)
_TIMES = frozenset(("hour", "month", "year"))
"""Units that amounts halve themselves, or clocks do."""
_LONG_ENOUGH = 3
"""Letters beyond which a unit is known by its sound."""
_CONVERSIONS = (
    (1000, "g", "kg"),
    (1000, "ml", "l"),
    (1000, "w", "kw"),
    (1000, "mg", "g"),
    (1024, "gb", "tb"),
    (100, "cm", "m"),
    (10, "mm", "cm"),
)

MeasureKey = tuple[str, str]
"""Value without trailing zeros, and the unit's name (empty: a bare number)."""


def figure_key(value: Decimal) -> str:
    """Give one way to write a value: "16", "2.5"."""
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_of(word: str, lexicon: Lexicon, language: Language = "es") -> str:
    """Give the name of a unit, or the word itself without number."""
    folded = fold(word)
    meanings = lexicon.units.of((singular(folded),), language)
    if not meanings and len(folded) <= 3:
        meanings = lexicon.units.of((folded,), language)
    return meanings[0].name if meanings else singular(folded)


def unit_heard(word: str, lexicon: Lexicon) -> str:
    """Give the unit a word stands for, misspelt as it may be: "jigas"."""
    if not is_unit(word, lexicon) and len(word) > _LONG_ENOUGH:
        for term in lexicon.units.by_sound().get(sound(fold(word)), ()):
            return unit_of(term, lexicon)
    return unit_of(word, lexicon)


def is_unit(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a unit of measure."""
    return (singular(fold(word)),) in lexicon.units or (fold(word),) in lexicon.units


def same_measures(key: MeasureKey) -> Iterator[MeasureKey]:
    """Yield a measure and what it is in other units: "1 kg" is also "1000 g"."""
    yield key
    value, unit = Decimal(key[0]), key[1]
    for factor, small, large in _CONVERSIONS:
        if unit == large:
            yield figure_key(value * factor), small
        elif unit == small:
            yield figure_key(value / factor), large


def with_halves(text: str, lexicon: Lexicon, names: Container[str]) -> str:
    """Give a question with halves beside their figure: "dos y medio kilos".

    Args:
        text: The question.
        lexicon: Tells units from other words.
        names: Folded words of the shop's names; a half among them stays as said.
    """

    def is_half(match: re.Match[str]) -> bool:
        unit = match["unit"]
        is_measure = is_unit(unit, lexicon) and unit_of(unit, lexicon) not in _TIMES
        return is_measure and fold(match["half"]) not in names

    def and_a_half(match: re.Match[str]) -> str:
        lead, unit = match["lead"], match["unit"]
        if not is_half(match):
            return match[0]
        if fold(lead.strip()) in ARTICLES:
            return f"1.5 {unit}"
        is_counted = bool(amounts_in(f"{lead} {unit}"))
        return f"{lead}y medio {unit}" if is_counted else f"{lead}1.5 {unit}"

    def half_a(match: re.Match[str]) -> str:
        return f"0.5 {match['unit']}" if is_half(match) else match[0]

    return _HALF_A.sub(half_a, _AND_A_HALF.sub(and_a_half, text))


def measures_of(
    pieces: Sequence[str], at: int, lexicon: Lexicon
) -> Iterator[tuple[MeasureKey, str]]:
    """Yield the measures that a piece of a name says, with the text that says them."""
    piece = pieces[at]
    match = _PIECE.match(piece)
    if match is None:
        yield from _joined(piece, lexicon)
        return
    value = figure_key(Decimal(match[1].replace(",", ".")))
    if match[3] in _INCH and not match[2]:
        yield (value, "in"), piece
    elif match[2]:
        yield (value, unit_of(match[2], lexicon)), piece
    else:
        yield (value, ""), piece
        yield from _with_neighbours(value, pieces, at, lexicon)


def _with_neighbours(
    value: str, pieces: Sequence[str], at: int, lexicon: Lexicon
) -> Iterator[tuple[MeasureKey, str]]:
    """A figure with its unit beside it: "10 kg", "talla 42"."""
    if at + 1 < len(pieces) and pieces[at + 1][:1].isalpha():
        unit = unit_of(pieces[at + 1].strip(",;.()"), lexicon)
        yield (value, unit), f"{pieces[at]} {pieces[at + 1]}"
    if at > 0 and pieces[at - 1].isalpha():
        unit = unit_of(pieces[at - 1], lexicon)
        if unit in ("size", "volume", "aro"):
            yield (value, unit), f"{pieces[at - 1]} {pieces[at]}"


def _joined(piece: str, lexicon: Lexicon) -> Iterator[tuple[MeasureKey, str]]:
    """Measures inside one piece: "8GB/256GB", a shoe's "T42", a tyre's "R15"."""
    parts = re.findall(r"(\d+(?:[.,]\d+)?)-?([^\W\d_]+)", piece)
    for figure, unit in parts:
        if is_unit(unit, lexicon) and re.match(r"^[\W\d]", piece):
            value = figure_key(Decimal(figure.replace(",", ".")))
            yield (value, unit_of(unit, lexicon)), piece
    coded = re.fullmatch(r"([tTrR])(\d{1,2})", piece)
    if coded:
        yield (coded[2], "size" if coded[1] in "tT" else "aro"), piece
