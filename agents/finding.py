"""What a tool found, for programs: the screen, `--json` and the offline wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from catalog import CatalogAnswer, Wish
from knowledge import DocumentAnswer

Subject = Literal["catalog", "documents", "debts", "talk"]
"""What a reply was about, for the owner's figures."""

Kind = Literal["answer", "refuse", "clarify", "unknown"]
"""`refuse`: off-topic or forbidden; `clarify`: a question back; `unknown`: in scope,
but the data does not say."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the owner's documents an answer stands."""

    file: str
    page: int
    """Physical page, from 1; 0 when it is not known."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file or picture that a model's code has made, kept for the visit."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """The structured side of an answer. Fields that do not apply keep their default."""

    kind: Kind = "answer"
    rows: tuple[Mapping[str, Any], ...] = ()
    """Rows behind the answer, the product's full name among the cells."""
    sql: str | None = None
    """The one SELECT that gave the rows."""
    value: float | int | str | bool | None = None
    """A count, sum, average, price, or yes/no."""
    total: int | None = None
    """How many rows there are when `rows` is only the first part."""
    sources: tuple[Source, ...] = ()
    files: tuple[MadeFile, ...] = ()
    result: Mapping[str, Any] | None = None
    """A step of a negotiation (status, price, months …) or of the cart."""
    record: object = None
    """The room's own answer, from which the offline engine words its reply."""

    @property
    def subject(self) -> Subject:
        """What the answer is about; `talk` is courtesy and whatever no tool knows."""
        if self.result is not None:
            return "catalog" if "cart" in self.result else "debts"
        if self.sources or isinstance(self.record, DocumentAnswer):
            return "documents"
        is_catalog = self.rows or self.sql or isinstance(self.record, CatalogAnswer)
        return "catalog" if is_catalog else "talk"

    @property
    def wish(self) -> Wish | None:
        """What was wanted of the shop in vain, if that is what happened."""
        return self.record.wish if isinstance(self.record, CatalogAnswer) else None
