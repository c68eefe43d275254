"""The prompt for models: fixed part first, so that providers can cache it."""

import time
import tomllib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import get_args

from agents.language import Language

_FRESH_S = 60.0


def personas_in(folder: Path) -> dict[Language, str]:
    """Give the owner's own words to models, a file such as `es.md` for each language.

    A language without a file has none.

    Raises:
        OSError: The folder or a file can't be read.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is no folder")
    found = {lang: folder / f"{lang}.md" for lang in get_args(Language)}
    return {
        lang: file.read_text(encoding="utf-8", errors="replace").strip()
        for lang, file in found.items()
        if file.is_file()
    }


def instructions_for(
    language: Language,
    *,
    shop_name: str,
    now: datetime,
    shop_description: str,
    persona: str = "",
) -> str:
    """Give the prompt for this moment.

    Args:
        language: What the customer speaks.
        shop_name: The shop, as customers know it.
        now: Date and time of the shop.
        shop_description: Schema, mapping and samples of the catalogue.
        persona: The owner's own words: tone, hours, what to recommend.
    """
    parts = [
        _read(f"{language}.md"),
        f"Shop: {shop_name}",
        persona,
        shop_description,
        f"Now: {now:%A %Y-%m-%d %H:%M}",
    ]
    return "\n\n".join(part for part in parts if part)


class Description:
    """What models are told of the shop, made anew when it is a minute old.

    Making it asks the database.
    """

    def __init__(
        self, make: Callable[[], str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make = make
        self._clock = clock
        self._made = ""
        self._made_at = -_FRESH_S

    def text(self) -> str:
        """Give it; may block. Raises what making it raises."""
        now_s = self._clock()
        if now_s - self._made_at >= _FRESH_S:
            self._made = self._make()
            self._made_at = now_s
        return self._made


@cache
def house_rules() -> str:
    """What models are told in every language, and must not read out."""
    return "\n\n".join(_read(f"{language}.md") for language in get_args(Language))


@cache
def offline_texts(language: Language) -> dict[str, str]:
    """What the offline engine says of its own accord."""
    return {
        k: str(v) for k, v in tomllib.loads(_read(f"offline.{language}.toml")).items()
    }


@cache
def _read(name: str) -> str:
    return (files("agents") / "prompts" / name).read_text(encoding="utf-8").strip()
