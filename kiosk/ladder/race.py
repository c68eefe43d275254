"""A question to the engines of a ladder: the better one first, the first sign wins.

When the better engine fails, or shows no sign for a while, the next is started beside
it and whoever is first answers.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.ladder.ladder import E, Ladder, Rung, TooSlow

S = TypeVar("S")


async def first_sign(
    ladder: Ladder[E],
    start: Callable[[E], Awaitable[S]],
    *,
    drop: Callable[[S], Awaitable[None]] | None = None,
    after: asyncio.Event | None = None,
) -> tuple[Rung[E], S]:
    """Give the first sign of an engine, and which one gave it.

    Args:
        ladder: The engines.
        start: Begins with an engine; its result is the sign.
        drop: Undoes what was begun with an engine that came too late.
        after: Waiting for a sign counts from here; None: at once.

    Raises:
        Exception: What the last engine raised.
    """
    race = _Race(ladder, start, after)
    try:
        return await race.won()
    finally:
        await race.end(drop)


async def streamed(
    ladder: Ladder[E],
    start: Callable[[E], AsyncIterator[S]],
    *,
    again: S | None = None,
) -> AsyncGenerator[tuple[Rung[E], S]]:
    """Yield who makes it and what is made; when one breaks off the next begins anew.

    Args:
        ladder: The engines.
        start: Begins with an engine.
        again: Yielded before the beginning is made anew.
    """
    has_begun = False
    while True:
        rung, made = await first_sign(
            ladder, lambda engine: _open(start(engine)), drop=_drop
        )
        try:
            async for item in made.items():
                has_begun = True
                yield rung, item
        except ladder.errors as error:
            ladder.failed(rung, error)
            if rung is ladder.rungs[-1]:
                raise
            if has_begun and again is not None:
                yield rung, again
        else:
            return
        finally:
            await made.close()


def closing(items: AsyncIterator[S]) -> AbstractAsyncContextManager[AsyncIterator[S]]:
    """Close a generator in any case; other iterators have nothing to close."""
    if isinstance(items, AsyncGenerator):
        return contextlib.aclosing(items)
    return contextlib.nullcontext(items)


class _Race(Generic[E, S]):
    """One question to the engines of a ladder: the first sign wins."""

    def __init__(
        self,
        ladder: Ladder[E],
        start: Callable[[E], Awaitable[S]],
        after: asyncio.Event | None,
    ) -> None:
        self._ladder = ladder
        self._start = start
        self._waiting = ladder.usable()
        self._running: dict[asyncio.Task[S], Rung[E]] = {}
        self._after = after

    async def won(self) -> tuple[Rung[E], S]:
        """Give the winner and its sign; raises what the last engine raised."""
        self._start_next()
        while True:
            done = await self._a_sign()
            for task in [t for t in self._running if t in done]:
                rung = self._running.pop(task)
                error = task.exception()
                if error is None:
                    self._overtake(rung)
                    return rung, task.result()
                if not isinstance(error, self._ladder.errors):
                    raise error
                self._ladder.failed(rung, error)
                if not (self._running or self._waiting):
                    raise error
            if self._waiting and (not done or not self._running):
                self._start_next()

    async def end(self, drop: Callable[[S], Awaitable[None]] | None) -> None:
        """Stop those that lost."""
        for task in self._running:
            task.cancel()
        for result in await asyncio.gather(*self._running, return_exceptions=True):
            if drop is not None and not isinstance(result, BaseException):
                await drop(result)

    def _start_next(self) -> None:
        rung = self._waiting.pop(0)
        task = asyncio.ensure_future(self._start(rung.engine))
        self._running[task] = rung

    async def _a_sign(self) -> set["asyncio.Task[S]"]:
        """Wait until one ends; nobody does when the next is to be started as well."""
        if self._waiting and self._after is not None and not self._after.is_set():
            begun = asyncio.ensure_future(self._after.wait())
            try:
                done, _ = await asyncio.wait(
                    {*self._running, begun}, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                begun.cancel()
            if done != {begun}:
                return {task for task in self._running if task in done}
        done, _ = await asyncio.wait(
            self._running,
            timeout=self._ladder.hedge_s if self._waiting else None,
            return_when=asyncio.FIRST_COMPLETED,
        )
        return done

    def _overtake(self, winner: Rung[E]) -> None:
        """Those that are better but still silent are too slow."""
        for rung in self._running.values():
            if self._ladder.rungs.index(rung) < self._ladder.rungs.index(winner):
                self._ladder.failed(
                    rung, TooSlow(f"no sign in {self._ladder.hedge_s} s")
                )
        self._ladder.worked(winner)


@dataclass(slots=True)
class _Made(Generic[S]):
    """A stream of which the first item has come."""

    first: S | None
    rest: AsyncIterator[S]

    async def items(self) -> AsyncGenerator[S]:
        if self.first is not None:
            yield self.first
        async for item in self.rest:
            yield item

    async def close(self) -> None:
        async with closing(self.rest):
            pass


async def _open(stream: AsyncIterator[S]) -> _Made[S]:
    try:
        return _Made(await anext(stream, None), stream)
    except BaseException:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()
        raise


async def _drop(made: _Made[S]) -> None:
    with contextlib.suppress(Exception):
        await made.close()
