"""What the catalogue found for a customer's question, before it is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalog.products import Cell
from catalog.questions.lexicon import Language, key_of
from catalog.questions.query import Query

AnswerKind = Literal["answer", "refuse", "clarify", "unknown"]
Reason = Literal[
    "",
    "off_topic",
    "no_subject",
    "hostile",
    "sensitive",
    "service",
    "not_kept",
    "no_context",
    "several_fit",
    "near_miss",
    "not_understood",
    "not_found",
    "too_slow",
]
"""Why it is no plain answer. `off_topic`: about something else; `no_subject`: about
nothing that the shop knows; `service`: about the shop, not its products; `not_kept`:
the data has no such column; `not_found`: words that nothing here goes by;
`no_context`: it refers to something never mentioned; `too_slow`: the shop is too large
for the time a question may take."""


_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that was wanted and that nothing in the shop goes by."""

    said: str
    """In the customer's words: "guitarra acustica"."""
    key: str
    """The same for singular and plural."""
    language: Language


@dataclass(frozen=True, slots=True)
class CatalogAnswer:
    """The answer as data. Rows have every public column of the product."""

    kind: AnswerKind
    language: Language
    confidence: float
    """0 … 1: how surely the question was one for the catalogue, and understood."""
    query: Query | None = None
    rows: tuple[Mapping[str, Cell], ...] = ()
    sql: str | None = None
    """The SELECT that gave rows or value, as it runs on the owner's database."""
    value: float | int | str | bool | None = None
    total: int | None = None
    """How many rows there are in all."""
    candidates: tuple[str, ...] = ()
    """Names to ask back with: "¿quiso decir …?"."""
    referents: tuple[str | int, ...] = ()
    """Ids of the products spoken of, in order, for "el segundo", "esos"."""
    reason: Reason = ""
    picked_from: Query | None = None
    """The query of the list that the one product here was picked from."""
    said: str = ""
    """What was wanted, in the customer's words: "laptops Vilca"."""
    currency: str = ""
    """The shop's one currency, for figures that no row carries."""
    elsewhere: tuple[Mapping[str, Cell], ...] = ()
    """With no rows: what would fit if it were in stock."""

    @property
    def wish(self) -> Wish | None:
        """What was wanted in vain: a few words, none of them a figure; else None."""
        is_none = self.kind == "answer" and self.total == 0 and not self.elsewhere
        words = self.said.split()
        if not (is_none or self.reason == "not_found") or len(words) > _MOST_WORDS:
            return None
        if not words or not all(word.isalpha() for word in words):
            return None
        return Wish(self.said, " ".join(key_of(self.said)), self.language)

    @property
    def is_off_topic(self) -> bool:
        """It asks for something that no shop sells: a poem, the weather, a capital."""
        return self.reason == "off_topic"

    @property
    def looks_hostile(self) -> bool:
        """It tries to change data, or to learn what is not for customers."""
        return self.reason in ("hostile", "sensitive")
