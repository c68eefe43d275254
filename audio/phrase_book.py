"""The phrases that a closed recogniser knows."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MOST_KEYWORDS = 200
"""Longer lists make a service hear what was not said."""

_SLOT = re.compile(r"<(\w+)>")
_TOKEN = re.compile(r"<\w+>|[\[\]()|]|[^\s\[\]()|<>]+")
_WORD = re.compile(r"<\w+>|([^\W\d_]+(?:'[^\W\d_]+)?)")


@dataclass(frozen=True, slots=True)
class Group:
    """One of several ways to go on, or nothing at all."""

    ways: tuple[tuple["Part", ...], ...]
    is_optional: bool = False


Part = str | Group
"""A word, or a group of ways."""


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """What may be said in one language."""

    language: str
    """`es` or `en`."""
    phrases: tuple[str, ...]
    """JSGF expansions over plain words: `cuánto cuesta (el | la) <product>`."""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What may stand in each `<slot>`; words with digits are left out."""

    def words(self) -> set[str]:
        """Every word that can be said."""
        expansions = [*self._sayable_phrases()]
        for choices in self._sayable_slots().values():
            expansions.extend(choices)
        return {word for text in expansions for word in _WORD.findall(text) if word}

    def trees(self) -> list[Group]:
        """Every phrase, with its choices and its slots as groups."""
        slots = {
            name: Group(tuple(tuple(text.split()) for text in choices))
            for name, choices in self._sayable_slots().items()
        }
        return [
            _group(iter(_TOKEN.findall(phrase)), slots)
            for phrase in self._sayable_phrases()
        ]

    def whole_phrase(self) -> re.Pattern[str]:
        """An expression for exactly the phrases, each word with a space behind it."""
        slots = {
            f"<{name}>": "|".join(re.escape(" ".join(c.split())) + " " for c in choices)
            for name, choices in self._sayable_slots().items()
        }
        signs = {"[": "(?:", "(": "(?:", "]": ")?", ")": ")", "|": "|"}
        return re.compile(
            "|".join(
                "".join(
                    f"(?:{slots[token]})"
                    if token in slots
                    else signs.get(token) or re.escape(token) + " "
                    for token in _TOKEN.findall(phrase)
                )
                for phrase in self._sayable_phrases()
            )
        )

    def _sayable_slots(self) -> dict[str, tuple[str, ...]]:
        """The slots without what a grammar of plain words cannot hold."""
        kept = {
            name: tuple(
                dict.fromkeys(
                    text.lower()
                    for text in choices
                    if text and not re.search(r"[^\w\s']|[\d_]", text)
                )
            )
            for name, choices in self.slots.items()
        }
        return {name: choices for name, choices in kept.items() if choices}

    def _sayable_phrases(self) -> list[str]:
        """The phrases whose slots all have something to stand in them."""
        filled = self._sayable_slots()
        return [p for p in self.phrases if set(_SLOT.findall(p)) <= filled.keys()]


def _group(tokens: Iterator[str], slots: Mapping[str, Group]) -> Group:
    """Read ways up to the end of their group."""
    ways: list[list[Part]] = [[]]
    is_optional = False
    for token in tokens:
        match token:
            case ")" | "]" as closing:
                is_optional = closing == "]"
                break
            case "|":
                ways.append([])
            case "(" | "[":
                ways[-1].append(_group(tokens, slots))
            case _:
                slot = slots[token[1:-1]] if token[0] == "<" else token
                ways[-1].append(slot)
    return Group(tuple(map(tuple, ways)), is_optional=is_optional)


def keywords_in(books: tuple[PhraseBook, ...]) -> list[str]:
    """Give the shop's own words, as hints for a service that transcribes."""
    choices = (text for b in books for texts in b.slots.values() for text in texts)
    return list(dict.fromkeys(choices))[:MOST_KEYWORDS]


def fingerprint(books: tuple[PhraseBook, ...]) -> str:
    """A short name for exactly these phrases."""
    content = [[b.language, b.phrases, sorted(b.slots.items())] for b in books]
    text = json.dumps(content, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
