"""Visits of HTTP callers, found again by what was said before.

The protocol has no sessions: a caller sends the whole conversation each time. The visit
that answered the last message is found by it, with the memory of its tools.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from agents import AssistantSaid, CustomerSaid
from kiosk.visit import Visit

MOST = 100
"""Conversations remembered; the one unused longest is forgotten."""


class Said(NamedTuple):
    """One message of a caller's conversation."""

    role: str
    """`user` or `assistant`."""
    text: str


class Callers:
    """Keeps visits between requests, each for as long as a customer's."""

    def __init__(self, new_visit: Callable[[], Visit], *, idle_limit_s: float) -> None:
        self._new_visit = new_visit
        self._idle_limit_s = idle_limit_s
        self._kept: OrderedDict[tuple[Said, ...], Visit] = OrderedDict()

    def take(self, before: Sequence[Said]) -> Visit:
        """Give the visit in which this was said, or a new one that is told of it."""
        kept = self._kept.pop(tuple(before), None)
        if kept is not None:
            return kept
        visit = self._new_visit()
        visit.assistant.conversation.messages.extend(
            CustomerSaid(said.text) if said.role == "user" else AssistantSaid(said.text)
            for said in before
        )
        return visit

    def keep(self, said: Sequence[Said], visit: Visit) -> None:
        """Remember a visit by all that was said in it, until it is idle too long."""
        key = tuple(said)
        self._kept[key] = visit
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        asyncio.get_running_loop().call_later(
            self._idle_limit_s, self._forget, key, visit
        )

    def _forget(self, key: tuple[Said, ...], visit: Visit) -> None:
        if self._kept.get(key) is visit:
            del self._kept[key]
