"""What `/v1/chat/completions` refuses."""

from collections.abc import Mapping
from typing import Any

from tests.doubles.openai_rules import (
    LOCAL_THINKERS,
    PLAIN_MODELS,
    REASONING_MODELS,
    Rejected,
    check_effort,
    check_keys,
    check_model,
    check_picture,
    check_schema,
    missing,
    unsupported,
    words,
    wrong_type,
)

KNOWN_KEYS = words(
    "messages model audio frequency_penalty logit_bias logprobs max_completion_tokens "
    "max_tokens metadata modalities n parallel_tool_calls presence_penalty "
    "prompt_cache_key reasoning_effort response_format seed service_tier stop store "
    "stream stream_options temperature tool_choice tools top_logprobs top_p user "
    "verbosity"
)


def check_chat(body: Mapping[str, Any]) -> None:
    """Check the body of `/v1/chat/completions`."""
    check_keys(body, KNOWN_KEYS, ("messages", "model"))
    check_model(body["model"], status=404)
    if body.get("max_tokens") is not None and body["model"] in REASONING_MODELS:
        raise Rejected(
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            code="unsupported_parameter",
            param="max_tokens",
        )
    _check_effort_with_tools(body)
    if body.get("stream_options") is not None and not body.get("stream"):
        raise Rejected(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
        )
    for number, tool in enumerate(body.get("tools", ())):
        _check_tool(tool, f"tools[{number}]")
    _check_messages(body["messages"])


def _check_effort_with_tools(body: Mapping[str, Any]) -> None:
    effort = body.get("reasoning_effort")
    if body["model"] in PLAIN_MODELS:
        if effort is not None:
            raise unsupported("reasoning_effort")
        return
    check_effort(effort, body["model"], "reasoning_effort")
    is_local = body["model"] in LOCAL_THINKERS
    if body.get("tools") and effort != "none" and not is_local:
        raise Rejected(
            "Function tools with reasoning_effort are not supported for "
            f"{body['model']} in /v1/chat/completions. To use function tools, use "
            "/v1/responses or set reasoning_effort to 'none'.",
            param="reasoning_effort",
        )


def _check_tool(tool: Mapping[str, Any], path: str) -> None:
    if tool.get("type") != "function" or set(tool) - {"type", "function"}:
        raise Rejected(
            f"Unknown parameter: '{path}'.", code="unknown_parameter", param=path
        )
    function = tool.get("function")
    if not function or "name" not in function:
        raise missing(f"{path}.function")
    if function.get("strict"):
        where = f"{path}.function.parameters"
        check_schema(function.get("parameters", {}), function["name"], where)


def _check_messages(messages: list[Mapping[str, Any]]) -> None:
    waiting: list[str] = []
    for number, message in enumerate(messages):
        path = f"messages.[{number}]"
        role = message.get("role")
        if role == "tool":
            if message.get("tool_call_id") not in waiting:
                raise Rejected(
                    "Invalid parameter: messages with role 'tool' must be a response "
                    "to a preceeding message with 'tool_calls'.",
                    param=f"{path}.role",
                )
            waiting.remove(message["tool_call_id"])
            continue
        _check_all_answered(waiting, path)
        if role not in {"system", "developer", "user", "assistant"}:
            raise Rejected(
                f"Invalid value: '{role}'. Supported values are: 'system', "
                "'assistant', 'user', 'function', 'tool', and 'developer'.",
                code="invalid_value",
                param=f"messages[{number}].role",
            )
        calls = message.get("tool_calls")
        if calls is not None and not calls:
            raise Rejected(
                f"Invalid 'messages[{number}].tool_calls': empty array. Expected an "
                "array with minimum length 1, but got an empty array instead.",
                code="empty_array",
                param=f"messages[{number}].tool_calls",
            )
        if message.get("content") is None and not calls:
            raise wrong_type(f"{path}.content", "a string")
        if isinstance(message.get("content"), list):
            _check_parts(message, path)
        waiting = [call["id"] for call in calls or ()]
    _check_all_answered(waiting, f"messages.[{len(messages) - 1}]")


def _check_parts(message: Mapping[str, Any], path: str) -> None:
    for position, part in enumerate(message["content"]):
        where = f"{path}.content[{position}]"
        match part:
            case {"type": "text", "text": str()} if len(part) == 2:
                continue
            case {"type": "image_url", "image_url": {"url": url}} if (
                len(part) == 2 and message["role"] == "user"
            ):
                check_picture(url, f"{where}.image_url")
            case _:
                raise Rejected(
                    f"Invalid value: '{part.get('type')}'.",
                    code="invalid_value",
                    param=f"{where}.type",
                )


def _check_all_answered(waiting: list[str], path: str) -> None:
    if waiting:
        raise Rejected(
            "An assistant message with 'tool_calls' must be followed by tool messages "
            "responding to each 'tool_call_id'. The following tool_call_ids did not "
            f"have response messages: {', '.join(waiting)}",
            param=f"{path}.role",
        )
