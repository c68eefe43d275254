"""Tools: ordinary functions that a model may call.

The function is the whole declaration. Its name, its annotations and its Google
docstring become the JSON schema; it can be called in a test without any model.
"""

import inspect
import json
import re
import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypedDict

from pydantic import ConfigDict, Field, ValidationError, create_model

from agents.finding import Finding


class ToolRetry(Exception):
    """The call was wrong in a way the model can mend; the message says how."""


class ToolRefused(Exception):
    """The call is not allowed and will not be; the model should explain."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool gives back: data for the model, a finding for programs."""

    data: Any
    """Anything JSON can hold; the model reads it."""
    finding: Finding

    @property
    def text(self) -> str:
        """The data as a model reads it: JSON."""
        return json.dumps(self.data, ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Tool:
    """A function with what a model must know of it."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    """JSON schema of the arguments, strict: every property required, no others."""
    function: Callable[..., ToolResult | Awaitable[ToolResult]]
    changes_something: bool = False
    """Calls of such tools are never made ahead of time nor in parallel."""

    def arguments_from(self, text: str) -> dict[str, Any]:
        """Give the arguments that a model wrote as JSON, checked and converted.

        Raises:
            ToolRetry: Not JSON, not an object, or not what the schema says.
        """
        try:
            given = json.loads(text or "{}")
        except ValueError as error:
            raise ToolRetry(f"arguments are not JSON: {error}") from error
        if not isinstance(given, dict):
            raise ToolRetry("arguments must be a JSON object")
        try:
            checked = _arguments_model(**_plain(self.function)).model_validate(given)
        except ValidationError as error:
            raise ToolRetry(_complaint(error)) from error
        return {name: getattr(checked, name) for name in type(checked).model_fields}


def tool_from(
    function: Callable[..., ToolResult | Awaitable[ToolResult]],
    *,
    changes_something: bool = False,
) -> Tool:
    """Declare a function or bound method as a tool.

    Raises:
        TypeError: An argument lacks its annotation or its line under `Args:`.
    """
    description, parameters = _declaration(**_plain(function))
    return Tool(
        name=function.__name__,
        description=description,
        parameters=parameters,
        function=function,
        changes_something=changes_something,
    )


class _Plain(TypedDict):
    """The function behind a tool; every visit binds it to objects of its own."""

    function: Callable[..., Any]
    is_method: bool


def _plain(function: Callable[..., Any]) -> _Plain:
    return _Plain(
        function=getattr(function, "__func__", function),
        is_method=inspect.ismethod(function),
    )


@cache
def _declaration(
    *, function: Callable[..., Any], is_method: bool
) -> tuple[str, dict[str, Any]]:
    """Give the description and the strict schema of the arguments."""
    summary, described = _read_docstring(function)
    schema = _arguments_model(
        function=function, is_method=is_method
    ).model_json_schema()
    properties = schema.get("properties", {})
    for name, property_schema in properties.items():
        if name not in described:
            raise TypeError(f"{function.__qualname__}: argument {name!r} has no line")
        property_schema["description"] = described[name]
        property_schema.pop("title", None)
        property_schema.pop("default", None)
    parameters = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    if "$defs" in schema:
        parameters["$defs"] = schema["$defs"]
    return summary, parameters


@cache
def _arguments_model(*, function: Callable[..., Any], is_method: bool) -> Any:
    fields: dict[str, Any] = {}
    hints = typing.get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.items())
    for name, parameter in parameters[is_method:]:
        if name not in hints:
            raise TypeError(f"{function.__qualname__}: argument {name!r} has no type")
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[name] = (hints[name], Field(default))
    return create_model("Arguments", __config__=ConfigDict(extra="forbid"), **fields)


def _complaint(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in e['loc']) or 'arguments'}: {e['msg']}"
        for e in error.errors(include_url=False)
    )


def _read_docstring(function: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """Give the text above `Args:` and the description of each argument."""
    text = inspect.getdoc(function) or ""
    summary, _, rest = text.partition("\nArgs:\n")
    block = re.split(r"\n(?=[A-Z]\w+:\n)", rest, maxsplit=1)[0]
    described: dict[str, str] = {}
    for part in re.split(r"\n(?=    \w+:)", "\n" + block):
        name, colon, description = part.strip().partition(":")
        if colon:
            described[name] = " ".join(description.split())
    return " ".join(summary.split()), described
