"""The owner's documents and their index."""

import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.bookshelf import documents_folder, index_path
from kiosk.config import LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning
from knowledge import IndexBroken, KnowledgeError, open_library

FEW = 5
"""Files that are named one by one before the rest is only counted."""


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Look at folder, index and files."""
    config = loaded.config
    folder = documents_folder(config)
    if not config.knowledge.folder:
        yield skipped("documents", "the demonstration shop's; set [knowledge] folder")
    if not folder.is_dir():
        yield failed("folder", f"{folder} is not there", "check [knowledge] folder")
        return
    if not os.access(folder, os.R_OK | os.X_OK):
        yield failed("folder", f"no right to read {folder}", f"chmod a+rX {folder}")
        return
    yield fine("folder", str(folder))
    yield from _index(index_path(config), folder, loaded)


def _index(path: Path, folder: Path, loaded: LoadedConfig) -> Iterator[Check]:
    if not path.exists():
        yield skipped("index", "not there yet; it is made at the first start")
        return
    try:
        library = open_library(folder, path, loaded.config.knowledge)
        records = library.files()
    except (IndexBroken, KnowledgeError) as error:
        yield failed("index", str(error), f"delete {path}; it is made again")
        return
    library.close()
    unread = [record for record in records if record.error]
    yield fine("index", f"{len(records) - len(unread)} files answer")
    for record in unread[:FEW]:
        remedy = f"kiosk knowledge check {record.file}"
        yield warning("unread", f"{record.file}: {record.error}", remedy)
    for record in [record for record in records if record.warnings][:FEW]:
        remedy = f"kiosk knowledge check {record.file}"
        yield warning("partly read", f"{record.file}: {record.warnings}", remedy)
    if len(unread) > FEW:
        yield warning("unread", f"and {len(unread) - FEW} more", "kiosk knowledge list")
