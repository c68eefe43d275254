"""What customers say: phrases by idea, and words of shops that stand for each other."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from catalog.folding import fold
from catalog.questions.words import root_of, singular, sound

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, ...] = ("es", "en")
Key = tuple[str, ...]
_HERE = Path(__file__).parent


SCOPES = ("hostile", "sensitive", "off_topic", "service")
"""Ideas that say what a question is about, not what is wanted."""


@dataclass(slots=True)
class _Node:
    exact: dict[str, "_Node"] = field(default_factory=dict)
    begins: dict[str, "_Node"] = field(default_factory=dict)
    ideas: set[str] = field(default_factory=set)


class Phrases:
    """Phrases of one language and the ideas they stand for."""

    def __init__(self) -> None:
        self._start = _Node()
        self.words: set[str] = set()
        self.stems: set[str] = set()
        self.idea_words: set[str] = set()
        """Words worth mending; those that only set a question's scope are not."""

    def add(self, phrase: str, idea: str, *, is_scope: bool = False) -> None:
        """Add one phrase; a final `*` of a word stands for any ending."""
        node = self._start
        for word in fold(phrase).replace("-", " ").split():
            if word.endswith("*"):
                if not is_scope:
                    self.stems.add(word[:-1])
                node = node.begins.setdefault(word[:-1], _Node())
            else:
                self.words.add(word)
                if not is_scope:
                    self.idea_words.add(word)
                node = node.exact.setdefault(word, _Node())
        node.ideas.add(idea)

    def long_words(self) -> set[str]:
        """Give the words of ideas that are long enough to be misspelt and known."""
        endings = ("", "s", "o", "a", "os", "as")
        bent = {stem + e for stem in self.stems if len(stem) > 4 for e in endings}
        return {word for word in self.idea_words | bent if len(word) > 4}

    def at(self, words: Sequence[str], start: int) -> Mapping[str, int]:
        """Give each idea whose phrase begins at a word, with its length in words."""
        found: dict[str, int] = {}
        nodes = [self._start]
        for length, word in enumerate(words[start : start + 9], 1):
            nodes = [child for node in nodes for child in _children(node, word)]
            if not nodes:
                break
            for node in nodes:
                found |= dict.fromkeys(node.ideas, length)
        return found


