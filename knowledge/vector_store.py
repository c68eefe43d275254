"""An OpenAI vector store kept in step with the folder, for the hosted file search.

The store itself says which files it has: each carries its path and checksum, so nothing
is remembered here, and files that others put into the store are left alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import KnowledgeError
from knowledge.folder import look_into
from knowledge.settings import KnowledgeServer, KnowledgeSettings

if TYPE_CHECKING:
    import openai
    from openai.types.vector_stores import VectorStoreFile

_PATH, _SUM = "kiosk_path", "kiosk_sha256"
_TAKEN_AS = {".markdown": ".md", ".htm": ".html"}
"""Suffixes that the store does not know, and what they are sent as."""
_LONGEST_PATH = 512
"""Characters of an attribute. Source: the API's reference of vector store files."""
_TAKE_IN_S = 300


class StoreAway(KnowledgeError, ConnectionError):
    """The store cannot be reached, or refuses."""


@dataclass(slots=True)
class SyncReport:
    """What a sync did."""

    uploaded: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    """File → why the store does not take it; an older version of it stays there."""


@dataclass(frozen=True, slots=True)
class StoreSeen:
    """A store as its server tells of it."""

    is_ready: bool
    """Whether it can be searched; one that has expired cannot."""
    taken_in: int
    """Files that are found in it."""
    failed: int
    """Files that it could not take in."""


def look_at_store(server: KnowledgeServer, limit_s: float) -> StoreSeen:
    """Give what the vector store of the settings holds.

    Raises:
        StoreAway: It is not told within about `limit_s` seconds.
    """
    from knowledge.client import in_our_words, open_client

    with (
        open_client(server, retries=0) as client,
        in_our_words(client, StoreAway),
    ):
        seen = client.vector_stores.retrieve(server.vector_store, timeout=limit_s)
        counts = seen.file_counts
        return StoreSeen(seen.status != "expired", counts.completed, counts.failed)


def make_store(settings: KnowledgeSettings) -> str:
    """Make an empty vector store and give its id.

    Raises:
        StoreAway: It cannot be made.
    """
    with _client(settings) as client:
        return client.vector_stores.create(name="kiosk documents").id


def sync_store(
    store: str,
    folder: Path,
    settings: KnowledgeSettings,
    progress: Callable[[int, int, str], None] = lambda *_: None,
) -> SyncReport:
    """Upload what is new, replace what has changed, remove what is gone or private.

    Raises:
        KnowledgeError: The folder cannot be read; nothing was changed.
        StoreAway: The store cannot be reached; what was done before stays.
    """
    found, closed = look_into(folder, settings.private)
    if closed:
        told = ", ".join(map(str, sorted(closed)))
        raise KnowledgeError(f"{told} cannot be read; the store was left as it is")
    with _client(settings) as client:
        shelf = _HostedShelf(client, store, SyncReport())
        shelf.bring_in_step(folder, sorted(found), progress)
        return shelf.report


@contextmanager
def _client(settings: KnowledgeSettings) -> "Iterator[openai.OpenAI]":
    from knowledge.client import in_our_words, open_client

    with (
        open_client(settings.openai, retries=2) as client,
        in_our_words(client, StoreAway),
    ):
        yield client


@dataclass(frozen=True, slots=True)
class _HostedShelf:
    client: "openai.OpenAI"
    store: str
    report: SyncReport

    def bring_in_step(
        self, folder: Path, files: list[str], progress: Callable[[int, int, str], None]
    ) -> None:
        there: dict[str, list[VectorStoreFile]] = {}
        for path, entry in self._entries():
            there.setdefault(path, []).append(entry)
        for done, file in enumerate(files, start=1):
            self._bring_one(folder / file, file, there.pop(file, []))
            progress(done, len(files), file)
        for file, entries in there.items():
            self._remove(entries)
            self.report.removed.append(file)

    def _entries(self) -> Iterator[tuple[str, "VectorStoreFile"]]:
        files = self.client.vector_stores.files
        for entry in files.list(vector_store_id=self.store, limit=100):
            path = (entry.attributes or {}).get(_PATH)
            if isinstance(path, str):
                yield path, entry

    def _bring_one(self, path: Path, file: str, there: list["VectorStoreFile"]) -> None:
        if len(file) > _LONGEST_PATH:
            self.report.failed[file] = (
                f"its path is longer than {_LONGEST_PATH} letters"
            )
            return
        with path.open("rb") as opened:
            checksum = file_digest(opened, "sha256").hexdigest()
        same = [entry for entry in there if _is_good(entry, checksum)]
        if same:
            self._remove([entry for entry in there if entry is not same[0]])
            self.report.unchanged += 1
            return
        problem = self._upload(path, {_PATH: file, _SUM: checksum})
        if problem:
            self.report.failed[file] = problem
            return
        self._remove(there)
        (self.report.replaced if there else self.report.uploaded).append(file)

    def _upload(self, path: Path, attributes: dict[str, str | float | bool]) -> str:
        """Send a file and wait until it is taken in; give why it is not."""
        name = path.stem + _TAKEN_AS.get(path.suffix.lower(), path.suffix.lower())
        with path.open("rb") as opened:
            sent = self.client.files.create(file=(name, opened), purpose="assistants")
        try:
            entry = self.client.vector_stores.files.create_and_poll(
                sent.id,
                vector_store_id=self.store,
                attributes=attributes,
                max_wait_seconds=_TAKE_IN_S,
            )
        except TimeoutError:
            return ""  # the next sync finds what became of it
        if entry.status == "completed":
            return ""
        self._remove([entry])
        return entry.last_error.message if entry.last_error else "it was not taken in"

    def _remove(self, entries: list["VectorStoreFile"]) -> None:
        for entry in entries:
            self.client.vector_stores.files.delete(entry.id, vector_store_id=self.store)
            self.client.files.delete(entry.id)


def _is_good(entry: "VectorStoreFile", checksum: str) -> bool:
    is_same = (entry.attributes or {}).get(_SUM) == checksum
    return is_same and entry.status in ("completed", "in_progress")
