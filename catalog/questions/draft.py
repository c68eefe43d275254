"""All that one question says, before anything is decided."""

from dataclasses import dataclass, field

from catalog.questions.marks import Marks
from catalog.questions.query import Extreme, Has, Range, Selection


@dataclass(slots=True)
class Run:
    """Neighbouring words that name something together."""

    words: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    """The preposition or article before each word, or an empty text."""
    has: list[Has] = field(default_factory=list)
    """Measures said in it."""
    joiner: str = ""
    """How it hangs on the run before: "and", "or", or nothing."""
    negation: str = ""
    name: str = ""
    """A product's whole name; then nothing else is in the run."""
    is_family_said: bool = False
    """"familia", "cosas de" came before."""
    start: int = 0


@dataclass(slots=True)
class Draft:
    """All that one question says."""

    marks: Marks
    ideas: frozenset[str]
    selections: list[tuple[Selection, str]] = field(default_factory=list)
    """Each with its joiner."""
    excluded: list[Selection] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    extreme: Extreme | None = None
    limit: int | None = None
    ordinal: int = 0
    unknown: list[str] = field(default_factory=list)
    """Words nobody knows; they may matter."""
    missing: list[str] = field(default_factory=list)
    """Words that say what a thing is like, and nothing here was ever like that."""
    asked: list[str] = field(default_factory=list)
    """Columns asked about: `price`, `stock`, an owner's column."""
    is_asked_in_plural: bool = False
    sorted_by: str = ""
    """An owner's column of figures that the products are to be sorted by."""
    flags: list[tuple[str, bool]] = field(default_factory=list)
    """Columns of yes and no that were named, and whether yes is meant."""
    unheld: list[str] = field(default_factory=list)
    """Attributes asked about that this shop does not keep."""
    certainty: float = 1.0
    article: str = ""
    """What stands before the first thing: "la", "una", "the" …"""
    is_plural: bool = False
    is_of_each: bool = False
    """A figure for each value of a column: "por laboratorio"."""
    is_of_all: bool = False
    """Products were named as such: "cosas de chocolate"."""
    is_for_someone: bool = False
    """For whom it is was said: "para mi mamá"."""
    is_lacking: bool = False
    """What the shop does not have is wanted: "¿qué celulares no hay?"."""
    has_head: bool = False
