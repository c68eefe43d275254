"""The embeddings endpoint of the server double."""

import base64
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.doubles.openai_rules import Rejected, check_keys, words, wrong_type

SIZES = {
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
}
KEYS = words("input model dimensions encoding_format user")
MOST_INPUTS = 2048
MOST_TOKENS = 8192
MOST_TOKENS_IN_ALL = 300_000

Embed = Callable[[str], Sequence[float]]


def by_letters(text: str) -> list[float]:
    """A vector of the text's words of four letters and more, cut to four."""
    vector = [0.0] * 64
    for word in text.lower().split():
        if len(word) > 3:
            vector[zlib.crc32(word[:4].encode()) % 64] += 1.0
    return vector


def check_embeddings(body: Mapping[str, Any], *, is_openai: bool) -> None:
    """Check `/v1/embeddings`; compatible servers have models of their own."""
    check_keys(body, KEYS, ("input", "model"))
    if is_openai and body["model"] not in SIZES:
        raise Rejected(
            f"The model `{body['model']}` does not exist or you do not have access to "
            "it.",
            code="model_not_found",
            status=404,
        )
    _check_input(_inputs(body))
    _check_size(body, is_openai=is_openai)
    if body.get("encoding_format", "float") not in ("float", "base64"):
        raise Rejected("Invalid encoding_format.", param="encoding_format")


def _inputs(body: Mapping[str, Any]) -> list[Any]:
    given = body["input"]
    return given if isinstance(given, list) else [given]


def _check_input(texts: list[Any]) -> None:
    if not texts or len(texts) > MOST_INPUTS:
        raise Rejected("'$.input' is invalid: 1 to 2048 items.", param="input")
    if not all(isinstance(text, str) for text in texts):
        raise wrong_type("input", "an array of strings")
    if not all(texts):
        raise Rejected("'$.input' is invalid: input cannot be empty.", param="input")
    tokens = [len(text) // 3 for text in texts]
    if max(tokens) > MOST_TOKENS or sum(tokens) > MOST_TOKENS_IN_ALL:
        raise Rejected("This model's maximum context length is 8192 tokens.")


def _check_size(body: Mapping[str, Any], *, is_openai: bool) -> None:
    if "dimensions" not in body or not is_openai:
        return
    model, size = body["model"], body["dimensions"]
    if model == "text-embedding-ada-002":
        raise Rejected("This model does not support specifying dimensions.")
    if not isinstance(size, int) or not 1 <= size <= SIZES[model]:
        raise Rejected(f"Invalid value for 'dimensions': {size}.", param="dimensions")


def embeddings_answer(body: Mapping[str, Any], embed: Embed) -> dict[str, Any]:
    size = body.get("dimensions") or SIZES.get(body["model"], 64)
    items = [
        {"object": "embedding", "index": number, "embedding": _as_asked(vector, body)}
        for number, vector in enumerate(
            _filled(embed(text), size) for text in _inputs(body)
        )
    ]
    items.reverse()  # the order is promised by `index` alone
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": items, "model": body["model"], "usage": usage}


def _filled(vector: Sequence[float], size: int) -> list[float]:
    return [*vector, *[0.0] * size][:size]


def _as_asked(vector: list[float], body: Mapping[str, Any]) -> Any:
    if body.get("encoding_format") == "base64":
        return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
    return vector
