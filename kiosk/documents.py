"""Keeps the index in step with the owner's folder while customers ask."""

import asyncio

from kiosk.bookshelf import refresh
from kiosk.bus import Bus
from kiosk.events import DocumentRead, DocumentsBack, DocumentsLost, DocumentsRead
from knowledge import KnowledgeError, Library, Report

LOOK_S = 5.0
"""Seconds between two looks at the folder."""


async def keep_documents(library: Library, bus: Bus, *, look_s: float = LOOK_S) -> None:
    """Read what has changed, again and again, until cancelled.

    Meanwhile, and when the folder or the disk is gone, the index answers as it was.
    """
    trouble = ""
    while True:
        before = trouble
        try:
            report = await _look(library, bus)
            trouble = f"{library.folder} is gone" if report.is_folder_missing else ""
        except (KnowledgeError, OSError) as error:
            trouble = str(error)
        if trouble != before:
            bus.emit(DocumentsLost(trouble) if trouble else DocumentsBack())
        await asyncio.sleep(look_s)


async def _look(library: Library, bus: Bus) -> Report:
    loop = asyncio.get_running_loop()

    def tell(done: int, total: int, file: str) -> None:
        loop.call_soon_threadsafe(bus.emit, DocumentRead(file, done, total))

    report = await refresh(library, tell)
    if report.has_news:
        bus.emit(
            DocumentsRead(
                read=len(report.added) + len(report.changed),
                removed=len(report.removed),
                failed=tuple(f"{f}: {why}" for f, why in report.failed.items()),
            )
        )
    return report
