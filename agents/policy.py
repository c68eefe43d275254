"""The terms an owner grants in a negotiation, and the sheet they are by default."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator


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
    """Per cent off in the first offer for paying at once."""
    step_pct: Decimal = Field(default=Decimal(5), gt=0, lt=100, decimal_places=2)
    """Points by which an attempt may raise the discount."""
    most_pct: Decimal = Field(default=Decimal(20), ge=0, lt=100, decimal_places=2)
    """Per cent off at most; its price is the floor."""
    attempts: int = Field(default=10, ge=1, le=100)
    """Attempts per debt and visit; the last one is answered with a final offer."""
    partial: tuple[PartialTerm, ...] = (
        PartialTerm(from_pct=Decimal(50), discount_pct=Decimal("7.5")),
        PartialTerm(from_pct=Decimal(75), discount_pct=Decimal(15)),
    )
    """What paying a part at once earns, lowest part first."""
    rest_months: int = Field(default=8, ge=1, le=120)
    """Months for the rest after a partial payment, at most."""
    valid_days: int = Field(default=7, ge=0, le=365)
    """Days within which an agreed payment at once, or the first instalment, is due."""

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
        complaints = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'policy'}: {e['msg']}, found"
            f" {e['input']!r}"
            for e in error.errors(include_url=False)
        )
        raise PolicyInvalid(f"the policy {path} is not usable: {complaints}") from error
