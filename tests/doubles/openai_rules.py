"""What the real server refuses, in the words in which it does."""

from collections.abc import Iterable, Mapping
from typing import Any


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EFFORTS = ("none", "low", "medium", "high", "xhigh", "max")
REASONING_MODELS = ("gpt-6-luna", "gpt-5.6-luna")
PLAIN_MODELS = ("gpt-4.1", "gpt-4o", "local-model")

RESPONSES_KEYS = words(
    "background context_management conversation include input instructions "
    "max_output_tokens max_tool_calls metadata model parallel_tool_calls "
    "previous_response_id prompt_cache_key prompt_cache_options "
    "prompt_cache_retention reasoning safety_identifier service_tier store stream "
    "stream_options temperature text tool_choice tools top_logprobs top_p truncation "
    "user"
)
CHAT_KEYS = words(
    "messages model audio frequency_penalty logit_bias logprobs max_completion_tokens "
    "max_tokens metadata modalities n parallel_tool_calls presence_penalty "
    "prompt_cache_key reasoning_effort response_format seed service_tier stop store "
    "stream stream_options temperature tool_choice tools top_logprobs top_p user "
    "verbosity"
)
INPUT_ITEM_KEYS = {
    "message": {"type", "role", "content", "id", "status", "phase"},
    "function_call": {"type", "call_id", "name", "arguments", "id", "status"},
    "function_call_output": {"type", "call_id", "output", "id", "status"},
    "reasoning": {"type", "id", "summary", "content", "encrypted_content", "status"},
    "item_reference": {"type", "id"},
}


