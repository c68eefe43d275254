"""A question as a scripted model reads it, whichever protocol it came by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Asked:
    """What is asked of the model in one pass."""

    instructions: str
    said: tuple[str, ...]
    """The customer's messages, oldest first."""
    outputs: tuple[str, ...]
    """Tool answers since the customer's last message."""
    tools: tuple[str, ...]


def _plain(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or ())


def asked_by_items(body: Mapping[str, Any]) -> Asked:
    given = body["input"]
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    return _asked(
        body.get("instructions") or "",
        [
            (
                item.get("role") or item["type"],
                item.get("output") or item.get("content"),
            )
            for item in items
        ],
        [tool.get("name", tool["type"]) for tool in body.get("tools", ())],
    )


def asked_by_messages(body: Mapping[str, Any]) -> Asked:
    messages = body["messages"]
    return _asked(
        "".join(_plain(m["content"]) for m in messages if m["role"] == "system"),
        [(message["role"], message.get("content")) for message in messages],
        [tool["function"]["name"] for tool in body.get("tools", ())],
    )


def _asked(
    instructions: str, turns: Sequence[tuple[str, Any]], tools: Sequence[str]
) -> Asked:
    said: list[str] = []
    outputs: list[str] = []
    for role, content in turns:
        if role == "user":
            said.append(_plain(content))
            outputs = []
        elif role in {"tool", "function_call_output"}:
            outputs.append(_plain(content))
    return Asked(instructions, tuple(said), tuple(outputs), tuple(tools))
