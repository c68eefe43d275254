"""What `/v1/responses` refuses."""

from collections.abc import Mapping
from typing import Any

from tests.doubles.openai_rules import (
    PLAIN_MODELS,
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
    "background context_management conversation include input instructions "
    "max_output_tokens max_tool_calls metadata model parallel_tool_calls "
    "previous_response_id prompt_cache_key prompt_cache_options "
    "prompt_cache_retention reasoning safety_identifier service_tier store stream "
    "stream_options temperature text tool_choice tools top_logprobs top_p truncation "
    "user"
)
INCLUDABLE = words(
    "file_search_call.results code_interpreter_call.outputs "
    "reasoning.encrypted_content message.output_text.logprobs"
)
ITEM_KEYS = {
    "message": {"type", "role", "content", "id", "status", "phase"},
    "function_call": {"type", "call_id", "name", "arguments", "id", "status"},
    "function_call_output": {"type", "call_id", "output", "id", "status"},
    "reasoning": {"type", "id", "summary", "content", "encrypted_content", "status"},
    "item_reference": {"type", "id"},
}


def check_responses(body: Mapping[str, Any], issued: Mapping[str, str]) -> None:
    """Check the body of `/v1/responses`.

    Args:
        body: The decoded JSON.
        issued: Reasoning ids handed out so far, with their encrypted content.
    """
    check_keys(body, KNOWN_KEYS, ("model", "input"))
    check_model(body["model"], status=400)
    _check_reasoning(body)
    for number, wanted in enumerate(body.get("include") or ()):
        if wanted not in INCLUDABLE:
            raise Rejected(
                f"Invalid value: '{wanted}'.",
                code="invalid_value",
                param=f"include[{number}]",
            )
    _check_limit(body, "max_output_tokens", least=16)
    if body.get("previous_response_id") and body.get("conversation"):
        raise Rejected(
            "Mutually exclusive parameters: 'previous_response_id' and "
            "'conversation'. Ensure you are only providing one of them.",
            code="mutually_exclusive_parameters",
        )
    for number, tool in enumerate(body.get("tools", ())):
        _check_tool(tool, f"tools[{number}]")
    if isinstance(body["input"], list):
        _check_items(body["input"], issued)
    elif not isinstance(body["input"], str):
        raise wrong_type("input", "one of a list of input items or string")


def _check_reasoning(body: Mapping[str, Any]) -> None:
    effort = (body.get("reasoning") or {}).get("effort")
    if body["model"] in PLAIN_MODELS:
        if body.get("reasoning"):
            raise unsupported("reasoning.effort")
        if "reasoning.encrypted_content" in body.get("include", ()):
            raise Rejected(
                "Encrypted content is not supported with this model.", param="include"
            )
        return
    check_effort(effort, body["model"], "reasoning.effort")
    if effort != "none" and body.get("temperature") is not None:
        raise unsupported("temperature")


def _check_limit(body: Mapping[str, Any], key: str, *, least: int) -> None:
    value = body.get(key)
    if value is not None and value < least:
        raise Rejected(
            f"Invalid '{key}': integer below minimum value. Expected a value >= "
            f"{least}, but got {value} instead.",
            code="integer_below_min_value",
            param=key,
        )


def _check_tool(tool: Mapping[str, Any], path: str) -> None:
    if tool.get("type") not in {"function", "file_search", "code_interpreter"}:
        raise Rejected(
            f"Invalid value: '{tool.get('type')}'. Supported values are: 'function', "
            "'file_search' and 'code_interpreter'.",
            code="invalid_value",
            param=f"{path}.type",
        )
    if tool["type"] != "function":
        _check_hosted(tool, path)
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
            raise missing(f"{path}.{key}")
    # Functions of this endpoint are strict unless they say otherwise.
    if tool.get("strict", True):
        check_schema(tool["parameters"], tool["name"], f"{path}.parameters")


def _check_hosted(tool: Mapping[str, Any], path: str) -> None:
    if tool["type"] == "code_interpreter" and "container" not in tool:
        raise missing(f"{path}.container")
    if tool["type"] == "file_search":
        if not tool.get("vector_store_ids"):
            raise missing(f"{path}.vector_store_ids")
        if not 1 <= tool.get("max_num_results", 20) <= 50:
            raise wrong_type(f"{path}.max_num_results", "1 to 50")


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
    if kind not in ITEM_KEYS:
        raise Rejected(
            f"Invalid value: '{kind}'.", code="invalid_value", param=f"{path}.type"
        )
    for key in item:
        if key not in ITEM_KEYS[kind]:
            raise Rejected(
                f"Unknown parameter: '{path}.{key}'.",
                code="unknown_parameter",
                param=f"{path}.{key}",
            )
    if kind == "function_call" and not isinstance(item["arguments"], str):
        raise wrong_type(f"{path}.arguments", "a string")
    if kind == "message" and isinstance(item["content"], list):
        is_reply = item["role"] == "assistant"
        wanted = "output_text" if is_reply else "input_text"
        for position, part in enumerate(item["content"]):
            if part["type"] == "input_image" and not is_reply:
                _check_image(part, f"{path}.content[{position}]")
            elif part["type"] not in {wanted, "refusal"}:
                raise Rejected(
                    f"Invalid value: '{part['type']}'. Supported values are: "
                    f"'{wanted}' and 'refusal'.",
                    code="invalid_value",
                    param=f"{path}.content[{position}]",
                )


def _check_image(part: Mapping[str, Any], path: str) -> None:
    for key in part:
        if key not in {"type", "image_url", "file_id", "detail"}:
            raise Rejected(
                f"Unknown parameter: '{path}.{key}'.", code="unknown_parameter"
            )
    if part.get("detail") not in {"low", "high", "auto", "original"}:
        raise Rejected(f"Invalid value: '{part.get('detail')}'.", code="invalid_value")
    check_picture(part.get("image_url"), f"{path}.image_url")


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
    is_question = own == "message" and following[0].get("role") != "assistant"
    if is_question or own != item["encrypted_content"].rpartition("-")[2]:
        raise Rejected(
            f"Item '{item['id']}' of type 'reasoning' was provided without its "
            "required following item.",
            param="input",
        )


def _not_kept(item_id: str) -> Rejected:
    return Rejected(
        f"Item with id '{item_id}' not found. Items are not persisted when `store` is "
        "set to false. Try again with `store` set to true, or remove this item from "
        "your input.",
        param="input",
        status=404,
    )
