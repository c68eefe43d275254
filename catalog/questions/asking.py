"""A customer's plain questions about one shop, answered as data."""

import threading

from catalog.errors import SelectRefused, ShopUnavailable
from catalog.questions.answer import CatalogAnswer
from catalog.questions.answering import Answering
from catalog.questions.listener import Listener
from catalog.questions.own_words import OwnWords
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import words_in
from catalog.shop import Shop


class Questions:
    """Understands plain questions about one shop. Any thread may ask; one waits."""

    def __init__(self, shop: Shop, own_words: OwnWords | None = None) -> None:
        self._shop = shop
        self._own_words = own_words or OwnWords()
        self._listener = Listener(shop)
        self._lock = threading.Lock()

    @property
    def vocabulary(self) -> Vocabulary:
        """Give the words of the shop as they stand now."""
        with self._lock:
            self._listener.keep_up()
            return self._listener.vocabulary

    def knows(self, phrase: str) -> bool:
        """Tell whether every word of a phrase is on a product or means a kind of one.

        Raises:
            CatalogError: The shop cannot be asked.
        """
        words = words_in(phrase)
        vocabulary = self.vocabulary
        return bool(words) and all(vocabulary.knows(word.text) for word in words)

    def take(self, own_words: OwnWords) -> None:
        """Go by other words of the owner's from the next question on."""
        self._own_words = own_words

    def answer(
        self, question: str, before: CatalogAnswer | None = None
    ) -> CatalogAnswer:
        """Answer a question; `before` is the previous answer of the same visit.

        Raises:
            CatalogError: The shop cannot be asked.
        """
        with self._lock:
            try:
                return self._answered(question, before)
            except ShopUnavailable:
                # A shop that is kept in a copy as well answers from it by now.
                return self._answered(question, before)

    def _answered(self, question: str, before: CatalogAnswer | None) -> CatalogAnswer:
        self._listener.keep_up()
        spoken = self._listener.language_of(question)
        language = spoken or (before.language if before else "es")
        heard = self._own_words.applied(question, language)
        draft = self._listener.draft(heard, language)
        answering = Answering(self._shop, self._listener.vocabulary, draft, before)
        try:
            return answering.answer()
        except SelectRefused:
            return answering.too_slow()
