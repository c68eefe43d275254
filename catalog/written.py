"""Statements with their values written in, for staff to read and run again."""

import re

from catalog.canonical import literal
from catalog.database import Parameters

_PLACE_OR_TEXT = re.compile(r"'(?:[^']|'')*'|:(\w+)")


def written_out(sql: str, parameters: Parameters) -> str:
    """Give the statement with each `:name` replaced by its value as a literal."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None or name not in parameters:
            return match.group()
        given = parameters[name]
        if given is None:
            return "NULL"
        return str(given) if isinstance(given, int | float) else literal(str(given))

    return _PLACE_OR_TEXT.sub(value, sql)