def _children(node: _Node, word: str) -> Iterable[_Node]:
    if word in node.exact:
        yield node.exact[word]
    for end in range(1, len(word) + 1) if node.begins else ():
        if word[:end] in node.begins:
            yield node.begins[word[:end]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words that stand for each other: a line of `products.toml`."""

    number: int
    terms: Mapping[Language, tuple[Key, ...]]
    name: str = ""
    """What the line is called, when it has a name: an attribute, a unit."""


class Meanings:
    """One list of meanings, found by any of their words."""

    def __init__(self, lines: str) -> None:
        self._by_key: dict[Key, list[tuple[Language, Meaning]]] = {}
        self._gathered: dict[Key, list[Meaning]] = {}
        self._by_root: dict[Key, list[Meaning]] = {}
        self._by_sound: dict[str, list[str]] = {}
        self.longest = 1
        for number, line in enumerate(filter(str.strip, lines.splitlines())):
            self._add(number, line)

    def of(self, key: Key, language: Language) -> list[Meaning]:
        """Give the meanings of a phrase, those of this language before the other's."""
        found = self._by_key.get(key, [])
        own = [meaning for spoken, meaning in found if spoken == language]
        return own or [meaning for _, meaning in found]

    def gathered(self, key: Key) -> list[Meaning]:
        """Give the meanings of words gathered without what links them."""
        return self._gathered.get(key, [])

    def __contains__(self, key: Key) -> bool:
        return key in self._by_key

    def all(self) -> list[Meaning]:
        """Give every meaning once."""
        found = {m.number: m for listed in self._by_key.values() for _, m in listed}
        return list(found.values())

    def single_words(self) -> list[str]:
        """Give every meaning's one-word terms, compared forms."""
        return [key[0] for key in self._by_key if len(key) == 1]

    def rooted(self) -> dict[Key, list[Meaning]]:
        """Give the meanings by their words without gender."""
        if not self._by_root:
            for key, found in self._by_key.items():
                meanings = [meaning for _, meaning in found]
                self._by_root.setdefault(rooted(key), []).extend(meanings)
        return self._by_root

    def by_sound(self) -> dict[str, list[str]]:
        """Give the one-word terms by what they sound like."""
        if not self._by_sound:
            for word in self.single_words():
                self._by_sound.setdefault(sound(word), []).append(word)
        return self._by_sound

    def _add(self, number: int, line: str) -> None:
        name, colon, rest = line.partition(":")
        spanish, _, english = (rest if colon else line).partition("|")
        terms: dict[Language, tuple[Key, ...]] = {
            "es": tuple(key_of(term) for term in spanish.split(",") if term.strip()),
            "en": tuple(key_of(term) for term in english.split(",") if term.strip()),
        }
        meaning = Meaning(number, terms, name.strip() if colon else "")
        for language, keys in terms.items():
            for key in keys:
                self.longest = max(self.longest, len(key))
                self._by_key.setdefault(key, []).append((language, meaning))
                self._gathered.setdefault(_without_links(key), []).append(meaning)


def _without_links(key: Key) -> Key:
    """A phrase as its words are gathered: "caja herramientas"."""
    return tuple(w for w in key if w not in ("de", "para", "of", "for")) or key


def key_of(phrase: str) -> Key:
    """Give the form under which a phrase is compared: folded, without number."""
    words = fold(phrase).replace("-", " ").replace("/", " ").split()
    return tuple(singular(word) for word in words)


class Lexicon:
    """Everything known of the two languages."""

    def __init__(self) -> None:
        self.phrases = {language: Phrases() for language in LANGUAGES}
        self.stop: dict[Language, frozenset[str]] = {}
        self.filler: dict[Language, Phrases] = {}
        self.ordinals: dict[str, int] = {}
        products = tomllib.loads((_HERE / "products.toml").read_text("utf-8"))
        for language in LANGUAGES:
            self._read(language, tomllib.loads(_text(f"{language}.toml")))
        self.things = Meanings(products["things"])
        self.families = Meanings(products["families"])
        self.qualities = Meanings(products["qualities"])
        self.attributes = Meanings(products["attributes"])
        self.units = Meanings(products["units"])
        self.kinds_of = Meanings(_hypernyms(products["kinds_of"]))
        self.members = _members(products["kinds_of"])
        self._sounds = {
            language: _by_sound(self.phrases[language].idea_words)
            for language in LANGUAGES
        }
        self._stems = {
            language: [
                (stem, sound(stem + "o")[:-1])
                for stem in sorted(self.phrases[language].stems)
                if len(stem) > 3
            ]
            for language in LANGUAGES
        }

    def language_of(self, words: Sequence[str], margin: float = 0.1) -> Language | None:
        """Tell which language the words are, None when they do not say clearly."""
        score = dict.fromkeys(LANGUAGES, 0.0)
        for word in words:
            key = (singular(word),)
            for language in LANGUAGES:
                other: Language = "en" if language == "es" else "es"
                if word in self.stop[language] and word not in self.stop[other]:
                    score[language] += 2
                elif word in self.phrases[language].words:
                    score[language] += word not in self.phrases[other].words
                spoken = {
                    lang
                    for meanings in (self.things, self.families, self.qualities)
                    for meaning in meanings.of(key, language)
                    for lang in LANGUAGES
                    if key in meaning.terms[lang]
                }
                score[language] += 0.4 * (spoken == {language})
        if abs(score["es"] - score["en"]) < margin:
            return None
        return max(LANGUAGES, key=lambda language: score[language])

    def knows(self, key: str) -> bool:
        """Tell whether a word, without number, means something in either language."""
        return any(
            (key,) in meanings
            for meanings in (
                self.things,
                self.families,
                self.qualities,
                self.attributes,
                self.units,
                self.kinds_of,
            )
        )

    def place_of(self, word: str) -> str:
        """Tell whether a word is an "idea", a "stop" word, or neither: empty."""
        if any(word in self.stop[language] for language in LANGUAGES):
            return "stop"
        is_idea = word in self.ordinals or any(
            self.phrases[each].at([word], 0) or self.filler[each].at([word], 0)
            for each in LANGUAGES
        )
        return "idea" if is_idea else ""

    def mended(self, word: str, language: Language) -> str:
        """Give the word of a known phrase that sounds like this one, or the word."""
        if len(word) < 3 or word in self.phrases[language].words:
            return word
        heard = sound(word)
        if heard in self._sounds[language]:
            return self._sounds[language][heard]
        for stem, stem_sound in self._stems[language]:
            mended = stem + heard[len(stem_sound) :]
            if heard.startswith(stem_sound) and self.phrases[language].at([mended], 0):
                return mended
        return word

    def _read(self, language: Language, own: dict[str, Any]) -> None:
        phrases, filler = self.phrases[language], Phrases()
        for section in ("ideas", "scope"):
            for idea, listed in own[section].items():
                for phrase in _listed(listed):
                    phrases.add(phrase, idea, is_scope=section == "scope")
                    if phrase.startswith("no ") and section == "ideas":
                        phrases.add(f"que {phrase}", idea)
        words = own["words"]
        for phrase in _listed(words["filler"]):
            filler.add(phrase, "filler")
        for phrase in _listed(words["last"]):
            phrases.add(phrase, "last")
        self.stop[language] = frozenset(fold(word) for word in _listed(words["stop"]))
        self.filler[language] = filler
        for number, forms in enumerate(_listed(words["grades"]), 1):
            forms_used = forms.split()
            self.ordinals |= dict.fromkeys(forms_used[:-1], number)


def _text(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", " ").split(",") if part.strip()]


def _by_sound(words: Iterable[str]) -> dict[str, str]:
    return {sound(word): word for word in sorted(words, reverse=True) if len(word) > 2}


def _hypernyms(lines: str) -> str:
    """Turn "calzado: zapato, bota | footwear" into a line of meanings."""
    made = []
    for line in filter(str.strip, lines.splitlines()):
        name, _, rest = line.partition(":")
        made.append(f"{name.strip()}: {name.strip()} | {rest.partition('|')[2]}")
    return "\n".join(made)


def _members(lines: str) -> dict[str, tuple[Key, ...]]:
    members = {}
    for line in filter(str.strip, lines.splitlines()):
        name, _, rest = line.partition(":")
        kinds = rest.partition("|")[0]
        members[name.strip()] = tuple(key_of(kind) for kind in kinds.split(","))
    return members


@cache
def load_lexicon() -> Lexicon:
    """Give the lexicon, read once."""
    return Lexicon()


def rooted(key: Key) -> Key:
    """Give a key without gender."""
    return tuple(root_of(word) for word in key)
