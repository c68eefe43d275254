"""The servers behind the documents: embeddings, and vector stores."""

import time
from collections.abc import Iterator

from kiosk.config import KioskConfig, LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning
from kiosk.doctor.providers import Endpoint, key_of
from knowledge import (
    KnowledgeError,
    KnowledgeServer,
    StoreAway,
    build_embedder,
    look_at_store,
)

_SECTION = "knowledge.openai"
_LIMIT_S = 2.5
"""For each server: all of them fit into the examination."""


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Have a word turned into a vector, and look at the stores."""
    server = loaded.config.knowledge.openai
    if server.embedding_model:
        yield key_of(_endpoint(server))
        yield _embeddings(server)
    else:
        yield skipped("embeddings", "no model set: documents are found by words")
    stores = _stores(loaded.config)
    if not stores:
        yield skipped("vector store", "none set: documents are searched here")
    for section, holding in stores.items():
        yield _store(section, holding)


def _endpoint(server: KnowledgeServer) -> Endpoint:
    model = server.embedding_model
    return Endpoint(
        "embeddings", _SECTION, server.base_url, server.api_key, model, "compatible"
    )


def _stores(config: KioskConfig) -> dict[str, KnowledgeServer]:
    """Stores by their setting: the one that is kept in step, the model's own."""
    kept, mind = config.knowledge.openai, config.agents
    searched = KnowledgeServer(
        base_url=mind.base_url, api_key=mind.api_key, vector_store=mind.file_search
    )
    wanted = {f"[{_SECTION}] vector_store": kept, "[agents] file_search": searched}
    return {setting: at for setting, at in wanted.items() if at.vector_store}


def _embeddings(server: KnowledgeServer) -> Check:
    embedder = build_embedder(server)
    if embedder is None:
        raise ValueError("no embedding model is set")
    name = f"embeddings: {_endpoint(server).host}"
    began = time.monotonic()
    try:
        vectors = embedder.embed(["horario"], _LIMIT_S)
    except KnowledgeError as error:
        remedy = f"check the network, the key and [{_SECTION}]; words find until then"
        return failed(name, str(error), remedy)
    finally:
        embedder.close()
    took_s = time.monotonic() - began
    told = (
        f"{server.embedding_model} gives {vectors.shape[1]} numbers"
        f" in {took_s * 1000:.0f} ms"
    )
    if took_s > server.question_s:
        remedy = f"questions wait {server.question_s:g} s: [{_SECTION}] question_s"
        return warning(name, told, remedy)
    return fine(name, told)


def _store(setting: str, server: KnowledgeServer) -> Check:
    name = f"vector store: {setting}"
    began = time.monotonic()
    try:
        seen = look_at_store(server, _LIMIT_S)
    except StoreAway as error:
        return failed(name, str(error), f"check the network, the key and {setting}")
    took_ms = (time.monotonic() - began) * 1000
    told = f"{seen.taken_in:,} files are found, answered in {took_ms:.0f} ms"
    if not seen.is_ready:
        remedy = f"empty {setting} and make another with `kiosk knowledge sync`"
        return failed(name, "it has expired", remedy)
    if seen.failed or not seen.taken_in:
        told += f", {seen.failed:,} could not be taken in"
        return warning(name, told, "kiosk knowledge sync")
    return fine(name, told)
