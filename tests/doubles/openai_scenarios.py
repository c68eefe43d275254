"""What the server double is told to do: replies, faults, speeds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Call:
    """A tool call that the scripted model makes."""

    name: str
    arguments: Mapping[str, Any] | str
    call_id: str | None = None
    """None lets the server choose; an empty string leaves it out, as some do."""

    @property
    def written(self) -> str:
        if isinstance(self.arguments, str):
            return self.arguments
        return json.dumps(self.arguments, ensure_ascii=False)


@dataclass(frozen=True)
class Hosted:
    """A tool that the scripted model uses at the server itself."""

    kind: Literal["code_interpreter", "file_search"]
    found: str = ""
    """What its code printed, or the passage that was found."""
    file: str = ""
    """Name of the file that it made or found; the text refers to it."""
    content: bytes = b""


@dataclass(frozen=True)
class Scenario:
    """One pass of the scripted model."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    hosted: tuple[Hosted, ...] = ()
    """Responses: done before the text."""
    refusal: str = ""
    reasoning: str = ""
    """Responses: a reasoning item. Chat: `reasoning_content`. Never to be spoken."""
    piece: int = 5
    """Characters per fragment, for text and arguments alike."""
    ending: Literal[
        "completed", "max_output_tokens", "content_filter", "failed", "none"
    ] = "completed"
    """`none`: the stream just stops, in good order, without its last event."""
    arguments_as_object: bool = False
    """Chat: whole arguments in one piece, as an object instead of a string."""
    calls_share_index: bool = False
    """Chat: every parallel call carries index 0, one after another."""


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong, before the answer or after some of its chunks.

    `cut` ends the answer in good order but too early; `drop` closes the connection.
    """

    kind: Literal[
        "status", "html", "error_200", "null_200", "hang", "drop", "reset",
        "cut", "garbage", "error_event", "error_payload",
    ]  # fmt: skip
    after: int = 0
    """Chunks that are still sent; 0 strikes before the answer begins."""
    status: int = 500
    message: str = "The server had an error while processing your request. Sorry!"
    code: str | None = None
    type: str = "server_error"
    retry_after: str | None = None
    param: str | None = None

    @property
    def body(self) -> dict[str, Any]:
        return {
            "error": {
                "message": self.message,
                "type": self.type,
                "param": self.param,
                "code": self.code,
            }
        }


BAD_KEY = Fault(
    "status",
    status=401,
    message="Incorrect API key provided: sk-test*****-key. You can find your API key "
    "at https://platform.openai.com/account/api-keys.",
    code="invalid_api_key",
    type="invalid_request_error",
)
NO_QUOTA = Fault(
    "status",
    status=429,
    message="You exceeded your current quota, please check your plan and billing "
    "details. For more information on this error, read the docs: "
    "https://platform.openai.com/docs/guides/error-codes/api-errors.",
    code="insufficient_quota",
    type="insufficient_quota",
)
RATE_LIMIT = Fault(
    "status",
    status=429,
    message="Rate limit reached for gpt-6-luna in organization org-x on requests per "
    "min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.",
    code="rate_limit_exceeded",
    type="requests",
    retry_after="20",
)
SERVER_ERROR = Fault("status", status=500)
HTML = Fault("html")
HANG = Fault("hang")
DROP = Fault("drop")
"""Closed before a single byte: what a stale connection looks like."""


@dataclass(frozen=True)
class Profile:
    """How long the server takes; its own share of a turn."""

    transcribe_s: float = 0.0
    transcribe_per_s: float = 0.0
    """Seconds for each second of sound."""
    live_transcribe_s: float = 0.0
    """From the end of a live recording to its words."""
    first_token_s: float = 0.0
    tokens_per_s: float = 0.0
    """0: all at once. A token is four characters."""
    first_speech_s: float = 0.0
    speech_per_s: float = 0.0
    """Seconds to make one second of sound; 0: all at once."""
    round_trip_s: float = 0.0
    """Added to each request; a new connection costs two more."""


PROFILES = {
    "zero": Profile(),
    "cloud": Profile(
        transcribe_s=0.35,
        transcribe_per_s=0.06,
        live_transcribe_s=0.2,
        first_token_s=0.45,
        tokens_per_s=80,
        first_speech_s=0.25,
        speech_per_s=0.15,
        round_trip_s=0.04,
    ),
    "local": Profile(
        transcribe_s=0.12,
        live_transcribe_s=0.06,
        first_token_s=0.12,
        tokens_per_s=60,
        first_speech_s=0.06,
        speech_per_s=0.1,
        round_trip_s=0.002,
    ),
}
