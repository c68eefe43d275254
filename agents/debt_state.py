"""What a visit remembers of one debt, in a form the ledger can keep."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from agents.negotiation import Standing


@dataclass(frozen=True, slots=True)
class DebtState:
    """The standing of a negotiation, and what was last talked about."""

    standing: Standing
    topic: str | None = None
    """The tool that last worked with this debt; None when it was only chosen."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What that tool was given."""
    pending: str | None = None
    """What was read back and waits for the customer's yes; see `debt_tools`."""

    def to_json(self) -> str:
        """The state as text."""
        return json.dumps(
            {
                "discount_pct": str(self.standing.discount_pct),
                "attempts": self.standing.attempts,
                "is_offered": self.standing.is_offered,
                "agreed_cents": self.standing.agreed_cents,
                "topic": self.topic,
                "arguments": dict(self.arguments),
                "pending": self.pending,
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> "DebtState":
        """The state that `to_json` wrote."""
        kept = json.loads(text)
        return cls(
            Standing(
                Decimal(kept["discount_pct"]),
                kept["attempts"],
                kept["is_offered"],
                kept["agreed_cents"],
            ),
            kept["topic"],
            kept["arguments"],
            kept["pending"],
        )
