"""What people call a document → its file."""

from collections.abc import Sequence
from difflib import get_close_matches

from knowledge.errors import UnknownDocument
from knowledge.index_fts import FileRecord
from knowledge.words import fold


def file_called(name: str, records: Sequence[FileRecord]) -> str:
    """Give the file that a path, a name or a title means, or a part of one.

    Raises:
        UnknownDocument: None does, or more than one; the message names some.
    """
    readable = [each for each in records if not each.error]
    if any(each.file == name for each in readable):
        return name
    wanted = fold(name)
    names = {each.file: _names_of(each) for each in readable}
    called = [file for file, known in names.items() if wanted in known]
    called = called or [f for f, known in names.items() if wanted in "\n".join(known)]
    if len(called) == 1:
        return called[0]
    if called:
        several = " or ".join(called[:5])
        raise UnknownDocument(f"{name!r} may be {several}; name the whole path")
    near = get_close_matches(name, names, cutoff=0.4) or list(names)[:5]
    rest = f"there is {', '.join(near)}" if near else "the shelf is empty"
    raise UnknownDocument(f"no document {name!r}; {rest}")


def _names_of(record: FileRecord) -> tuple[str, ...]:
    path = fold(record.file)
    return path, path.rpartition("/")[2], fold(record.title)
