"""What went wrong lately, for staff who ask; in memory, without customers' words."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

KEPT = 200


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that was not as it should be."""

    at: datetime
    told: str
    """The journal's line."""


class Incidents:
    """The latest incidents; loop only."""

    def __init__(self, now: Callable[[], datetime] = _now) -> None:
        self._now = now
        self._kept: deque[Incident] = deque(maxlen=KEPT)

    def add(self, told: str) -> None:
        """Note one."""
        self._kept.append(Incident(self._now(), told))

    def latest(self) -> list[Incident]:
        """All that are kept, the newest first."""
        return list(reversed(self._kept))
