"""From a customer's words to what this shop has by that name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from catalog.questions.guesses import Guesses
from catalog.questions.lexicon import Key, Language, Lexicon, Meaning, key_of, rooted
from catalog.questions.query import Has, Kind, Selection
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import root, root_of, singular

_LITERALLY = 0.9
"""Certainty of a family from which it may go before a thing."""
_PROPER_NAMES = frozenset(("brand", "laboratory", "publisher", "author", "vehicle"))
"""Columns of names that some products' names repeat, and some do not."""
MOST_PREFIXES = 40
"""Beginnings of names in one condition; beyond, the word anywhere is asked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """What some words of a question stand for."""

    selection: Selection
    length: int
    """How many words of the question it uses."""
    certainty: float
    """1.0 said as the shop writes it … 0.7 a guess from near letters."""
    is_head: bool = False
    """It says what the thing is."""
    is_family: bool = False
    is_known: bool = True
    """False: a word of the language that nothing in the shop goes by."""


class Matcher:
    """Finds what words stand for in one shop, in one language."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        self._shop = vocabulary
        self._lexicon: Lexicon = vocabulary.lexicon
        self._language = language
        self._guesses = Guesses(vocabulary)

    def head(self, words: Sequence[str]) -> Match | None:
        """Match the beginning of `words` as a thing or a family."""
        for length in range(min(4, len(words)), 1, -1):
            found = self._head_phrase(words[:length])
            if found:
                return found
        return self._head_word(words[0])

    def family(self, words: Sequence[str], *, exactly: bool = False) -> Match | None:
        """Match the beginning of `words` as a family of the shop."""
        for length in range(min(4, len(words)), 0, -1):
            key = tuple(singular(word) for word in words[:length])
            families = self._shop.family_keys.get(key)
            if not families and not exactly:
                families = _rooted_families(self._shop).get(rooted(key), {})
            if families:
                best = max(families.values())
                chosen = sorted(f for f, rank in families.items() if rank == best)
                selection = Selection(families=tuple(chosen))
                return Match(selection, length, best, is_family=True)
        return None

    def is_outside(self, head: Match, family: Match) -> bool:
        """Tell whether a thing is hardly ever in the family of the same name."""
        if family.certainty < _LITERALLY:
            return False
        inside = total = 0
        for kind in head.selection.kinds:
            for (key, name), count in self._shop.head_families.items():
                if key in kind.key.split():
                    total += count
                    inside += count * (name in family.selection.families)
        return total > 0 and inside * 2 < total

    def modifier(self, words: Sequence[str]) -> Match | None:
        """Match the beginning of `words` as something a name or column says."""
        for length in range(min(3, len(words)), 1, -1):
            found = self._value(words[:length]) or self._quality(words[:length])
            if found:
                return found
        word, value = self._word(words[0]), self._value(words[:1])
        if word and value and value.selection.has[0].column in _PROPER_NAMES:
            return _either(word, value)
        return word or value or self._quality(words[:1])

    def purpose(self, words: Sequence[str]) -> Match | None:
        """Match what a thing is for: names say it, or the family does."""
        word, family = self._word(words[0]), self.family(words, exactly=True)
        if word is None or family is None or family.length > 1:
            return None
        has = replace(word.selection.has[0], also=("family", family.selection.families))
        return replace(word, selection=Selection(has=(has,)))

    def guessed(self, word: str, *, as_head: bool) -> Match | None:
        """Match a word by its diminutive, its sound or its letters."""
        for candidate, certainty in self._guesses.of(word):
            if as_head:
                found = self._head_word(candidate)
                found = found or self.family([candidate], exactly=True)
                found = found or self._word(candidate) or self._value([candidate])
            else:
                found = self._word(candidate) or self._value([candidate])
                found = found or self.family([candidate], exactly=True)
                found = found or self._quality([candidate])
            if found:
                least = min(certainty, found.certainty)
                return Match(found.selection, 1, least, found.is_head, found.is_family)
        return None

    def known_thing(self, words: Sequence[str]) -> Match | None:
        """Match a word of the language that this shop has nothing of."""
        for length in range(min(4, len(words)), 0, -1):
            key = tuple(singular(word) for word in words[:length])
            said = " ".join(words[:length])
            if key in self._lexicon.things or key in self._lexicon.families:
                selection = Selection(absent=(said,))
                return Match(selection, length, 0.9, is_head=True, is_known=False)
            if key in self._lexicon.qualities:
                selection = Selection(has=(Has(said, ()),))
                return Match(selection, length, 0.9, is_known=False)
        return None

    # -- things --------------------------------------------------------------------

    def _head_phrase(self, words: Sequence[str]) -> Match | None:
        key = tuple(singular(word) for word in words)
        said = " ".join(words)
        opening = self._shop.openings.get(key) if len(key) <= 3 else None
        if opening and not self._shop.brands & set(key):
            kind = Kind(tuple(sorted(opening)), said, key=" ".join(key))
            return self._whole(kind, len(words))
        return self._meant(key, said) or self._linked(key, said)

    def _linked(self, key: Key, said: str) -> Match | None:
        """As in "caja [de] herramientas", where no boxes are sold."""
        if self._shop.heads.keys() & set(key):
            return None
        for meaning in self._lexicon.things.gathered(key):
            for term in _terms(meaning):
                found = self._meant(term, said) if term != key else None
                if found:
                    return replace(found, length=len(key))
        return None

    def _head_word(self, word: str) -> Match | None:
        key = singular(word)
        if key in self._shop.heads:
            return self._whole(self._kind((key,), word), 1)
        meant = self._meant((key,), word)
        if meant:
            return meant
        opening = self._shop.openings.get((key,))
        if opening and not self._is_like(key, word):
            return self._whole(Kind(tuple(sorted(opening)), word, key=key), 1, 0.99)
        return None if (key,) in self._shop.family_keys else self._member(word)

    def _is_like(self, key: str, word: str) -> bool:
        """Tell whether a word that begins names does not say what the thing is."""
        is_english = self._shop.language == "en"  # "Tool box", "Garden hose"
        is_quality = (key,) in self._lexicon.qualities
        return is_english or is_quality or word in self._shop.brands

    def _meant(self, key: Key, said: str) -> Match | None:
        """Things of the shop that the language calls the same."""
        heads: dict[str, None] = {}
        openings: dict[str, None] = {}
        loose: list[Selection] = []
        for meaning in self._lexicon.things.of(key, self._language):
            for term in _terms(meaning):
                if len(term) == 1 and term[0] in self._shop.heads:
                    heads[term[0]] = None
                elif len(term) > 1 and term in self._shop.openings:
                    openings |= dict.fromkeys(sorted(self._shop.openings[term]))
                elif len(term) > 1:
                    loose += self._loosely(term, said)
        strange = [head for head in heads if self._is_rather_another(head, key)]
        if len(strange) < len(heads) + len(openings):
            heads = {head: None for head in heads if head not in strange}
            strange = []
        if not heads and not openings:
            return Match(loose[0], len(key), 0.93, is_head=True) if loose else None
        kind = self._kind(tuple(heads), said, also=tuple(openings))
        is_usual = any(
            key in terms[:1]
            for meaning in self._lexicon.things.of(key, self._language)
            for terms in meaning.terms.values()
        )
        if strange:
            return self._whole(kind, len(key), 0.7)
        return self._whole(kind, len(key), 0.97 if is_usual else 0.95)

    def _is_rather_another(self, head: str, key: Key) -> bool:
        """Tell whether a thing has a likelier sense: "casco" is no headphone first."""
        meant = self._lexicon.things.of(key, self._language)
        firsts = {
            meaning.number
            for meaning in self._lexicon.things.of((head,), self._shop.language)
            if (head,) in {terms[0] for terms in meaning.terms.values() if terms}
        }
        return (
            (head,) != key
            and bool(firsts)
            and firsts.isdisjoint(m.number for m in meant)
        )

    def _loosely(self, term: Key, said: str) -> list[Selection]:
        """A thing named in two parts: "Reloj Misti inteligente"."""
        parts = (
            (term[0], term[1:])
            if self._shop.language == "es"
            else (
                term[-1],
                term[:-1],
            )
        )
        head, rest = parts
        if head not in self._shop.heads:
            return []
        found = [self._surfaces_of(key) for key in rest]
        if not all(found):
            return []
        has = tuple(Has(said, surfaces) for surfaces in found)
        return [Selection(kinds=(self._kind((head,), said),), has=has)]

    def _member(self, word: str) -> Match | None:
        """Things of a wider kind: "calzado" is shoes and boots."""
        heads: list[str] = []
        for meaning in self._lexicon.kinds_of.of((singular(word),), self._language):
            for key in self._lexicon.members[meaning.name]:
                for same in self._lexicon.things.of(key, "es"):
                    terms = [t[0] for t in _terms(same) if len(t) == 1]
                    heads += [term for term in terms if term in self._shop.heads]
        if not heads:
            return None
        kind = self._kind(tuple(dict.fromkeys(heads)), word)
        return self._whole(kind, 1, 0.93)

    def _kind(
        self, heads: tuple[str, ...], said: str, also: tuple[str, ...] = ()
    ) -> Kind:
        prefixes = list(also)
        for head in heads:
            prefixes += sorted(set(self._shop.heads[head]) - set(also))
        mine = set(prefixes)
        others = self._longer(prefixes, heads, mine)
        key = " ".join(sorted(heads)) or said
        return Kind(tuple(dict.fromkeys(prefixes)), said, tuple(others), key)

    def _longer(
        self, prefixes: Iterable[str], heads: Sequence[str], mine: set[str]
    ) -> list[str]:
        """Beginnings of other things that begin like ours: "Laptop sleeve"."""
        found = []
        for other, counter in self._shop.heads.items():
            if other in heads:
                continue
            for prefix in counter:
                if prefix not in mine and any(
                    prefix.startswith(own + " ") for own in prefixes
                ):
                    found.append(prefix)
        return found[:MOST_PREFIXES]

    def _whole(self, kind: Kind, length: int, certainty: float = 1.0) -> Match:
        exact = tuple(p for p in kind.prefixes if p in self._shop.whole_names)
        kind = Kind(kind.prefixes, kind.said, kind.but_not, kind.key, exact)
        return Match(Selection(kinds=(kind,)), length, certainty, is_head=True)

    # -- words, qualities, values ---------------------------------------------------

    def _word(self, word: str) -> Match | None:
        surfaces = self._surfaces(word)
        if not surfaces:
            return None
        meanings = self._lexicon.qualities.of((singular(word),), self._language)
        group = next((m.name for m in meanings if m.name), "")
        if word in self._shop.brands:
            group = "brand"
        elif not word.isalpha() and not word.isdigit():
            group = "model"
        if meanings:
            surfaces = self._with_synonyms(surfaces, meanings[:1])
        return Match(Selection(has=(Has(word, surfaces, group=group),)), 1, 0.99)

    def _surfaces(self, word: str) -> tuple[str, ...]:
        """How names write a word, its plural, its other gender."""
        if not word.isalpha():
            return self._shop.surfaces([word]) or self._unlisted_code(word)
        return self._surfaces_of(singular(word))

    def _surfaces_of(self, key: str) -> tuple[str, ...]:
        """The same for a word without number, as the lexicon keeps it."""
        index = self._shop.index
        forms = index.by_singular.get(key, set())
        if len(key) > 3 or key[-1:] in "ao":  # "run" is no "Runa"
            forms = forms | index.by_root.get(root_of(key), set())
        return self._shop.surfaces(sorted(forms))

    def _unlisted_code(self, word: str) -> tuple[str, ...]:
        """A model code that only the database can tell, in a very large shop."""
        is_code = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
        return (word.upper(),) if is_code and not self._shop.knows_all_codes() else ()

    def _with_synonyms(
        self, surfaces: tuple[str, ...], meanings: Iterable[Meaning]
    ) -> tuple[str, ...]:
        found = dict.fromkeys(surfaces)
        for meaning in meanings:
            for term in _terms(meaning):
                if len(term) == 1:
                    found |= dict.fromkeys(self._surfaces_of(term[0]))
        return tuple(found)

    def _quality(self, words: Sequence[str]) -> Match | None:
        key = tuple(singular(word) for word in words)
        said = " ".join(words)
        meanings = self._lexicon.qualities.of(key, self._language)
        meanings = meanings or self._lexicon.qualities.rooted().get(rooted(key), [])
        things = self._lexicon.things.of(key, self._language)
        for meaning in [*meanings, *things]:
            value = self._value_meant(meaning, said)
            if value:
                return Match(Selection(has=(value,)), len(words), 0.94)
            surfaces = self._with_synonyms((), [meaning])
            phrases = [t for t in _terms(meaning) if len(t) > 1]
            surfaces += self._phrases(phrases)
            if surfaces:
                has = Has(said, surfaces, group=meaning.name)
                return Match(Selection(has=(has,)), len(words), 0.94)
        return None

    def _phrases(self, terms: Iterable[Key]) -> tuple[str, ...]:
        """Several words that some names write together, as far as both are known."""
        found = []
        for term in terms:
            parts = [self._surfaces_of(key) for key in term]
            if all(parts):
                found.append(" ".join(part[0] for part in parts))
        return tuple(found)

    def _value(self, words: Sequence[str]) -> Match | None:
        """A value of one of the owner's columns."""
        key = tuple(root(word) for word in words)
        for column, values in _values(self._shop).items():
            surfaces = values.get(key)
            if surfaces:
                has = Has(" ".join(words), tuple(surfaces), column, group=column)
                return Match(Selection(has=(has,)), len(words), 0.98)
        return None

    def _value_meant(self, meaning: Meaning, said: str) -> Has | None:
        for column, values in _values(self._shop).items():
            for term in _terms(meaning):
                surfaces = values.get(rooted(term))
                if surfaces:
                    return Has(said, tuple(surfaces), column, group=column)
        return None


def _either(word: Match, value: Match) -> Match:
    """What a name or a column says: not every name repeats the brand."""
    (said,), (held,) = word.selection.has, value.selection.has
    both = replace(said, also=(held.column, held.surfaces))
    return replace(word, selection=Selection(has=(both,)))


def _terms(meaning: Meaning) -> list[Key]:
    return [term for terms in meaning.terms.values() for term in terms]


@lru_cache(maxsize=8)
def _rooted_families(shop: Vocabulary) -> dict[Key, dict[str, float]]:
    found: dict[Key, dict[str, float]] = {}
    for key, families in shop.family_keys.items():
        found.setdefault(rooted(key), {}).update(families)
    return found


@lru_cache(maxsize=8)
def _values(shop: Vocabulary) -> dict[str, dict[Key, list[str]]]:
    found: dict[str, dict[Key, list[str]]] = {}
    for own in shop.own.by_name.values():
        known = found.setdefault(own.name, {})
        for value in () if own.is_flag else own.values:
            if not value.replace(".", "").isdigit():
                key = rooted(key_of(value))
                known.setdefault(key, []).append(value)
                for word in key if len(key) > 1 else ():
                    if len(word) > 3:
                        known.setdefault((word,), []).append(value)
    return found
