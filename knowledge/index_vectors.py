"""The vectors of passages, kept in the index file by what was embedded.

A passage that was only moved, or whose file was read again, keeps its vector.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import IndexBroken
from knowledge.passages import Passage

if TYPE_CHECKING:
    from knowledge.embedder import Vectors

_TABLE = "CREATE TABLE IF NOT EXISTS vectors (digest BLOB PRIMARY KEY, vector BLOB)"


class VectorTable:
    """Vectors by digest, as 16-bit floats. Any thread may call it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def digests(self) -> set[bytes]:
        """Give the digest of every vector there is."""
        with self._open() as db:
            return {digest for (digest,) in db.execute("SELECT digest FROM vectors")}

    def vectors(self, digests: list[bytes]) -> "Vectors":
        """Give the vectors of digests that are there, a row for each."""
        import numpy as np

        if not digests:
            return np.zeros((0, 0), np.float32)
        with self._open() as db:
            rows = dict(db.execute("SELECT digest, vector FROM vectors"))
        kept = b"".join(rows[digest] for digest in digests)
        matrix = np.frombuffer(kept, np.float16).astype(np.float32)
        return matrix.reshape(len(digests), -1)

    def put(self, digests: list[bytes], vectors: "Vectors") -> None:
        """Keep some vectors."""
        rows = [row.astype("float16").tobytes() for row in vectors]
        with self._open() as db, db:
            db.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                zip(digests, rows, strict=True),
            )

    def forget(self, digests: Iterable[bytes]) -> None:
        """Forget some vectors."""
        with self._open() as db, db:
            db.executemany(
                "DELETE FROM vectors WHERE digest = ?", ((each,) for each in digests)
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=10)) as db:
                db.execute(_TABLE)
                yield db
        except sqlite3.Error as error:
            raise IndexBroken(f"cannot use {self._path}: {error}") from error


def embedded_text(passage: Passage) -> str:
    """Give what of a passage is embedded: with its document and its headings."""
    return f"{passage.title}\n{passage.heading}\n{passage.text}"[:6000]


def digest_of(text: str, embedder: str) -> bytes:
    """Give the key of a text's vector, made by that embedder."""
    return blake2b(f"{embedder}\n{text}".encode(), digest_size=16).digest()
