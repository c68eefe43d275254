"""The words of one shop, gathered from its products."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice

from catalog.questions.columns import OwnColumns
from catalog.questions.gathering import MOST_CODES, Gathering, Index
from catalog.questions.lexicon import Key, Language, Lexicon, key_of
from catalog.questions.measures import MeasureKey, same_measures
from catalog.questions.names import PREPOSITIONS, STYLE_NAMES, Naming, parts_of
from catalog.questions.words import root, singular, words_in

_SHORT = 3
_MOST_OF_ALL = 0.6
"""Share of the products that makes a wider kind the name of all."""

Item = tuple[str, str, Mapping[str, object]]
"""A product's name, family and further columns."""


class Vocabulary:
    """Heads (what names begin with), words, measures, families, columns' values.

    Words of products that are gone stay known: asked for, they give no rows.
    """

    def __init__(
        self, lexicon: Lexicon, columns: Mapping[str, str] | None = None
    ) -> None:
        """Begin with no words.

        Args:
            lexicon: What is known of the two languages.
            columns: The further columns of `products` and the owner's names of them.
        """
        self.lexicon = lexicon
        self.own = OwnColumns(columns or {}, lexicon)
        self.words: dict[str, tuple[str, ...]] = {}
        """Folded word → how the names write it."""
        self.heads: dict[str, Counter[str]] = {}
        """Key of a head → the beginnings of names that say it."""
        self.openings: dict[Key, Counter[str]] = {}
        """Key of the first one to three words of names → how they are written."""
        self.whole_names: set[str] = set()
        """Names of at most three words, or that end with what the thing is."""
        self.measures: dict[MeasureKey, set[str]] = {}
        self.families: set[str] = set()
        self.family_keys: dict[Key, dict[str, float]] = {}
        """What customers call families → the family and how surely it is meant."""
        self.without: set[str] = set()
        """Words that names write after "sin", "without" or before "free"."""
        self.generic: set[str] = set()
        """What customers call all of the products: "libros" in a bookshop."""
        self.full_names: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        """First two words of names → all their words, and the name as written."""
        self.pairs: set[tuple[str, str]] = set()
        """Neighbours in names of which one also means something else: "max", "plus"."""
        self.stock_words: set[str] = set()
        """What the owner counts the stock in: "botellas"."""
        self.head_families: Counter[tuple[str, str]] = Counter()
        """How many products with this head are in this family."""
        self.index = Index()
        self.head_index = Index()
        self.currency = ""
        self.currencies: set[str] = set()
        self._naming = Naming(lexicon, ())
        self.coded: defaultdict[int, list[str]] = defaultdict(list)
        """Folded words with figures in them, by their length."""
        self.codes = 0
        """Model codes met; beyond some number they are not learnt any more."""
        self._gathering: Gathering | None = None

    @property
    def language(self) -> Language:
        """Give the language of the names."""
        return self._naming.language

    @property
    def brands(self) -> frozenset[str]:
        """Give words that look like brands: they follow different things."""
        return self._naming.brands

    def read(self, items: Iterable[Item]) -> "Vocabulary":
        """Take in all products; the style of names is learnt from the first of them."""
        stream = iter(items)
        first = list(islice(stream, STYLE_NAMES))
        self._naming = Naming(self.lexicon, [name for name, _, _ in first])
        self.learn(chain(first, stream))
        return self

    def learn(self, items: Iterable[Item]) -> None:
        """Take in products beside those known, in the same style of names."""
        if self._gathering is None or self._gathering.naming is not self._naming:
            self._gathering = Gathering(self, self._naming)
        own = [(name, column.add) for name, column in self.own.by_name.items()]
        for name, family, attributes in items:
            self._gathering.add(name, family)
            if family and family not in self.families:
                self._add_family(family)
            for column, add in own:
                add(attributes[column])

    def knows(self, word: str) -> bool:
        """Tell whether a folded word is on a product, or means a kind of product."""
        return word in self.words or self.lexicon.knows(singular(word))

    def surfaces(self, words: Iterable[str]) -> tuple[str, ...]:
        """Give how the names write these folded words."""
        found: dict[str, None] = {}
        for word in words:
            found |= dict.fromkeys(self.words.get(word, ()))
        return tuple(found)

    def written(self, measure: MeasureKey) -> tuple[str, ...]:
        """Give how the names write a measure, in whichever unit."""
        found: dict[str, None] = {}
        for key in same_measures(measure):
            found |= dict.fromkeys(self.measures.get(key, ()))
        return tuple(found)

    def measures_in(self, unit: str) -> bool:
        """Tell whether some name says a measure in this unit."""
        return any(named == unit for _, named in self.measures)

    def is_thing(self, word: str) -> bool:
        """Tell whether a word says what some product is, or names a family."""
        key = singular(word)
        return key in self.heads or (key,) in self.family_keys

    def sells(self, word: str) -> bool:
        """Tell whether a word stands in names, families or the names of columns."""
        key = singular(word)
        return (
            key in self.index.by_singular
            or key in self.generic
            or (key,) in self.family_keys
            or bool(self.own.called([word]))
        )

    def sells_all(self, words: Sequence[str]) -> bool:
        """Tell whether every word that means something is one that is sold here."""
        plain = [w for w in words if self.lexicon.place_of(w) != "stop"]
        return bool(plain) and all(self.sells(word) for word in plain)

    def surfaces_without(self, word: str) -> tuple[str, ...]:
        """Give how names say that something lacks this: "sin gluten"."""
        found = []
        for surface in self.surfaces(self.index.by_root.get(root(word), ())):
            found += [f"sin {surface}", f"without {surface}", f"{surface} free"]
        return tuple(found)

    def named_at(self, words: Sequence[str], at: int) -> int:
        """Tell how many words from here are the name of a family, 0 for none."""
        for length in range(min(4, len(words) - at), 1, -1):
            key = tuple(singular(word) for word in words[at : at + length])
            if key in self.family_keys:
                return length
        return 0

    def call_all(self, table: str) -> None:
        """Learn what all the products are called, from the name of their table."""
        key = key_of(table.replace("_", " "))
        self.generic.update(key[:1])
        for meanings in (self.lexicon.things, self.lexicon.families):
            for meaning in meanings.of(key, self.language):
                for terms in meaning.terms.values():
                    self.generic |= {term[0] for term in terms[:1] if len(term) == 1}
        self.generic |= self._wider_kind()
        families = {key[0] for key in self.family_keys if len(key) == 1}
        self.generic -= self.heads.keys() | families

    def count_in(self, stock_column: str) -> None:
        """Learn what the stock is counted in, from the owner's name for it."""
        words = {word.text for word in words_in(stock_column.replace("_", " "))}
        self.stock_words = {
            word
            for word in words | {word + "s" for word in words}
            if not self.lexicon.place_of(word) and not self.is_thing(word)
        }

    def _wider_kind(self) -> set[str]:
        """Give what most of the products are: "juguetes" in a toy shop."""
        sold = {head: sum(found.values()) for head, found in self.heads.items()}
        most = sum(sold.values()) * _MOST_OF_ALL
        return {
            term[0]
            for meaning in self.lexicon.kinds_of.all()
            if sum(sold.get(h, 0) for h in self._members(meaning.name)) > most
            for terms in meaning.terms.values()
            for term in terms
            if len(term) == 1
        }

    def _members(self, kind: str) -> set[str]:
        """Give the heads of one wider kind, in either language."""
        found: set[str] = set()
        for key in self.lexicon.members[kind]:
            found.add(key[0])
            for meaning in self.lexicon.things.of(key, "es"):
                for terms in meaning.terms.values():
                    found |= {term[-1] for term in terms}
        return found

    def full_name_at(self, words: Sequence[str], at: int) -> tuple[str, int] | None:
        """Give the product whose whole name stands here, and its length in words."""
        start = (words[at], words[at + 1]) if at + 1 < len(words) else None
        best: tuple[str, int] | None = None
        for name_words, name in self.full_names.get(start, []) if start else []:
            length = len(name_words)
            is_here = tuple(words[at : at + length]) == name_words
            if is_here and (best is None or length > best[1]):
                best = (name, length)
        return best

    def knows_all_codes(self) -> bool:
        """Tell whether a code not among the words is on no product."""
        return self.codes < MOST_CODES

    def _add_family(self, family: str) -> None:
        self.families.add(family)
        self._call_family(key_of(family), family, 0.99)
        key = tuple(word for word in key_of(family) if word not in PREPOSITIONS)
        self._call_family(key, family, 0.99)
        head = key[-1:] if self.language == "en" else key[:1]
        if len(key) > 1 and len(head[0]) > _SHORT:
            self._call_family(head, family, 0.935)
        parts = [key_of(part) for part in parts_of(family)]
        for part in parts if len(parts) > 1 else []:
            self._call_family(part, family, 0.98)
        for each in (key, *parts):
            for meaning in self.lexicon.families.of(each, self.language):
                for terms in meaning.terms.values():
                    for rank, term in enumerate(terms):
                        self._call_family(term, family, 0.94 if rank else 0.965)
            for meaning in self.lexicon.qualities.of(each, self.language):
                for terms in meaning.terms.values():
                    for term in terms:
                        self._call_family(term, family, 0.92)

    def _call_family(self, key: Key, family: str, certainty: float) -> None:
        named = self.family_keys.setdefault(key, {})
        named[family] = max(certainty, named.get(family, 0))
