"""Stretches of a question: ideas, amounts, words that name things, the rest."""

from dataclasses import dataclass, field

from catalog.amounts import Amount
from catalog.questions.lexicon import Language


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of the question."""

    word: str
    """Its first word, mended."""
    start: int
    """Index of its first word; `end` is the index after its last."""
    end: int
    ideas: frozenset[str] = frozenset()
    amount: Amount | None = None
    ordinal: int = 0
    is_word: bool = False
    """It names something, as far as we know."""
    is_filler: bool = False
    column: str = ""
    """The owner's column that several words name."""
    name: str = ""
    """The whole name of a product, as the shop writes it."""
    breaks: bool = False
    """A comma or a full stop stands before it."""


@dataclass(slots=True)
class Marks:
    """A whole question, marked."""

    text: str
    language: Language
    words: list[str]
    """Folded words, function words mended."""
    listed: list[Mark] = field(default_factory=list)

    @property
    def ideas(self) -> frozenset[str]:
        """Give every idea that occurs."""
        return frozenset().union(*(mark.ideas for mark in self.listed))
