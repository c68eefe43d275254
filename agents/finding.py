"""What a tool found, for programs: the screen, `--json` and the offline wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["answer", "refuse", "clarify", "unknown"]
"""`refuse`: off-topic or forbidden; `clarify`: a question back; `unknown`: in scope,
but the data does not say."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the owner's documents an answer stands."""

    file: str
    page: int
    """Physical page, from 1."""


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
    result: Mapping[str, Any] | None = None
    """A negotiation step: status, price, months …"""
    record: object = None
    """The room's own answer, from which the offline engine words its reply."""
