"""One call at the door: who may make it, what it takes, what it gives.

The routes, and the description that other programs read, are made of the same calls.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

Who = Literal["anybody", "machines", "staff"]

Answer = Callable[[Request, Any], Awaitable[Response]]
"""The request and what was taken from its body → the response."""

EVENT_STREAM = "text/event-stream"


class Content(BaseModel):
    """A JSON body; what it does not know is a mistake."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        cache_strings="keys",  # customers' words must not be kept
    )


class Done(BaseModel):
    """It was done."""

    ok: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What can be asked of the door, and by whom."""

    path: str
    answer: Answer
    """Called on the loop; raises what `refusal_of` knows."""
    does: str
    """One line for the description."""
    method: Literal["GET", "POST", "PATCH", "DELETE"] = "GET"
    who: Who = "machines"
    """Whose token opens it."""
    takes: type[BaseModel] | type[bytes] | None = None
    """What its body is: JSON of this form, a file, or nothing."""
    most_bytes: int = 16_000
    """Of the body."""
    queries: Mapping[str, str] = field(default_factory=dict)
    """Names of what may stand behind the question mark, and what each means."""
    gives: type[BaseModel] | tuple[str, ...] = Done
    """What a good answer is: JSON of this form, or media types."""
    status: int = 200
    """Of a good answer."""
    fails: tuple[int, ...] = ()
    """Statuses of its own; token, limits and body have theirs."""
    is_long: bool = False
    """Whether it counts among the calls under way: it may last."""
