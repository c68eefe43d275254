"""The owner's folder: which of its files customers may be shown."""

import os
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from stat import S_ISREG

from knowledge.kinds import KINDS

Stamp = tuple[int, int]
"""Size in bytes and time of change in nanoseconds."""


def files_in(
    folder: Path,
    private: tuple[str, ...],
    on_error: Callable[[OSError], None] | None = None,
) -> Iterator[tuple[str, Stamp]]:
    """Yield path and stamp of every file that may be shown.

    Args:
        folder: Where to look, folders below it included; hidden ones are passed over.
        private: Patterns of files that are left out.
        on_error: Told of each folder that cannot be looked into.
    """
    root = folder.resolve()
    for file, path in _walk(root, on_error):
        if _why_not(file, path, root, private):
            continue
        try:
            told = path.stat()
        except OSError:
            continue
        if not S_ISREG(told.st_mode):
            continue  # a pipe would be waited for
        yield file, (told.st_size, told.st_mtime_ns)


def look_into(
    folder: Path, private: tuple[str, ...]
) -> tuple[dict[str, Stamp], set[Path]]:
    """Give the files that may be shown, and the folders that cannot be looked into."""
    closed: set[Path] = set()
    found = files_in(folder, private, lambda error: closed.add(Path(error.filename)))
    return dict(found), closed


def left_out(folder: Path, private: tuple[str, ...]) -> dict[str, str]:
    """Give the files that are not shown, each with the reason."""
    root = folder.resolve()
    found = ((file, _why_not(file, path, root, private)) for file, path in _walk(root))
    return {file: reason for file, reason in found if reason}


def is_private(file: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether the owner keeps this file from customers."""
    name = file.rpartition("/")[2]
    return any(fnmatch(file, each) or fnmatch(name, each) for each in patterns)


def _walk(
    root: Path, on_error: Callable[[OSError], None] | None = None
) -> Iterator[tuple[str, Path]]:
    for parent, folders, names in os.walk(root, onerror=on_error):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith((".", "~$")):
                path = Path(parent, name)
                yield path.relative_to(root).as_posix(), path


def _why_not(file: str, path: Path, root: Path, private: tuple[str, ...]) -> str:
    if is_private(file, private):
        return "private"
    if path.suffix.lower() not in KINDS:
        return f"a {path.suffix or 'nameless'} file is not read"
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return "a link that leaves the folder"
    return ""
