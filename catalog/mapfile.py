"""The map in a file the owner can read and change."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from catalog.errors import MappingInvalid
from catalog.schema import NumberSource, Rule, ShopMap, Source, Step

_HEADER = """\
# What the tables of the shop's database mean to the kiosk. Made by
# `kiosk catalog connect`; change it by hand where it is wrong. Columns that are not
# named here do not exist for anyone who asks.
"""


def write_map(shop_map: ShopMap, path: Path) -> None:
    """Write the map; the file appears whole or not at all.

    Raises:
        OSError: The directory cannot be written.
    """
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(map_as_toml(shop_map), encoding="utf-8")
    fresh.replace(path)


def map_as_toml(shop_map: ShopMap) -> str:
    """Give the map as the text of its file."""
    content = shop_map.model_dump(exclude_defaults=True)
    return _HEADER + "\n" + "\n".join(_lines(content, ())) + "\n"


def read_map(path: Path) -> ShopMap:
    """Read a map from its file.

    Raises:
        MappingInvalid: It is missing, not TOML, or has keys or values that are unknown.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return ShopMap.model_validate(content)
    except OSError as error:
        raise MappingInvalid(f"the mapping {path} cannot be read: {error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingInvalid(f"the mapping {path} is not TOML: {error}") from error
    except ValidationError as error:
        raise MappingInvalid(f"{path}: {_first_complaint(error)}") from error


def _lines(content: Mapping[str, Any], section: Sequence[str]) -> Iterator[str]:
    """Give plain values first, then a section for each mapping."""
    for key, value in content.items():
        if not isinstance(value, Mapping):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in content.items():
        if isinstance(value, Mapping):
            name = (*section, key)
            yield ""
            yield f"[{'.'.join(map(_key, name))}]"
            yield from _lines(value, name)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_value(v)}" for key, v in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    # JSON's texts, numbers and booleans are TOML's, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _first_complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] != "extra_forbidden":
        return f"{where}: {first['msg']}"
    known = {
        key
        for model in (ShopMap, Source, NumberSource, Step, Rule)
        for key in model.model_fields
    }
    near = get_close_matches(str(first["loc"][-1]), sorted(known), n=1)
    return f"unknown key {where}" + (f"; did you mean {near[0]}?" if near else "")
