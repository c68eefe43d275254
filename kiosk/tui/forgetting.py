"""Nothing of what was drawn for a customer stays in memory."""

import gc
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, Protocol

from kiosk.tui.terminal import wipe_buffer

_DRAWING = ("rich", "textual")


class _Cache(Protocol):
    def cache_clear(self) -> None:
        """Forget everything."""


def forget_drawn() -> None:
    """Empty what the screen's libraries remember to draw the same quickly again."""
    for drawn in _caches():
        drawn.cache_clear()
    wipe_buffer()
    gc.collect()


@cache
def _caches() -> tuple[_Cache, ...]:
    return tuple({id(found): found for found in _found()}.values())


def _found() -> Iterator[_Cache]:
    """Every cache of a function, in the modules and in their classes."""
    modules = [m for name, m in sys.modules.items() if name.split(".")[0] in _DRAWING]
    for module in modules:
        for value in list(vars(module).values()):
            yield from _of(module, value)


def _of(module: ModuleType, value: Any) -> Iterator[_Cache]:
    if hasattr(value, "cache_clear"):
        yield value
    if isinstance(value, type) and value.__module__ == module.__name__:
        methods: list[Any] = [getattr(value, name, None) for name in vars(value)]
        yield from (method for method in methods if hasattr(method, "cache_clear"))
