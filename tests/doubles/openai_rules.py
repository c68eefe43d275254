"""What the real server refuses, in the words in which it does: the common part."""

import base64
import io
from collections.abc import Iterable, Mapping
from typing import Any

from PIL import Image


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EFFORTS = ("none", "low", "medium", "high", "xhigh", "max")
REASONING_MODELS = ("gpt-6-luna", "gpt-5.6-luna")
PLAIN_MODELS = ("gpt-4.1", "gpt-4o", "local-model")
LOCAL_THINKERS = ("local-thinker",)
"""Of servers of one's own: they take an effort, and tokens by either name."""


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


def check_keys(
    body: Mapping[str, Any], known: Iterable[str], required: Iterable[str]
) -> None:
    for key in body:
        if key not in known:
            raise Rejected(
                f"Unknown parameter: '{key}'.", code="unknown_parameter", param=key
            )
    for key in required:
        if key not in body:
            raise missing(key)


def check_picture(url: object, path: str) -> None:
    """Check a picture inside a request, down to its last byte."""
    head = "data:image/jpeg;base64,"
    if not isinstance(url, str) or not url.startswith(head):
        raise wrong_type(path, "a base64-encoded data URL with an image MIME type")
    try:
        data = base64.b64decode(url[len(head) :], validate=True)
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except (ValueError, OSError):
        raise Rejected(
            "The image data you provided does not represent a valid image.",
            code="invalid_image",
            param=path,
        ) from None


def check_model(model: Any, *, status: int) -> None:
    if model in (*REASONING_MODELS, *PLAIN_MODELS, *LOCAL_THINKERS):
        return
    said = (
        f"The requested model '{model}' does not exist."
        if status == 400
        else f"The model `{model}` does not exist or you do not have access to it."
    )
    raise Rejected(said, code="model_not_found", param="model", status=status)


def check_effort(effort: Any, model: str, param: str) -> None:
    if effort is not None and effort not in EFFORTS:
        raise Rejected(
            f"Unsupported value: '{effort}' is not supported with the '{model}' model. "
            f"Supported values are: {', '.join(repr(e) for e in EFFORTS)}.",
            code="unsupported_value",
            param=param,
        )


def check_schema(
    schema: Mapping[str, Any], name: str, param: str, context: tuple[str, ...] = ()
) -> None:
    if schema.get("type") == "object" or "properties" in schema:
        _check_object(schema, name, param, context)
    for key in ("properties", "$defs"):
        for part, child in schema.get(key, {}).items():
            check_schema(child, name, param, (*context, key, part))
    if "items" in schema:
        check_schema(schema["items"], name, param, (*context, "items"))
    for number, child in enumerate(schema.get("anyOf", ())):
        check_schema(child, name, param, (*context, "anyOf", str(number)))


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


def missing(param: str) -> Rejected:
    return Rejected(
        f"Missing required parameter: '{param}'.",
        code="missing_required_parameter",
        param=param,
    )


def unsupported(param: str) -> Rejected:
    return Rejected(
        f"Unsupported parameter: '{param}' is not supported with this model.",
        code="unsupported_parameter",
        param=param,
    )


def wrong_type(param: str, expected: str) -> Rejected:
    return Rejected(
        f"Invalid type for '{param}': expected {expected}.",
        code="invalid_type",
        param=param,
    )
