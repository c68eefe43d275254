"""Engines in order of preference, and which of them may be asked.

An engine that failed rests, so that customers do not wait for it again and again; it is
tried in the background, and used again when it answers.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

log = logging.getLogger(__name__)

Station = Literal["ears", "mind", "voice"]


class Engine(Protocol):
    """Whatever can be made ready; being ready proves that it is there."""

    async def warm(self) -> None:
        """Make ready; raises what the ladder takes for a failure."""

    async def close(self) -> None:
        """Give back what it holds; may be called twice."""


E = TypeVar("E", bound=Engine)

_CURABLE = {"unreachable", "timeout", "slow", "server_error", "bad_answer", "busy"}
"""Failures that may be over in a moment; a wrong key is not."""


@dataclass(frozen=True, slots=True)
class Step:
    """Another engine answers from now on."""

    station: Station
    engine: str
    is_down: bool
    why: str = ""
    """The failure's code, when it goes down."""


@dataclass(frozen=True, slots=True)
class Rest:
    """How long an engine that failed is left alone; doubled with each failure."""

    first_s: float = 15.0
    longest_s: float = 300.0


class TooSlow(Exception):
    """No sign of an engine while another has answered."""

    code = "slow"


@dataclass(slots=True, eq=False)
class Rung(Generic[E]):
    """An engine on its ladder."""

    name: str
    engine: E
    rest_s: float = 0.0
    """How long it rests; 0 when it worked last."""
    rests_until: float | None = None
    """When it will be tried again; None while it may be used."""
    why: str = ""
    """Why it rests."""


@dataclass(eq=False)
class Ladder(Generic[E]):
    """The engines of one station, best first; the last one is never given up."""

    station: Station
    rungs: list[Rung[E]]
    errors: tuple[type[Exception], ...]
    """What makes it step down; anything else is raised."""
    on_step: Callable[[Step], None]
    hedge_s: float = 3.0
    """Seconds without a sign after which the next engine is started as well."""
    rest: Rest = field(default_factory=Rest)
    clock: Callable[[], float] = time.monotonic
    allows: Callable[[str], bool] = lambda _: True
    """Whether an engine may be asked at all; a cap on costs may say no."""
    _now: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when an engine begins to rest."""

    @property
    def now(self) -> Rung[E]:
        """The engine that answered last."""
        return self.rungs[self._now]

    async def check(self) -> None:
        """Make the engines ready; those that can't be rest.

        The last one is made ready when one of the others has failed: until then its
        memory is free.
        """
        await asyncio.gather(*(self._try(rung) for rung in self.rungs[:-1]))
        if self.usable() == self.rungs[-1:]:
            await self._try(self.rungs[-1])

    async def refresh(self) -> None:
        """Make sure of the engine that would be asked now; one that fails rests."""
        await self._try(self.usable()[0])

    async def close(self) -> None:
        """Close all engines."""
        for rung in self.rungs:
            await rung.engine.close()

    async def watch(self) -> None:
        """Try resting engines until cancelled."""
        while True:
            rests = {r: r.rests_until for r in self.rungs if r.rests_until is not None}
            if not rests:
                self._news.clear()
                await self._news.wait()
                await self._try(self.rungs[-1])
                continue
            rung = min(rests, key=lambda rung: rests[rung])
            await asyncio.sleep(max(rests[rung] - self.clock(), 0.0))
            await self._try(rung)

    def usable(self) -> list[Rung[E]]:
        """The engines that may be asked now, best first."""
        *better, last = self.rungs
        usable = []
        for rung in better:
            if not self.allows(rung.name):
                rung.why = "budget"
            elif rung.rests_until is None:
                usable.append(rung)
        return [*usable, last]

    def worked(self, rung: Rung[E]) -> None:
        """An engine has shown its first sign; those above it have not."""
        rung.rest_s = 0.0
        place = self.rungs.index(rung)
        if place != self._now:
            why = self.rungs[self._now].why
            is_down, self._now = place > self._now, place
            self.on_step(Step(self.station, rung.name, is_down, why if is_down else ""))

    def failed(self, rung: Rung[E], error: Exception) -> None:
        """Let an engine rest."""
        rung.why = getattr(error, "code", "failed")
        if rung is self.rungs[-1]:
            return
        longer = max(2 * rung.rest_s, self.rest.first_s)
        curable = rung.why in _CURABLE
        rung.rest_s = (
            min(longer, self.rest.longest_s) if curable else self.rest.longest_s
        )
        rung.rests_until = self.clock() + rung.rest_s
        self._news.set()
        log.warning(
            "%s: %r rests for %.0f s (%s): %s",
            self.station, rung.name, rung.rest_s, rung.why, error,
        )  # fmt: skip

    async def _try(self, rung: Rung[E]) -> None:
        is_last = rung is self.rungs[-1]
        try:
            async with asyncio.timeout(None if is_last else 2 * self.hedge_s):
                await rung.engine.warm()
        except TimeoutError:
            self.failed(rung, TooSlow(f"not ready in {2 * self.hedge_s} s"))
        except self.errors as error:
            self.failed(rung, error)
            if is_last:
                log.warning("%s: %r is not ready: %s", self.station, rung.name, error)
        else:
            rung.rests_until = None


@contextlib.asynccontextmanager
async def watching(ladder: Ladder[E]) -> AsyncIterator[None]:
    """Try a ladder's resting engines in the background as long as the context lasts."""
    task = asyncio.create_task(ladder.watch())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
