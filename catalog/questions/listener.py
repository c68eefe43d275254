"""The shop's words as they stand now, and what a question says in them."""

from collections.abc import Hashable, Iterable, Iterator, Sequence

from catalog.products import Cell
from catalog.questions import statement
from catalog.questions.draft import Draft
from catalog.questions.drafts import Drafter
from catalog.questions.lexicon import LANGUAGES, Language, load_lexicon
from catalog.questions.marker import Marker
from catalog.questions.matcher import Matcher
from catalog.questions.vocabulary import Item, Vocabulary
from catalog.questions.words import words_in
from catalog.shop import Shop

_MOST_LEARNT = 500
"""Products looked at for one unknown word."""
_QUICKLY_READ = 3_000
"""Products up to which a change means reading them all again; beyond, new products are
learnt by their ids, and other changes when a question has words nobody knows."""


class Listener:
    """Hears questions in one shop's words. One thread at a time may use it."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._lexicon = load_lexicon()
        self._version: Hashable = None
        self._size = 0
        self._last_id = 0
        self._has_changed = False
        self._looked_up: set[str] = set()
        self._drafters: dict[Language, Drafter] = {}
        self.vocabulary = Vocabulary(self._lexicon)
        """The shop's words when `keep_up` was last called."""

    def keep_up(self) -> None:
        """Learn what has changed in the shop.

        Raises:
            ShopUnavailable: The shop does not answer.
        """
        if self._size <= _QUICKLY_READ:
            version = self._shop.version()
            if version != self._version:
                self._read(version)
            return
        version = self._shop.stamp()
        if version != self._version:
            self._version, self._has_changed = version, True
            self._looked_up.clear()
            if self._last_id:
                self._take_in(f"WHERE id > {self._last_id}")

    def language_of(self, question: str) -> Language | None:
        """Tell which language is spoken; names of products say little about it."""
        if any(sign in question for sign in "¿¡ñ"):
            return "es"
        words = [word.text for word in words_in(question)]
        own = [word for word in words if word not in self.vocabulary.words]
        return self._lexicon.language_of(own, 1.5) or self._lexicon.language_of(words)

    def draft(self, question: str, language: Language) -> Draft:
        """Give what a question says, undecided."""
        draft = self._drafters[language].draft(question, language)
        unknown = [*draft.unknown, *_missing(draft)]
        if not (unknown and self._has_changed):
            return draft
        self._learn(unknown)
        return self._drafters[language].draft(question, language)

    def _learn(self, words: Sequence[str]) -> None:
        """Look up words nobody knew: the data has changed since they were read."""
        for word in words:
            if word.isalnum() and word not in self._looked_up:
                self._looked_up.add(word)
                self._take_in(f"{statement.where_name_has(word)} LIMIT {_MOST_LEARNT}")

    def _take_in(self, where: str) -> None:
        items = self._shop.items(where)
        columns = self._shop.map.attributes
        self.vocabulary.learn(_item(row, columns) for row in items)

    def _read(self, version: Hashable) -> None:
        attributes = self._shop.map.attributes
        vocabulary = Vocabulary(
            self._lexicon, {name: source.column for name, source in attributes.items()}
        )
        stamp = self._shop.stamp()
        self._size = self._last_id = 0
        vocabulary.read(self._counted(vocabulary))
        vocabulary.call_all(self._shop.map.table)
        stock = self._shop.map.stock
        vocabulary.count_in(stock.column if stock else "")
        self.vocabulary, self._has_changed = vocabulary, False
        self._version = version if self._size <= _QUICKLY_READ else stamp
        marker = Marker(vocabulary)
        self._drafters = {
            language: Drafter(vocabulary, marker, Matcher(vocabulary, language))
            for language in LANGUAGES
        }

    def _counted(self, vocabulary: Vocabulary) -> Iterator[Item]:
        """Yield all products, noting how many there are and the last number."""
        attributes = self._shop.map.attributes
        for row in self._shop.items():
            self._size += 1
            if isinstance(row[0], int) and row[0] > self._last_id:
                self._last_id = row[0]
            if row[3]:
                vocabulary.currencies.add(str(row[3]))
                vocabulary.currency = vocabulary.currency or str(row[3])
            yield _item(row, attributes)


def _item(row: Sequence[Cell], columns: Iterable[str]) -> Item:
    _, name, family, _, *more = row
    return str(name), str(family or ""), dict(zip(columns, more, strict=True))


def _missing(draft: Draft) -> list[str]:
    """Words that were understood as something no product has."""
    selections = [one for one, _ in draft.selections]
    has = [has for one in selections for has in one.has if has.column == "name"]
    absent = [word for one in selections for word in one.absent]
    return [each.said for each in has if not each.surfaces] + absent
