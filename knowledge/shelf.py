"""What the owner does with the shelf: put files on it, take them off, look inside."""

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from knowledge.dates import EVERY_YEAR
from knowledge.document import Document
from knowledge.errors import ForbiddenName, UnknownDocument, UnreadableFile
from knowledge.facts import Facts
from knowledge.kinds import KINDS
from knowledge.settings import KnowledgeSettings

_KNOWN = ", ".join(sorted(KINDS))


@dataclass(frozen=True, slots=True)
class Check:
    """What was understood of one file."""

    title: str
    pages: int
    tables: int
    years: tuple[int, ...]
    """Years it says it covers; empty when it names none."""
    updated: str
    """ISO date of its last change, when printed."""
    dates: tuple[str, ...]
    """Listed dates, ISO; those that come every year as `--MM-DD`."""
    places: tuple[str, ...]
    """Regions or houses with a calendar of their own."""
    hours: int
    """Lines of opening hours."""
    services: tuple[str, ...]
    """Timetables: line, way, kind of day and number of departures."""
    pages_without_text: tuple[int, ...]
    warnings: tuple[str, ...]


def sample_folder() -> Path:
    """Give the folder with the demonstration shop's documents."""
    return Path(__file__).with_name("sample")


def add_file(
    folder: Path, source: Path, name: str = "", *, replace: bool = False
) -> str:
    """Copy a file onto the shelf and give the name it has there.

    Nobody sees half a file: it is copied under a hidden name first.

    Raises:
        ForbiddenName: The name leaves the folder, is hidden, or is taken.
        UnreadableFile: The kind of file is unknown, or it is not there.
    """
    name = unicodedata.normalize("NFC", name or source.name)
    target = _inside(folder, name)
    if target.suffix.lower() not in KINDS:
        raise UnreadableFile(f"{target.name}: unknown kind; known are {_KNOWN}")
    if not source.is_file():
        raise UnreadableFile(f"{source}: no such file")
    if target.exists() and not replace:
        raise ForbiddenName(
            f"{name} is on the shelf already; replace it, or name this one other/{name}"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    import shutil

    hidden = target.with_name(f".{target.name}.part")
    try:
        shutil.copy2(source, hidden)
        hidden.replace(target)
    finally:
        hidden.unlink(missing_ok=True)
    return target.relative_to(folder.resolve()).as_posix()


def remove_file(folder: Path, name: str) -> None:
    """Delete a file from the shelf; the index forgets it at the next refresh.

    Raises:
        ForbiddenName: The name leaves the folder.
        UnknownDocument: There is no such file.
    """
    target = _inside(folder, name)
    if not target.is_file():
        raise UnknownDocument(f"no document {name!r} on the shelf {folder}")
    target.unlink()


def _inside(folder: Path, name: str) -> Path:
    root = folder.resolve()
    target = Path(os.path.normpath(root / name))
    if not target.is_relative_to(root) or target == root:
        raise ForbiddenName(f"{name!r} leaves the folder {folder}")
    if any(part.startswith(".") for part in target.relative_to(root).parts):
        raise ForbiddenName(f"{name!r} is a hidden name")
    return target


def check_file(path: Path, settings: KnowledgeSettings) -> Check:
    """Read one file and tell what was understood of it.

    Raises:
        UnreadableFile: It is damaged, encrypted, too slow, too large or empty.
    """
    if path.suffix.lower() not in KINDS:
        raise UnreadableFile(f"{path.name}: unknown kind; known are {_KNOWN}")
    if not path.is_file():
        raise UnreadableFile(f"{path}: no such file")
    from knowledge.reading import FileReader
    from knowledge.understanding import understand

    with FileReader(settings) as reader:
        document = reader.read(path, path.name)
    return _check(document, understand(document))


def _check(document: Document, facts: Facts) -> Check:
    blocks = [block for page in document.pages for block in page.blocks]
    days = {day for each in facts.lists for day in (*each.dates, *each.conditional)}
    days |= {day for each in facts.openings for day in each.dates}
    places = [each.place[-1] for each in facts.lists if each.place]
    return Check(
        title=document.title,
        pages=len(document.pages),
        tables=sum(block.kind == "table" for block in blocks),
        years=tuple(facts.years),
        updated=facts.updated,
        dates=tuple(
            f"--{day:%m-%d}" if day.year == EVERY_YEAR else day.isoformat()
            for day in sorted(days)
        ),
        places=tuple(dict.fromkeys(places)),
        hours=len(facts.openings),
        services=tuple(
            f"{each.line} {each.origin} → {each.destination}, {each.label}: "
            f"{len(each.trips)}".strip()
            for each in facts.services
        ),
        pages_without_text=tuple(
            page.number for page in document.pages if not page.blocks
        ),
        warnings=document.warnings,
    )
