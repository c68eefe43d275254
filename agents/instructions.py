"""The prompt for models: fixed part first, so that providers can cache it."""

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import get_args

from agents.language import Language


def instructions_for(
    language: Language, *, shop_name: str, now: datetime, shop_description: str
) -> str:
    """Give the prompt for this moment.

    Args:
        language: What the customer speaks.
        shop_name: The shop, as customers know it.
        now: Date and time of the shop.
        shop_description: Schema, mapping and samples of the catalogue.
    """
    return "\n\n".join(
        [
            _read(f"{language}.md"),
            f"Shop: {shop_name}",
            shop_description,
            f"Now: {now:%A %Y-%m-%d %H:%M}",
        ]
    )


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
