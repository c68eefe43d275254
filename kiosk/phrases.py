"""What the kiosk itself says to customers, from `kiosk/texts/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from agents import AgentError, Language
from audio import AudioError, DeviceMissing, MicrophoneMuted
from catalog import CatalogError, LedgerUnavailable


def trouble_code(error: BaseException) -> str:
    """The short, stable name of what went wrong."""
    if isinstance(error, MicrophoneMuted):
        return "muted"
    if isinstance(error, DeviceMissing):
        return "no_microphone"
    if isinstance(error, LedgerUnavailable):
        return "no_ledger"
    if isinstance(error, CatalogError):
        return "no_data"
    if isinstance(error, TimeoutError):
        return "timeout"
    code: str = getattr(error, "code", "failed")
    if isinstance(error, AgentError | AudioError):
        return code if code in _texts("es")["trouble"] else "failed"
    return "no_data" if isinstance(error, OSError) else "failed"


def trouble_phrase(code: str, language: Language) -> str:
    """The sentence a customer hears about a trouble."""
    return phrase("trouble", code, language)


def languages() -> tuple[Language, ...]:
    """The languages that have texts, in order of their codes."""
    folder = files("kiosk") / "texts"
    names = (file.name for file in folder.iterdir())
    return tuple(
        sorted(cast(Language, n.removesuffix(".toml")) for n in names if n[0] != "_")
    )


def language_after(language: Language) -> Language:
    """The next of the languages, round and round."""
    known = languages()
    return known[(known.index(language) + 1) % len(known)]


def known_language(code: str, otherwise: Language) -> Language:
    """The language of this code, where there are texts for it."""
    return next((known for known in languages() if known == code), otherwise)


def section(name: str, language: Language) -> Mapping[str, Any]:
    """All texts of one section."""
    texts: Mapping[str, Any] = _texts(language)[name]
    return texts


def saying(name: str, language: Language) -> str:
    """A sentence of the kiosk's own."""
    return phrase("say", name, language)


def phrase(section: str, name: str, language: Language) -> str:
    """One text of the kiosk in the customer's language.

    Raises:
        KeyError: There is no such text.
    """
    text: str = _texts(language)[section][name]
    return text


@cache
def _texts(language: Language) -> dict[str, Any]:
    file = files("kiosk") / "texts" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
