"""What every event has."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something happened."""

    t: float = field(default_factory=time.monotonic)
    """Seconds of the monotonic clock."""
