"""What customers of this shop are likely to say aloud, for a closed recogniser."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.folding import fold
from catalog.questions.lexicon import LANGUAGES, Key, Language, key_of
from catalog.questions.vocabulary import Vocabulary

MOST_THINGS = 50
"""Kinds of products named; more would only be mistaken for each other."""

_HERE = Path(__file__).parent
_FEMININE = re.compile(r"\w*(?:a|ción|sión|dad)\b")
_MASCULINE = re.compile(r"\w*(?:o|or|ón(?<![cs]ión)|és|il)\b")
"""Spanish names that are surely of one gender; "laptop" is said with both."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """Phrases of one language and what may stand in their slots."""

    language: Language
    phrases: tuple[str, ...]
    """JSGF expansions with `<slot>`s."""
    slots: Mapping[str, tuple[str, ...]]


def sayings(vocabulary: Vocabulary | None) -> tuple[Sayings, ...]:
    """Give the phrases of each language with the shop's own words in them.

    Without a vocabulary the phrases that need such words say nothing.
    """
    return tuple(_sayings(vocabulary, language) for language in LANGUAGES)


def _sayings(vocabulary: Vocabulary | None, language: Language) -> Sayings:
    text = (_HERE / f"sayings.{language}.toml").read_text("utf-8")
    content = tomllib.loads(text)
    phrases = tuple(content.pop("phrases"))
    slots = {name: tuple(words) for name, words in content.items()}
    if vocabulary is None:
        return Sayings(language, phrases, slots)
    things = tuple(dict.fromkeys(_things(vocabulary, language)))
    ones = tuple(dict.fromkeys(_one(thing, language) for thing in things))
    slots |= {
        "thing": ones,
        "masculine": tuple(one for one in ones if not _FEMININE.match(one)),
        "feminine": tuple(one for one in ones if not _MASCULINE.match(one)),
        "things": tuple(dict.fromkeys(_many(thing, language) for thing in things)),
        "family": tuple(_families(vocabulary, language)),
    }
    return Sayings(language, phrases, slots)


def _things(vocabulary: Vocabulary, language: Language) -> Iterator[str]:
    """Yield what the shop's products are called, the commonest first."""
    heads = sorted(
        vocabulary.heads.items(), key=lambda item: item[1].total(), reverse=True
    )
    names = _names("things", language)
    for head, written in heads[:MOST_THINGS]:
        if language == vocabulary.language:
            yield written.most_common(1)[0][0].lower()
        else:
            yield from names.get((head,), ())
    if language == vocabulary.language:
        yield from _longer_things(vocabulary)


@cache
def _names(section: str, language: Language) -> Mapping[Key, tuple[str, ...]]:
    """Give the first word of a language for everything the lexicon knows."""
    lines = tomllib.loads((_HERE / "products.toml").read_text("utf-8"))[section]
    names: dict[Key, tuple[str, ...]] = {}
    for line in lines.splitlines():
        spanish, _, english = line.rpartition(":")[2].partition("|")
        own = english if language == "en" else spanish
        first = tuple(term.strip() for term in own.split(",")[:1] if term.strip())
        for term in f"{spanish},{english}".split(","):
            names.setdefault(key_of(term), first)
    return names


def _longer_things(vocabulary: Vocabulary) -> Iterator[str]:
    """Yield openings of two words that are not a brand: "zapatillas deportivas"."""
    for key, written in vocabulary.openings.items():
        surface, count = written.most_common(1)[0]
        second = surface.partition(" ")[2]
        is_plain = second.isalpha() and second.islower() and len(second) > 3
        is_brand = fold(second) in vocabulary.brands
        if len(key) == 2 and count > 1 and is_plain and not is_brand:
            yield surface.lower()


def _families(vocabulary: Vocabulary, language: Language) -> Iterator[str]:
    names = _names("families", language)
    for family in vocabulary.families:
        if language == vocabulary.language:
            yield family.lower()
        else:
            yield from names.get(key_of(family), ())


def _one(thing: str, language: Language) -> str:
    """The singular of a plural name, as far as its ending tells."""
    first, _, rest = thing.partition(" ")
    if language == "es" and rest:
        return f"{_one(first, language)} {_one(rest, language)}"
    if language == "es" and first.endswith(("ones", "eres", "ores")):
        return first[:-2]
    return first[:-1] if first.endswith("s") and not first.endswith("ss") else thing


def _many(thing: str, language: Language) -> str:
    """The plural of a name, as far as its ending tells."""
    if thing.endswith("s"):
        return thing
    if language == "en":
        return thing + ("es" if thing.endswith(("x", "ch", "sh")) else "s")
    first, _, rest = thing.partition(" ")
    if rest:
        return f"{_many(first, language)} {rest}"
    if thing.endswith("z"):
        return f"{thing[:-1]}ces"
    return thing + ("es" if thing[-1] in "djlnrsxy" else "s")
