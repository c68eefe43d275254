"""The terms an owner grants in a negotiation, and the sheet they are by default."""

import difflib
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails


class PolicyInvalid(ValueError):
    """The policy file cannot be read or contradicts itself; the message says where."""


class PartialTerm(BaseModel):
    """What paying a part at once earns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_pct: Decimal = Field(gt=0, lt=100, decimal_places=2)
    """Per cent of the debt that must be paid at once, at least."""
    discount_pct: Decimal = Field(ge=0, lt=100, decimal_places=2)
    """Per cent off the rest."""


class Policy(BaseModel):
    """How far the kiosk may go. The defaults are the rule sheet.

    Discounts grow from `first_pct` by `step_pct` to `most_pct`; partial terms rise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_pct: Decimal = Field(default=Decimal(5), ge=0, lt=100, decimal_places=2)
    """Per cent off in the first offer for paying at once, 0 to `most_pct`."""
    step_pct: Decimal = Field(default=Decimal(5), gt=0, lt=100, decimal_places=2)
    """Points by which an attempt may raise the discount, above 0."""
    most_pct: Decimal = Field(default=Decimal(20), ge=0, lt=100, decimal_places=2)
    """Per cent off at most, below 100; its price is the floor."""
    attempts: int = Field(default=10, ge=1, le=100)
    """Attempts per debt and visit, 1 to 100; the last one is answered with a final
    offer."""
    partial: tuple[PartialTerm, ...] = (
        PartialTerm(from_pct=Decimal(50), discount_pct=Decimal("7.5")),
        PartialTerm(from_pct=Decimal(75), discount_pct=Decimal(15)),
    )
    """What paying a part at once earns: from so many per cent of the debt, so many per
    cent off the rest. Lowest part first, both above 0 and rising."""
    plan_months: int = Field(default=600, ge=1, le=600)
    """Months of the longest plan, 1 to 600, also where a debt would allow more."""
    rest_months: int = Field(default=8, ge=1, le=120)
    """Months for the rest after a partial payment, at most, 1 to 120."""
    valid_days: int = Field(default=7, ge=0, le=365)
    """Days that an offer stands, and within which an agreed payment at once is due,
    0 to 365."""

    @model_validator(mode="after")
    def _agree(self) -> "Policy":
        if self.first_pct > self.most_pct:
            raise ValueError("first_pct must not be above most_pct")
        if not self.partial:
            raise ValueError("partial needs at least one term")
        for low, high in zip(self.partial, self.partial[1:], strict=False):
            if low.from_pct >= high.from_pct or low.discount_pct > high.discount_pct:
                raise ValueError("partial terms must rise")
        return self


SHEET = Policy()
"""The rule sheet as it stands."""


def read_policy(path: Path) -> Policy:
    """Read the owner's TOML file; keys that are missing keep the sheet's value.

    Raises:
        PolicyInvalid: It cannot be read, or a value is out of bounds.
    """
    try:
        given: dict[str, Any] = tomllib.loads(
            path.read_text(encoding="utf-8"), parse_float=Decimal
        )
        return Policy.model_validate(given)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyInvalid(f"cannot read the policy {path}: {error}") from error
    except ValidationError as error:
        complaints = "; ".join(map(_complaint, error.errors(include_url=False)))
        raise PolicyInvalid(f"the policy {path} is not usable: {complaints}") from error


def _complaint(mistake: ErrorDetails) -> str:
    """One mistake: the key, what was found, the bounds or the nearest key."""
    key = ".".join(map(str, mistake["loc"]))
    if mistake["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, Policy.model_fields, n=1)
        return f"no key {key!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    if not key:
        return mistake["msg"].removeprefix("Value error, ")
    return f"{key} = {mistake['input']}: {mistake['msg']}"
