"""The phrases a closed recogniser knows, and the grammar made of them."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_KEYWORDS = 200
"""Longer lists make a service hear what was not said."""

_SLOT = re.compile(r"<(\w+)>")
_TOKEN = re.compile(r"<\w+>|[\[\]()|]|[^\s\[\]()|<>]+")
_WORD = re.compile(r"<\w+>|([^\W\d_]+(?:'[^\W\d_]+)?)")


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

    def rules(self) -> tuple[dict[str, str], list[str]]:
        """Give the slots' rules and the phrases, each word marked with its language."""
        slots = {
            f"{self.language}_{name}": " | ".join(map(self._marked, choices))
            for name, choices in self._sayable_slots().items()
        }
        return slots, [self._marked(phrase) for phrase in self._sayable_phrases()]

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

    def _marked(self, text: str) -> str:
        def mark(found: re.Match[str]) -> str:
            if found.group(1):
                return f"{self.language}_{found.group(1)}"
            return f"<{self.language}_{found.group()[1:-1]}>"

        return _WORD.sub(mark, text)


def grammar_of(books: tuple[PhraseBook, ...]) -> str:
    """One JSGF grammar of all the books."""
    lines = ["#JSGF V1.0;", "grammar kiosk;"]
    phrases: list[str] = []
    for book in books:
        slots, marked = book.rules()
        lines += [f"<{name}> = {choices};" for name, choices in slots.items()]
        phrases += [f"({phrase})" for phrase in marked]
    return "\n".join([*lines, f"public <kiosk> = {' | '.join(phrases)};"]) + "\n"


def keywords_in(books: tuple[PhraseBook, ...]) -> list[str]:
    """Give the shop's own words, as hints for a service that transcribes."""
    choices = (text for b in books for texts in b.slots.values() for text in texts)
    return list(dict.fromkeys(choices))[:MOST_KEYWORDS]


def fingerprint(books: tuple[PhraseBook, ...]) -> str:
    """A short name for exactly these phrases."""
    content = [[b.language, b.phrases, sorted(b.slots.items())] for b in books]
    text = json.dumps(content, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
