"""Embeddings from OpenAI, or from a server that speaks its protocol."""

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.embedder import EmbedderAway
from knowledge.settings import KnowledgeServer

if TYPE_CHECKING:
    import openai

    from knowledge.embedder import Vectors


class OpenAIEmbedder:
    """Asks `/v1/embeddings`; the client is opened at the first question."""

    def __init__(self, server: KnowledgeServer) -> None:
        self._server = server
        self._lock = threading.Lock()
        self.name = f"{server.embedding_model}/{server.dimensions or 'full'}"

    @cached_property
    def _client(self) -> "openai.OpenAI":
        from knowledge.client import open_client

        return open_client(self._server, retries=0)  # words do as well

    def embed(self, texts: Sequence[str], limit_s: float) -> "Vectors":
        """Give the vectors of some texts.

        Raises:
            EmbedderAway: There are none within `limit_s` seconds.
        """
        from knowledge.client import in_our_words

        with self._lock:
            client = self._client
        wishes: dict[str, Any] = {}
        if self._server.dimensions:
            wishes["dimensions"] = self._server.dimensions
        with in_our_words(client, EmbedderAway):
            answer = client.embeddings.create(
                model=self._server.embedding_model,
                input=list(texts),
                encoding_format="float",
                timeout=limit_s,
                **wishes,
            )
            rows = sorted(answer.data, key=lambda each: each.index)
            vectors = np.array([each.embedding for each in rows], np.float32)
            if vectors.ndim != 2 or len(vectors) != len(texts):
                raise ValueError(f"{len(texts)} texts gave {vectors.shape} vectors")
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return vectors

    def close(self) -> None:
        """Close the connection; it may never have been opened."""
        if "_client" in self.__dict__:
            self._client.close()
