"""Servers that hear or speak by OpenAI's protocol, each in its own way.

Source: their documentation and source code as of November 2026.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

ServerName = Literal[
    "ollama", "llama.cpp", "vllm", "localai", "speaches", "kokoro", "whisper.cpp"
]


@dataclass(frozen=True, slots=True)
class SpeechServer:
    """What a server for speech can do, and needs beyond what all of them take."""

    hears: bool = True
    speaks: bool = True
    tells_languages: bool = True
    """It finds out by itself what is spoken; others must be told to."""
    words_as: str = ""
    """The parameter that takes the shop's own words; empty: none does."""
    rate_hz: int | None = None
    """Of raw samples, where it is certain; None: ask for WAV and read its header."""
    adds: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of speech that it needs."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """A voice for each language, where the owner names none."""
    advice: str = ""
    """What its owner must see to."""


SERVERS: Mapping[str, SpeechServer] = {
    "ollama": SpeechServer(
        advice="its voice speaks English only; hearing needs a model that takes sound"
    ),
    "llama.cpp": SpeechServer(
        speaks=False, advice="hearing needs a model whose mmproj takes sound"
    ),
    "vllm": SpeechServer(advice="it serves one model; a voice needs vLLM-Omni"),
    "localai": SpeechServer(
        advice="formats other than WAV need ffmpeg there; Piper's voices do not stream"
    ),
    "speaches": SpeechServer(
        words_as="hotwords",
        rate_hz=24_000,
        adds={"sample_rate": 24_000},
        advice="a model must be downloaded first: POST /v1/models/NAME",
    ),
    "kokoro": SpeechServer(
        hears=False, rate_hz=24_000, voices={"es": "ef_dora", "en": "af_heart"}
    ),
    "whisper.cpp": SpeechServer(
        speaks=False,
        tells_languages=False,
        advice="start it with --inference-path /v1/audio/transcriptions; it answers "
        "one question at a time",
    ),
}
_OWNERS = {
    "library": "ollama",
    "llamacpp": "llama.cpp",
    "vllm": "vllm",
    "kokoro": "kokoro",
}


def server_named(told: str, models: Sequence[Mapping[str, Any]]) -> str:
    """Give a server's name, empty for one that is not known.

    Args:
        told: What it calls itself in the header `server`.
        models: Models that it lists.
    """
    if told in SERVERS:
        return told
    for model in models:
        if "task" in model:
            return "speaches"
        if set(model) == {"id", "object"}:
            return "localai"
        if owner := _OWNERS.get(model.get("owned_by", "")):
            return owner
    return ""
