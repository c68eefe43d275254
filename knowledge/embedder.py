"""Texts → vectors that lie close together when they mean the same."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from knowledge.errors import KnowledgeError
from knowledge.settings import KnowledgeServer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    """A row of length 1 for each text."""

BATCH = 64
"""Texts sent at a time: some 50,000 tokens, and no long wait on a slow server."""


class EmbedderAway(KnowledgeError, ConnectionError):
    """No vectors now: nobody answers, or the server refuses; words still find."""


class Embedder(Protocol):
    """Makes vectors. Any thread may call it."""

    name: str
    """Model and size; vectors of another name cannot be compared."""

    def embed(self, texts: Sequence[str], limit_s: float) -> "Vectors":
        """Give the vectors of at most `BATCH` texts, none of them empty.

        Raises:
            EmbedderAway: There are none within `limit_s` seconds.
        """

    def close(self) -> None:
        """Close the connection."""


def build_embedder(server: KnowledgeServer) -> Embedder | None:
    """Give the embedder that the settings name; None: passages are found by words."""
    if not server.embedding_model:
        return None
    from knowledge.embedder_openai import OpenAIEmbedder

    return OpenAIEmbedder(server)
