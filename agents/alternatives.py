"""Patterns made of many alternatives, each of them whole words."""

import re
from functools import cached_property
from typing import Any, cast


class Alternatives:
    """A pattern that is compiled when it is first looked for: most visits need none."""

    def __init__(self, alternatives: tuple[str, ...]) -> None:
        self._alternatives = alternatives

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(rf"\b(?:{a})(?![a-z0-9])" for a in self._alternatives)
        return re.compile(words)


def any_of(*alternatives: str) -> re.Pattern[str]:
    """A pattern that is found where one of the alternatives stands as whole words."""
    return cast("re.Pattern[str]", Alternatives(alternatives))