class Rejected(Exception):
    """The server says no; this is its answer."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        status: int = 400,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {
            "error": {"message": message, "type": kind, "param": param, "code": code}
        }


def check_responses(body: Mapping[str, Any], issued: Mapping[str, str]) -> None:
    """Check the body of `/v1/responses`.

    Args:
        body: The decoded JSON.
        issued: Reasoning ids handed out so far, with their encrypted content.
    """
    _check_keys(body, RESPONSES_KEYS, ("model", "input"))
    _check_model(body["model"], status=400)
    _check_reasoning(body)
    _check_limit(body, "max_output_tokens", least=16)
    if body.get("previous_response_id") and body.get("conversation"):
        raise Rejected(
            "Mutually exclusive parameters: 'previous_response_id' and "
            "'conversation'. Ensure you are only providing one of them.",
            code="mutually_exclusive_parameters",
        )
    for number, tool in enumerate(body.get("tools", ())):
        _check_flat_tool(tool, f"tools[{number}]")
    if isinstance(body["input"], list):
        _check_items(body["input"], issued)
    elif not isinstance(body["input"], str):
        raise _wrong_type("input", "one of a list of input items or string")


def check_chat(body: Mapping[str, Any]) -> None:
    """Check the body of `/v1/chat/completions`."""
    _check_keys(body, CHAT_KEYS, ("messages", "model"))
    _check_model(body["model"], status=404)
    if body.get("max_tokens") is not None and body["model"] in REASONING_MODELS:
        raise Rejected(
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            code="unsupported_parameter",
            param="max_tokens",
        )
    _check_chat_effort(body)
    if body.get("stream_options") is not None and not body.get("stream"):
        raise Rejected(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
        )
    for number, tool in enumerate(body.get("tools", ())):
        _check_nested_tool(tool, f"tools[{number}]")
    _check_messages(body["messages"])


def _check_keys(
    body: Mapping[str, Any], known: Iterable[str], required: Iterable[str]
) -> None:
    for key in body:
        if key not in known:
            raise Rejected(
                f"Unknown parameter: '{key}'.", code="unknown_parameter", param=key
            )
    for key in required:
        if key not in body:
            raise _missing(key)


def _check_model(model: Any, *, status: int) -> None:
    if model in REASONING_MODELS or model in PLAIN_MODELS:
        return
    said = (
        f"The requested model '{model}' does not exist."
        if status == 400
        else f"The model `{model}` does not exist or you do not have access to it."
    )
    raise Rejected(said, code="model_not_found", param="model", status=status)


def _check_reasoning(body: Mapping[str, Any]) -> None:
    effort = (body.get("reasoning") or {}).get("effort")
    if body["model"] in PLAIN_MODELS:
        if body.get("reasoning"):
            raise _unsupported("reasoning.effort")
        if "reasoning.encrypted_content" in body.get("include", ()):
            raise Rejected(
                "Encrypted content is not supported with this model.", param="include"
            )
        return
    _check_effort(effort, body["model"], "reasoning.effort")
    if effort != "none" and body.get("temperature") is not None:
        raise _unsupported("temperature")


def _check_chat_effort(body: Mapping[str, Any]) -> None:
    effort = body.get("reasoning_effort")
    if body["model"] in PLAIN_MODELS:
        if effort is not None:
            raise _unsupported("reasoning_effort")
        return
    _check_effort(effort, body["model"], "reasoning_effort")
    if body.get("tools") and effort != "none":
        raise Rejected(
            "Function tools with reasoning_effort are not supported for "
            f"{body['model']} in /v1/chat/completions. To use function tools, use "
            "/v1/responses or set reasoning_effort to 'none'.",
            param="reasoning_effort",
        )


def _check_effort(effort: Any, model: str, param: str) -> None:
    if effort is not None and effort not in EFFORTS:
        raise Rejected(
            f"Unsupported value: '{effort}' is not supported with the '{model}' model. "
            f"Supported values are: {', '.join(repr(e) for e in EFFORTS)}.",
            code="unsupported_value",
            param=param,
        )


def _check_limit(body: Mapping[str, Any], key: str, *, least: int) -> None:
    value = body.get(key)
    if value is not None and value < least:
        raise Rejected(
            f"Invalid '{key}': integer below minimum value. Expected a value >= "
            f"{least}, but got {value} instead.",
            code="integer_below_min_value",
            param=key,
        )


def _check_flat_tool(tool: Mapping[str, Any], path: str) -> None:
    if tool.get("type") not in {"function", "file_search", "code_interpreter"}:
        raise Rejected(
            f"Invalid value: '{tool.get('type')}'. Supported values are: 'function', "
            "'file_search' and 'code_interpreter'.",
            code="invalid_value",
            param=f"{path}.type",
        )
    if tool["type"] != "function":
        return
    known = {"type", "name", "description", "parameters", "strict"}
    for key in tool:
        if key not in known:
            raise Rejected(
                f"Unknown parameter: '{path}.{key}'.",
                code="unknown_parameter",
                param=f"{path}.{key}",
            )
    for key in ("name", "parameters"):
        if key not in tool:
            raise _missing(f"{path}.{key}")
    # Functions of this endpoint are strict unless they say otherwise.
    if tool.get("strict", True):
        _check_schema(tool["parameters"], tool["name"], f"{path}.parameters")


def _check_nested_tool(tool: Mapping[str, Any], path: str) -> None:
    if tool.get("type") != "function" or set(tool) - {"type", "function"}:
        raise Rejected(
            f"Unknown parameter: '{path}'.", code="unknown_parameter", param=path
        )
    function = tool.get("function")
    if not function or "name" not in function:
        raise _missing(f"{path}.function")
    if function.get("strict"):
        where = f"{path}.function.parameters"
        _check_schema(function.get("parameters", {}), function["name"], where)


def _check_schema(
    schema: Mapping[str, Any], name: str, param: str, context: tuple[str, ...] = ()
) -> None:
    if schema.get("type") == "object" or "properties" in schema:
        _check_object(schema, name, param, context)
    for key in ("properties", "$defs"):
        for part, child in schema.get(key, {}).items():
            _check_schema(child, name, param, (*context, key, part))
    if "items" in schema:
        _check_schema(schema["items"], name, param, (*context, "items"))
    for number, child in enumerate(schema.get("anyOf", ())):
        _check_schema(child, name, param, (*context, "anyOf", str(number)))


def _check_object(
    schema: Mapping[str, Any], name: str, param: str, context: tuple[str, ...]
) -> None:
    if schema.get("additionalProperties") is not False:
        complaint = "'additionalProperties' is required to be supplied and to be false."
    elif missing := set(schema.get("properties", {})) - set(schema.get("required", ())):
        complaint = (
            "'required' is required to be supplied and to be an array including every "
            f"key in properties. Missing '{min(missing)}'."
        )
    else:
        return
    raise Rejected(
        f"Invalid schema for function '{name}': In context={context}, {complaint}",
        code="invalid_function_parameters",
        param=param,
    )


def _check_items(items: list[Mapping[str, Any]], issued: Mapping[str, str]) -> None:
    called: list[str] = []
    answered: set[str] = set()
    for number, item in enumerate(items):
        path = f"input[{number}]"
        kind = item.get("type", "message")
        _check_item_shape(item, kind, path)
        if kind == "reasoning":
            _check_reasoning_item(item, items[number + 1 :], issued)
        elif kind == "item_reference":
            raise _not_kept(item["id"])
        elif kind == "function_call":
            called.append(item["call_id"])
        elif kind == "function_call_output":
            if item["call_id"] not in called:
                raise Rejected(
                    "No tool call found for function call output with call_id "
                    f"{item['call_id']}.",
                    param="input",
                )
            answered.add(item["call_id"])
    for call_id in called:
        if call_id not in answered:
            raise Rejected(
                f"No tool output found for function call {call_id}.", param="input"
            )


def _check_item_shape(item: Mapping[str, Any], kind: str, path: str) -> None:
    if kind not in INPUT_ITEM_KEYS:
        raise Rejected(
            f"Invalid value: '{kind}'.", code="invalid_value", param=f"{path}.type"
        )
    for key in item:
        if key not in INPUT_ITEM_KEYS[kind]:
            raise Rejected(
                f"Unknown parameter: '{path}.{key}'.",
                code="unknown_parameter",
                param=f"{path}.{key}",
            )
    if kind == "function_call" and not isinstance(item["arguments"], str):
        raise _wrong_type(f"{path}.arguments", "a string")
    if kind == "message" and isinstance(item["content"], list):
        wanted = "output_text" if item["role"] == "assistant" else "input_text"
        for position, part in enumerate(item["content"]):
            if part["type"] not in {wanted, "refusal"}:
                raise Rejected(
                    f"Invalid value: '{part['type']}'. Supported values are: "
                    f"'{wanted}' and 'refusal'.",
                    code="invalid_value",
                    param=f"{path}.content[{position}]",
                )


def _check_reasoning_item(
    item: Mapping[str, Any],
    following: list[Mapping[str, Any]],
    issued: Mapping[str, str],
) -> None:
    if not item.get("encrypted_content"):
        raise _not_kept(item["id"])
    if issued.get(item["id"]) != item["encrypted_content"]:
        raise Rejected(
            f"The encrypted content for item {item['id']} could not be verified.",
            code="invalid_encrypted_content",
        )
    own = following and following[0].get("type", "message")
    is_followed = own in {"function_call", "reasoning"} or (
        own == "message" and following[0].get("role") == "assistant"
    )
    if not is_followed:
        raise Rejected(
            f"Item '{item['id']}' of type 'reasoning' was provided without its "
            "required following item.",
            param="input",
        )


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
            raise _wrong_type(f"{path}.content", "a string")
        waiting = [call["id"] for call in calls or ()]
    _check_all_answered(waiting, f"messages.[{len(messages) - 1}]")


def _check_all_answered(waiting: list[str], path: str) -> None:
    if waiting:
        raise Rejected(
            "An assistant message with 'tool_calls' must be followed by tool messages "
            "responding to each 'tool_call_id'. The following tool_call_ids did not "
            f"have response messages: {', '.join(waiting)}",
            param=f"{path}.role",
        )


def _missing(param: str) -> Rejected:
    return Rejected(
        f"Missing required parameter: '{param}'.",
        code="missing_required_parameter",
        param=param,
    )


def _unsupported(param: str) -> Rejected:
    return Rejected(
        f"Unsupported parameter: '{param}' is not supported with this model.",
        code="unsupported_parameter",
        param=param,
    )


def _wrong_type(param: str, expected: str) -> Rejected:
    return Rejected(
        f"Invalid type for '{param}': expected {expected}.",
        code="invalid_type",
        param=param,
    )


def _not_kept(item_id: str) -> Rejected:
    return Rejected(
        f"Item with id '{item_id}' not found. Items are not persisted when `store` is "
        "set to false. Try again with `store` set to true, or remove this item from "
        "your input.",
        param="input",
        status=404,
    )
