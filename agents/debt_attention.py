"""Whether a sentence is about the customer's debts, or about the shop."""

from collections.abc import Callable

from agents import debt_phrases as say
from agents.debt_heard import Heard
from agents.debt_reference import Reference
from agents.debt_scene import Move
from agents.debt_tools import DebtTools
from agents.debt_vocabulary import OF_THE_SHOP, foreign_words

_PRIORS = {
    "list_debts": 0.9,
    "immediate_offer": 0.4,
    "better_offer": 0.3,
    "partial_payment": 0.5,
    "plan": 0.5,
    "propose_plan": 0.5,
    "accept": 0.3,
    "counter_offer": 0.5,
    "options": 0.35,
}
"""How often such words are about debts when nothing else tells."""
_DOUBT_PER_SHOP_WORD = {
    "immediate_offer": 0.45,
    "better_offer": 0.45,
    "counter_offer": 0.3,
    "options": 0.45,
}
"""How much a word of the shop speaks against steps whose own words are common."""


class Attention:
    """Follows whether a visit talks about debts, and judges each sentence."""

    def __init__(self, tools: DebtTools, is_sold: Callable[[str], bool]) -> None:
        """Attend to one visit.

        Args:
            tools: The visit's debts.
            is_sold: Whether a word names something that is sold.
        """
        self.is_talking = False
        """The turn before was about debts."""
        self._tools = tools
        self._is_sold = is_sold
        self._left: Callable[[], Heard] | None = None

    def turn_away(self, hear: Callable[[], Heard]) -> None:
        """A sentence was left to the other rooms; it is heard when that matters."""
        self._left = hear

    def turn_back(self) -> None:
        """A sentence was taken as talk about debts."""
        self.is_talking, self._left = True, None

    @property
    def _is_elsewhere(self) -> bool:
        """Whether the turn before named something of the shop."""
        if self._left is None:
            return False
        return any(map(self._is_of_the_shop, foreign_words(self._left().text)))

    def sureness(
        self, heard: Heard, rest: Heard, move: Move, reference: Reference | None
    ) -> float:
        """How sure a sentence is about debts, 0 to 1.

        Args:
            heard: The sentence.
            rest: The same without the words that point to a debt.
            move: What it seems to ask for.
            reference: The debt it seems to point to.
        """
        strangers = foreign_words(rest.text)
        says_debt = say.DEBT_WORDS.search(heard.text) or (
            self._tools.customer is not None
            and reference is not None
            and reference.how in ("number", "only")
        )
        if says_debt:
            return max(0.6, 0.97 - 0.1 * len(strangers))
        if self.is_talking or self._tools.chosen is not None:
            return self._within(move, reference, strangers)
        if reference is None:
            return self._of_the_move(move, strangers, heard.text)
        if reference.how in ("bare", "total"):
            return 0.7 if self._is_theirs(reference) else 0.3
        is_alone = not strangers and not self._is_elsewhere
        if is_alone or say.NEGOTIATE.search(rest.text):
            return 0.6 if self._tools.customer is not None else 0.3
        return self._of_the_move(move, strangers, heard.text)

    def _within(
        self, move: Move, reference: Reference | None, strangers: list[str]
    ) -> float:
        """In the middle of a talk only words of the shop speak clearly against it."""
        is_loose = not move.is_certain or move.name == "clarify"
        is_vague = is_loose or reference is not None or move.name == "better_offer"
        if self._is_elsewhere and is_vague:
            return 0.4
        step = 0.5 if is_loose else _DOUBT_PER_SHOP_WORD.get(move.name, 0.2)
        of_the_shop = sum(map(self._is_of_the_shop, strangers))
        doubt = step * of_the_shop + 0.1 * (len(strangers) - of_the_shop)
        return max(0.1, 0.9 - doubt)

    def _of_the_move(self, move: Move, strangers: list[str], said: str) -> float:
        """Nothing but the move itself speaks for debts."""
        sure = _PRIORS.get(move.name, 0.1) if move.is_certain else 0.1
        if self._tools.customer is not None:
            sure += 0.2
        elif say.WHETHER.search(said):  # what the shop allows, not what is owed
            sure -= 0.1
        is_shop = any(map(self._is_of_the_shop, strangers))
        return float(sure * (0.3 if is_shop else 0.9 ** len(strangers)))

    def _is_of_the_shop(self, word: str) -> bool:
        return word in OF_THE_SHOP or self._is_sold(word)

    def _is_theirs(self, reference: Reference) -> bool:
        return any(debt.id == reference.debt for debt in self._tools.debts())
