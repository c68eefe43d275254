"""The documents of a configured kiosk: where they lie, and how they are read."""

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event as Flag

from kiosk.config import KioskConfig
from knowledge import IndexBroken, Library, Report, open_library, sample_folder


def documents_folder(config: KioskConfig) -> Path:
    """The owner's documents, or the demonstration shop's."""
    return (config.knowledge.folder or sample_folder()).absolute()


def index_path(config: KioskConfig) -> Path:
    """Where the index of the documents lies; each folder has its own."""
    folder = str(documents_folder(config))
    name = hashlib.sha256(folder.encode()).hexdigest()[:16]
    return config.state_dir / f"documents-{name}.db"


def open_documents(config: KioskConfig) -> Library:
    """The documents as they were read last; `refresh` brings them in step.

    Raises:
        IndexBroken: The index can't be opened or made.
    """
    folder = documents_folder(config)
    return open_library(folder, index_path(config), config.knowledge)


async def refresh(
    library: Library, progress: Callable[[int, int, str], None]
) -> Report:
    """Bring the index in step in a thread; when cancelled, wait until it has stopped.

    Raises:
        IndexBroken: The index can't be read or written.
    """
    is_over = Flag()
    work = asyncio.create_task(
        asyncio.to_thread(library.refresh, progress, is_over.is_set)
    )
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        is_over.set()
        with suppress(IndexBroken):
            await work
        raise
