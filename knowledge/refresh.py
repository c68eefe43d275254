"""The folder → the index: what changed is read again, the rest left alone."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import ReadingStopped, UnreadableFile
from knowledge.folder import Stamp, look_into
from knowledge.index_fts import FileRecord, FtsIndex
from knowledge.pictures import TO_INSTALL, can_read_pictures
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
    """Still being written, or not come to: left for the next round."""
    failed: dict[str, str] = field(default_factory=dict)
    """New or changed file → why it cannot be used."""
    is_folder_missing: bool = False
    """The folder is gone; the old index still answers."""

    @property
    def has_news(self) -> bool:
        """Whether something in the index is not as it was."""
        return bool(self.added or self.changed or self.removed or self.failed)


def refresh_index(
    folder: Path,
    index: FtsIndex,
    settings: KnowledgeSettings,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Bring the index in step with the folder. May run in a thread of its own.

    Raises:
        IndexBroken: The index cannot be written; what was done before stays.
    """
    report = Report()
    known = index.stamps()
    found, closed = look_into(folder, settings.private)
    if folder.resolve() in closed or _is_unplugged(folder, index, known):
        report.is_folder_missing = True
        return report
    for file in sorted(known.keys() - found.keys()):
        if closed.isdisjoint((folder.resolve() / file).parents):
            index.remove(file)
            report.removed.append(file)
    waiting = _waiting_for_tesseract(index)
    todo = [
        file
        for file, stamp in sorted(found.items())
        if known.get(file) != stamp or file in waiting
    ]
    report.unchanged = len(found) - len(todo)
    if todo:
        intake = _Intake(folder, index, settings, report, is_cancelled)
        intake.take_in(todo, known, progress or (lambda *_: None))
    return report


def _waiting_for_tesseract(index: FtsIndex) -> set[str]:
    """Give the files with pictures that were read before it was installed."""
    if not can_read_pictures():
        return set()
    told = ((each.file, f"{each.error} {each.warnings}") for each in index.files())
    return {file for file, text in told if TO_INSTALL in text}


def _is_unplugged(folder: Path, index: FtsIndex, known: Iterable[str]) -> bool:
    """A mount point without its disk is an empty folder on another device."""
    device = folder.stat().st_dev & 0x7FFFFFFF
    if device == index.device:
        return False
    if known and not any(folder.iterdir()):
        return True
    index.device = device
    return False


@dataclass(frozen=True, slots=True)
class _Intake:
    """One round of reading."""

    folder: Path
    index: FtsIndex
    settings: KnowledgeSettings
    report: Report
    is_cancelled: Callable[[], bool]

    def take_in(
        self, todo: list[str], known: Iterable[str], progress: Progress
    ) -> None:
        """Read files one after the other until all are done or it is cancelled."""
        from knowledge.reading import FileReader

        with FileReader(self.settings, self.is_cancelled) as reader:
            for done, file in enumerate(todo, start=1):
                self._take_in_one(file, reader, known)
                if self.is_cancelled():
                    self.report.pending += todo[done:]
                    return
                progress(done, len(todo), file)

    def _take_in_one(
        self, file: str, reader: "FileReader", known: Iterable[str]
    ) -> None:
        path = self.folder / file
        try:
            before = _stamp_of(path)
            digest = reader.digest(path, file)
            is_settled = _stamp_of(path) == before
        except (ReadingStopped, OSError):
            self.report.pending.append(file)
        except UnreadableFile as error:
            self._note_failure(file, before, str(error).removeprefix(f"{file}: "))
        else:
            if not is_settled:
                self.report.pending.append(file)
                return
            self.index.put(
                FileRecord(
                    file,
                    *before,
                    title=digest.title,
                    pages=digest.pages,
                    warnings="\n".join(digest.warnings),
                    facts=digest.facts,
                ),
                digest.passages,
            )
            news = self.report.changed if file in known else self.report.added
            news.append(file)

    def _note_failure(self, file: str, stamp: Stamp, reason: str) -> None:
        if time.time() - stamp[1] / 1e9 < self.settings.settle_s:
            self.report.pending.append(file)
            return
        self.report.failed[file] = reason
        self.index.put(FileRecord(file, *stamp, error=reason), ())


def _stamp_of(path: Path) -> Stamp:
    told = path.stat()
    return told.st_size, told.st_mtime_ns
