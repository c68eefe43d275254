"""The folder → the index: what changed is read again, the rest left alone."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.document import Document
from knowledge.errors import UnreadableFile
from knowledge.index_fts import FileRecord, FtsIndex
from knowledge.kinds import KINDS
from knowledge.passages import passages_of
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from knowledge.reading import FileReader

Progress = Callable[[int, int, str], None]
"""Called with files done, files to do, and the file just finished."""


@dataclass(slots=True)
class Report:
    """What a refresh did."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    pending: list[str] = field(default_factory=list)
    """Still being written: left for the next round."""
    failed: dict[str, str] = field(default_factory=dict)
    """File → why it cannot be used, from this round or an earlier one."""
    is_folder_missing: bool = False
    """The folder is gone; the old index still answers."""


def refresh_index(
    folder: Path,
    index: FtsIndex,
    settings: KnowledgeSettings,
    facts_of: Callable[[Document], str],
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Bring the index in step with the folder. May run in a thread of its own.

    Raises:
        IndexBroken: The index cannot be written; what was done before stays.
    """
    report = Report()
    if not folder.is_dir():
        report.is_folder_missing = True
        return report
    known = index.stamps()
    found = dict(files_in(folder, settings.private))
    for file in sorted(known.keys() - found.keys()):
        index.remove(file)
        report.removed.append(file)
    todo = [file for file, stamp in sorted(found.items()) if known.get(file) != stamp]
    report.unchanged = len(found) - len(todo)
    if report.unchanged:
        report.failed = {f.file: f.error for f in index.failures() if f.file in found}
    if not todo:
        return report
    from knowledge.reading import FileReader

    with FileReader(settings, is_cancelled) as reader:
        for done, file in enumerate(todo, start=1):
            if is_cancelled():
                report.pending += todo[done - 1 :]
                break
            _take_in(folder, file, reader, index, facts_of, report)
            if file not in report.pending and file not in report.failed:
                (report.changed if file in known else report.added).append(file)
            if progress:
                progress(done, len(todo), file)
    return report


def files_in(
    folder: Path, private: tuple[str, ...]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield path, size and time of change of every file that may be shown.

    Hidden files, links that lead out of the folder, private ones and unknown kinds
    are left out.
    """
    root = folder.resolve()
    for parent, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if name.startswith((".", "~$")) or path.suffix.lower() not in KINDS:
                continue
            file = path.relative_to(root).as_posix()
            if is_private(file, private) or not _is_inside(path, root):
                continue
            try:
                told = path.stat()
            except OSError:
                continue
            yield file, (told.st_size, told.st_mtime_ns)


def is_private(file: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether the owner keeps this file from customers."""
    name = file.rpartition("/")[2]
    return any(fnmatch(file, each) or fnmatch(name, each) for each in patterns)


def _is_inside(path: Path, root: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(root)


def _take_in(
    folder: Path,
    file: str,
    reader: "FileReader",
    index: FtsIndex,
    facts_of: Callable[[Document], str],
    report: Report,
) -> None:
    path = folder / file
    try:
        before = path.stat()
        record = FileRecord(file, before.st_size, before.st_mtime_ns)
        document = reader.read(path, file)
        after = path.stat()
    except OSError:
        report.pending.append(file)
        return
    except UnreadableFile as error:
        if _is_fresh(path, reader.settings.settle_s):
            report.pending.append(file)
            return
        reason = str(error).removeprefix(f"{file}: ")
        report.failed[file] = reason
        index.put(replace(record, error=reason), ())
        return
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        report.pending.append(file)
        return
    full = replace(
        record,
        title=document.title,
        pages=len(document.pages),
        warnings="\n".join(document.warnings),
        facts=facts_of(document),
    )
    index.put(full, passages_of(document))


def _is_fresh(path: Path, settle_s: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime < settle_s
    except OSError:
        return True
