"""Mistakes in settings, told by file and key, with the nearest right one."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo


def leaves(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield every setting's dotted key and its field."""
    for name, info in model.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from leaves(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", info


def explain(
    error: ValidationError, origins: Mapping[str, str], model: type[BaseModel]
) -> str:
    """One line for each mistake: source, key, what was found, the nearest right one."""
    lines = []
    for mistake in error.errors(include_url=False):
        key = ".".join(part for part in mistake["loc"] if isinstance(part, str))
        where = origins.get(key, "configuration")
        if mistake["type"] == "extra_forbidden":
            known = [k for k, _ in leaves(model)] + list(model.model_fields)
            lines.append(f"{where}: no setting {key!r}{nearest(key, known)}")
            continue
        found = mistake["input"]
        is_secret = key.endswith(("key", "token", "pin"))
        shown = "a secret" if is_secret else repr(found)
        is_ours = mistake["type"] == "value_error"
        hint = "" if is_ours else nearest(str(found), _choices(key, model))
        message = mistake["msg"].removeprefix("Value error, ")
        lines.append(f"{where}: {key} = {shown}: {message}{hint}")
    return "\n".join(lines)


def _choices(key: str, model: type[BaseModel]) -> list[str]:
    info = dict(leaves(model)).get(key)
    kind = info.annotation if info else None
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    return [str(choice) for choice in get_args(kind)]


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, as the end of a sentence; or nothing."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {matches[0]!r}?" if matches else ""
