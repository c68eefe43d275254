"""Passages found by what they mean, beside those found by their words."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from knowledge.embedder import BATCH, Embedder, EmbedderAway
from knowledge.index_fts import FtsIndex
from knowledge.index_vectors import VectorTable, digest_of, embedded_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.embedder import Vectors

log = logging.getLogger(__name__)

_BATCH_S = 30.0
"""Seconds that one batch of passages may take."""
_REST_S = 30.0
"""A server that did not answer is left alone for so long."""
_LEAST = 0.25
"""Passages less like the question are not found by meaning."""
_SMOOTH = 60
"""Source: Cormack, Clarke, Büttcher, "Reciprocal Rank Fusion", SIGIR 2009."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    generation: int
    ids: "NDArray[np.int64]"
    files: "NDArray[np.str_]"
    vectors: "Vectors"
    is_complete: bool
    """Every passage has its vector."""


class Meanings:
    """The vectors of all passages. Any thread may call it; one at a time refreshes."""

    def __init__(
        self, index: FtsIndex, table: VectorTable, embedder: Embedder, question_s: float
    ) -> None:
        """Prepare; nothing is known before the first refresh.

        Args:
            index: Where the passages are.
            table: Where their vectors are kept.
            embedder: Makes vectors.
            question_s: Seconds that a question may wait for its own.
        """
        self._index = index
        self._table = table
        self._embedder = embedder
        self._question_s = question_s
        self._loaded: _Loaded | None = None
        self._rests_until = 0.0
        self._trouble = ""

    def refresh(
        self,
        progress: Callable[[int, int, str], None] | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Make the vectors that are missing and forget those of no passage.

        Raises:
            IndexBroken: They cannot be kept.
        """
        generation = self._index.generation()
        before = self._loaded
        if before and before.generation == generation and before.is_complete:
            return
        passages = list(self._index.every_passage())
        texts = [embedded_text(passage) for _, passage in passages]
        keys = [digest_of(text, self._embedder.name) for text in texts]
        known = self._table.digests()
        lacking = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
        known |= self._embed(lacking, progress, is_cancelled)
        self._table.forget(known.difference(keys))
        rows = [
            (number, passage.file, key)
            for (number, passage), key in zip(passages, keys, strict=True)
            if key in known
        ]
        self._load(generation, rows, is_complete=len(rows) == len(passages))

    def _embed(
        self,
        lacking: dict[bytes, str],
        progress: Callable[[int, int, str], None] | None,
        is_cancelled: Callable[[], bool],
    ) -> set[bytes]:
        done: set[bytes] = set()
        rest = iter(lacking)
        while batch := list(islice(rest, BATCH)):
            if is_cancelled() or time.monotonic() < self._rests_until:
                break
            vectors = self._vectors([lacking[key] for key in batch], _BATCH_S)
            if vectors is None:
                break
            self._table.put(batch, vectors)
            done.update(batch)
            if progress:
                progress(len(done), len(lacking), self._embedder.name)
        return done

    def _load(
        self, generation: int, rows: list[tuple[int, str, bytes]], *, is_complete: bool
    ) -> None:
        import numpy as np

        self._loaded = _Loaded(
            generation,
            np.array([number for number, _, _ in rows], np.int64),
            np.array([file for _, file, _ in rows], np.str_),
            self._table.vectors([key for _, _, key in rows]),
            is_complete,
        )

    def nearest(self, question: str, file: str | None, limit: int) -> list[int]:
        """Give the numbers of the passages most like a question, the best first.

        Empty while no server answers; that is logged when it begins and ends.
        """
        loaded = self._loaded
        if not loaded or not len(loaded.ids) or time.monotonic() < self._rests_until:
            return []
        vectors = self._vectors([question], self._question_s)
        if vectors is None:
            return []
        alike = loaded.vectors @ vectors[0]
        if file is not None:
            alike[loaded.files != file] = -1.0
        best = alike.argsort()[::-1][:limit]
        return [int(loaded.ids[each]) for each in best if alike[each] >= _LEAST]

    def _vectors(self, texts: Sequence[str], limit_s: float) -> "Vectors | None":
        try:
            vectors = self._embedder.embed(texts, limit_s)
        except EmbedderAway as error:
            self._rests_until = time.monotonic() + _REST_S
            self._note(str(error))
            return None
        self._note("")
        return vectors

    def _note(self, trouble: str) -> None:
        if trouble and not self._trouble:
            log.warning("passages are found by words alone: %s", trouble)
        elif self._trouble and not trouble:
            log.warning("passages are found by meaning again")
        self._trouble = trouble

    def close(self) -> None:
        """Close the connection to the server."""
        self._embedder.close()


def fused(rankings: Iterable[Sequence[int]]) -> Iterator[tuple[int, float]]:
    """Yield what stands in several rankings with its score, the best first."""
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, each in enumerate(ranking, start=1):
            scores[each] += 1 / (_SMOOTH + rank)
    yield from sorted(scores.items(), key=lambda pair: -pair[1])
