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
    plan: Mapping[str, Any] | None = None
    """The plan or partial payment worked out last."""
    pending: Mapping[str, Any] | None = None
    """Terms read back and waiting for the customer's yes, with the turn they were
    read back in."""

    def to_json(self) -> str:
        """The state as text."""
        standing = self.standing
        return json.dumps(
            {
                "discount_pct": str(standing.discount_pct),
                "attempts": standing.attempts,
                "is_offered": standing.is_offered,
                "agreed_cents": standing.agreed_cents,
                "topic": self.topic,
                "arguments": dict(self.arguments),
                "plan": self.plan,
                "pending": self.pending,
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> "DebtState":
        """The state that `to_json` wrote."""
        kept = json.loads(text)
        standing = Standing(
            Decimal(kept["discount_pct"]),
            kept["attempts"],
            kept["is_offered"],
            kept["agreed_cents"],
        )
        return cls(
            standing, kept["topic"], kept["arguments"], kept["plan"], kept["pending"]
        )
