"""The owner's further columns: what customers call them, and what stands in them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.folding import fold
from catalog.questions.lexicon import Key, Lexicon, key_of
from catalog.questions.measures import is_unit, unit_of
from catalog.questions.words import singular

_MOST_VALUES = 400
"""Distinct values up to which a column is known by heart."""
_YES = frozenset(("1", "si", "s", "yes", "y", "true", "t", "verdadero"))
_NO = frozenset(("0", "no", "n", "false", "f", "falso"))


@dataclass(slots=True)
class OwnColumn:
    """One column beyond the canonical ones."""

    name: str
    unit: str = ""
    """What its figures count, where the owner's name says it: `ram_gb` → gb."""
    values: set[str] = field(default_factory=set)
    """As stored; of a very varied column only the first ones."""
    is_figure: bool = True
    """Nothing but numbers was seen in it."""

    def add(self, value: object) -> None:
        """Take in the value of one product."""
        if value in (None, "") or len(self.values) >= _MOST_VALUES:
            return
        self.is_figure = self.is_figure and isinstance(value, int | float)
        self.values.add(f"{value:g}" if isinstance(value, float) else str(value))

    @property
    def is_flag(self) -> bool:
        """Tell whether it says yes or no, and nothing else."""
        folded = {fold(value) for value in self.values}
        return 0 < len(folded) < 3 and folded <= _YES | _NO

    @property
    def yes(self) -> tuple[str, ...]:
        """Give the values that say yes."""
        return tuple(sorted(v for v in self.values if fold(v) in _YES))


class OwnColumns:
    """All further columns of one shop."""

    def __init__(self, sources: Mapping[str, str], lexicon: Lexicon) -> None:
        """Set the columns: their names in `products`, and the owner's own names."""
        self.by_name = {
            name: OwnColumn(name, _unit_in(source, lexicon))
            for name, source in sources.items()
        }
        self._called: dict[Key, str] = {}
        for name, source in sources.items():
            for key in _keys_of(name, source, lexicon):
                self._called.setdefault(key, name)

    def __iter__(self) -> Iterable[OwnColumn]:
        return iter(self.by_name.values())

    def called(self, words: Iterable[str]) -> str:
        """Give the column that goes by these words, or an empty text."""
        return self._called.get(tuple(singular(word) for word in words), "")

    def called_at(self, words: list[str], at: int) -> int:
        """Tell how many words from here, two at least, name a column; 0 for none."""
        for length in range(min(4, len(words) - at), 1, -1):
            if self.called(words[at : at + length]):
                return length
        return 0

    def of_unit(self, unit: str) -> list[OwnColumn]:
        """Give the columns of figures that count this unit."""
        return [c for c in self.by_name.values() if c.unit == unit and c.is_figure]

    @property
    def words(self) -> set[str]:
        """Give the words of all values, folded."""
        columns = [column for column in self.by_name.values() if not column.is_figure]
        values = [value for column in columns for value in column.values]
        return {word for value in values for word in fold(value).split()}

    def is_figure(self, name: str) -> bool:
        """Tell whether a column holds numbers."""
        return name in self.by_name and self.by_name[name].is_figure


def _keys_of(name: str, source: str, lexicon: Lexicon) -> Iterable[Key]:
    """What customers may call a column: as we do, as the owner does, as they do."""
    yield key_of(name.replace("_", " "))
    words = _words_of(source)
    yield key_of(" ".join(words))
    without_unit = [word for word in words if not is_unit(word, lexicon)]
    if without_unit:
        yield key_of(" ".join(without_unit))
    also = ("publisher", "laboratory") if name == "brand" else ()
    for meaning in lexicon.attributes.all():
        if meaning.name in (name, *also):
            for terms in meaning.terms.values():
                yield from terms


def _unit_in(source: str, lexicon: Lexicon) -> str:
    words = [word for word in _words_of(source) if is_unit(word, lexicon)]
    return unit_of(words[-1], lexicon) if words else ""


def _words_of(source: str) -> list[str]:
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", source)
    return [word for word in re.split(r"[_\W]+", fold(apart)) if word]
