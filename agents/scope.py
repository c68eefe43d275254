"""What a question is about, judged by rule before a model reads it."""

import re
from datetime import datetime
from typing import Literal

from agents.cart_talk import CartTalk
from agents.debt_talk import DebtTalk
from agents.room_tools import RoomTools
from agents.small_talk import small_talk
from catalog import CatalogAnswer, CatalogError, Questions
from knowledge import Library

Verdict = Literal["by_rule", "elsewhere", "open"]
"""`by_rule`: answered by rule, whatever the model. `elsewhere`: about nothing of the
house, so that a model which has found nothing may only decline or ask back. `open`:
anything else."""

_NOW = re.compile(r"\b(?:hora|d[ií]a|fecha|time|day|date)\b", re.IGNORECASE)
"""The kiosk knows what day it is."""


class Scope:
    """The subjects of one visit: products, documents, cart, debts, wired things."""

    def __init__(
        self,
        questions: Questions,
        library: Library,
        debts: DebtTalk,
        cart: CartTalk,
        room: RoomTools,
    ) -> None:
        self._questions = questions
        self._library = library
        self._debts = debts
        self._cart = cart
        self._room = room

    def verdict(self, question: str) -> Verdict:
        """Judge a question; while the data is away every one is open. May block."""
        if self._cart.is_binding(question):
            return "by_rule"
        if self._room.step(question) is not None:
            return "open"
        try:
            products = self._questions.answer(question)
            if self._is_ours(question, products):
                return "open"
        except (CatalogError, OSError):
            return "open"
        return "by_rule" if products.looks_hostile else "elsewhere"

    def _is_ours(self, question: str, products: CatalogAnswer) -> bool:
        if products.is_off_topic and (small_talk(question) or _NOW.search(question)):
            return True
        if not (products.looks_hostile or products.is_off_topic):
            return True
        now = datetime.now()  # noqa: DTZ005 - which day it is does not matter here
        papers = self._library.answer(question, now.date(), now.time())
        return (
            papers.kind == "answer"
            or self._debts.step(question) is not None
            or self._cart.step(question) is not None
        )
