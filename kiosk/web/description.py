"""The door described for other programs, in OpenAPI's form."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from kiosk.web.call import Call
from kiosk.web.refusals import refusal_at, unfit_at

_SCHEMAS = "#/components/schemas/"

_MEANINGS = {
    400: "It cannot be understood.",
    401: "The token is missing, or not this one.",
    403: "It is not theirs.",
    404: "There is no such thing.",
    408: "The body never came.",
    413: "The body is too large.",
    422: "It cannot be: the sentence says why.",
    429: "Too much is asked; Retry-After says when to come again.",
    503: "What is needed does not answer.",
}


def description_of(calls: Sequence[Call]) -> dict[str, Any]:
    """Describe these calls."""
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call)
    schemas = {name: _schema(kind) for name, kind in _models(calls)}
    sub_schemas = [schema.pop("$defs", {}) for schema in schemas.values()]
    for found in sub_schemas:
        schemas |= found
    tokens = sorted({call.who for call in calls} - {"anybody"})
    return {
        "openapi": "3.1.0",
        "info": {"title": "Voice kiosk", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                who: {"type": "http", "scheme": "bearer"} for who in tokens
            },
        },
    }


def _operation(call: Call) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": call.does,
        "parameters": list(_parameters(call)),
        "responses": {
            str(call.status): {"description": "Done.", "content": _given(call)},
            **{str(status): _refusal(call, status) for status in _failures(call)},
        },
    }
    if call.who != "anybody":
        operation["security"] = [{call.who: []}]
    if call.takes is not None:
        operation["requestBody"] = {"required": True, "content": _taken(call)}
    return operation


def _parameters(call: Call) -> Iterator[dict[str, Any]]:
    text = {"type": "string"}
    for name in re.findall(r"{(\w+)}", call.path):
        yield {"name": name, "in": "path", "required": True, "schema": text}
    for name, meaning in call.queries.items():
        yield {"name": name, "in": "query", "description": meaning, "schema": text}


def _taken(call: Call) -> dict[str, Any]:
    takes = call.takes
    if takes is not None and issubclass(takes, BaseModel):
        return {"application/json": {"schema": _named(takes.__name__)}}
    return {"application/octet-stream": {"schema": {}}}


def _given(call: Call) -> dict[str, Any]:
    if isinstance(call.gives, tuple):
        return {media_type: {"schema": {}} for media_type in call.gives}
    return {"application/json": {"schema": _named(call.gives.__name__)}}


def _failures(call: Call) -> list[int]:
    statuses = set(call.fails)
    if call.who != "anybody":
        statuses |= {401, 429}
    if call.takes is not None:
        statuses |= {400, 408, 413, unfit_at(call.path)}
    return sorted(statuses)


def _refusal(call: Call, status: int) -> dict[str, Any]:
    schema = _named(refusal_at(call.path).__name__)
    return {
        "description": _MEANINGS[status],
        "content": {"application/json": {"schema": schema}},
    }


def _models(calls: Sequence[Call]) -> Iterator[tuple[str, type[BaseModel]]]:
    for call in calls:
        for kind in (call.takes, call.gives, refusal_at(call.path)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield kind.__name__, kind


def _schema(kind: type[BaseModel]) -> dict[str, Any]:
    return kind.model_json_schema(ref_template=_SCHEMAS + "{model}")


def _named(name: str) -> dict[str, str]:
    return {"$ref": _SCHEMAS + name}
