"""Who is told what happened."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from kiosk.events import Event, Missed, Ready, lack_after, stage_after


class Bus:
    """Hands events to observers without ever waiting for one.

    An observer that is slow loses its oldest events and is told how many. A late
    observer first receives the event that began the present stage, and which devices
    cannot be used. Loop only.
    """

    def __init__(self, *, backlog: int = 256) -> None:
        self._backlog = backlog
        self._observers: set[Observer] = set()
        self._latest_stage: Event = Ready()
        self._lacking: dict[str, Event] = {}
        self._is_closed = False

    def emit(self, event: Event) -> None:
        """Tell every observer."""
        if (lack := lack_after(event)) is not None:
            what, is_gone = lack
            self._lacking.pop(what, None)
            if is_gone:
                self._lacking[what] = event
        if stage_after(event) is not None:
            self._latest_stage = event
        for observer in self._observers:
            observer.tell(event)

    async def events(self) -> AsyncIterator[Event]:
        """Yield the present stage, then every event, until left or closed."""
        observer = self.observe()
        try:
            while not self._is_closed:
                yield await observer.next()
        except _Closed:
            return
        finally:
            self.leave(observer)

    def close(self) -> None:
        """End every stream of events; what is emitted later reaches nobody."""
        self._is_closed = True
        for observer in self._observers:
            observer.close()

    def observe(self) -> "Observer":
        """Join now; events from this moment on are kept for the observer."""
        observer = Observer(self._backlog)
        observer.tell(self._latest_stage)
        for event in self._lacking.values():
            observer.tell(event)
        self._observers.add(observer)
        return observer

    def leave(self, observer: "Observer") -> None:
        """Forget an observer."""
        self._observers.discard(observer)


class _Closed(Exception):
    """No more events will come."""


class Observer:
    """One listener's own queue."""

    def __init__(self, backlog: int) -> None:
        self._events: deque[Event] = deque()
        self._backlog = backlog
        self._missed = 0
        self._news = asyncio.Event()
        self._is_closed = False

    def tell(self, event: Event) -> None:
        """Queue an event, dropping the oldest when there are too many."""
        if len(self._events) >= self._backlog:
            self._events.popleft()
            self._missed += 1
        self._events.append(event)
        self._news.set()

    async def next(self) -> Event:
        """The oldest event not yet taken, waiting for one if need be."""
        if self._missed:
            missed, self._missed = self._missed, 0
            return Missed(missed)
        while not self._events:
            if self._is_closed:
                raise _Closed
            self._news.clear()
            await self._news.wait()
        return self._events.popleft()

    def close(self) -> None:
        """Wake whoever waits: no more events will come."""
        self._is_closed = True
        self._news.set()
