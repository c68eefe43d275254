"""From the bus into the file, one event at a time."""

import asyncio
import logging

from kiosk.bus import Bus
from kiosk.events import Event, Rated, Replied, Spent, VisitEnded
from kiosk.figures.file import Figures, FiguresBroken
from kiosk.figures.wishes import Wishes
from kiosk.trace import Tracer

log = logging.getLogger(__name__)


async def keep_figures(
    bus: Bus, figures: Figures, wishes: Wishes | None = None
) -> None:
    """Keep every turn until cancelled; a full disk is a warning.

    Args:
        bus: Where things happen.
        figures: The file.
        wishes: Keeps what was wanted in vain; None: nobody does.
    """
    tracer = Tracer()
    async for event in bus.events():
        trace = tracer.take(event)
        try:
            if trace is not None:
                await asyncio.to_thread(figures.add, trace)
            await _note(event, figures)
            if wishes is not None:
                await _wish(event, wishes)
        except FiguresBroken as error:
            log.warning("something is missing in the figures: %s", error)


async def _note(event: Event, figures: Figures) -> None:
    match event:
        case Rated(has_helped):
            await asyncio.to_thread(figures.note, "helped", float(has_helped))
        case Spent(cost):
            await asyncio.to_thread(figures.note, "cost", cost)


async def _wish(event: Event, wishes: Wishes) -> None:
    match event:
        case Replied(wish=wish) if wish is not None:
            await asyncio.to_thread(wishes.hear, wish)
        case VisitEnded():
            wishes.end_visit()
