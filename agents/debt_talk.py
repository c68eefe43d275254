"""Understanding talk about debts with no model: a sentence → one step.

The same customer words mean different things in different scenes ("¿y mil ochocientos?"
is a part paid now, a price, or an instalment), so the scene is asked first. What could
mean two things is asked back.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from agents import debt_phrases as say
from agents.conversation import ToolCall
from agents.debt_answer import DebtAnswer, tool_result
from agents.debt_attention import Attention
from agents.debt_corrections import Correction, correction_in
from agents.debt_heard import Heard, hear
from agents.debt_moves import STRONG_ACCEPT, move_in
from agents.debt_reference import Reference, it, only_debt, reference_in
from agents.debt_scene import PLAN_TOPICS, Move, Scene, has_figures
from agents.debt_state import DebtState
from agents.debt_tools import DebtTools
from agents.debt_vocabulary import foreign_words
from agents.finding import Kind
from agents.language import Language, language_of
from agents.negotiation import price_at
from agents.small_talk import small_talk
from agents.tool import Tool, ToolResult, tool_from
from catalog import LedgerUnavailable

SURE_ENOUGH = 0.5
"""Above it a sentence is taken as talk about debts."""
_SHORT = 5
"""Words of a sentence that is asked back when it is not understood."""
_AGREEING = re.compile(
    r"\b(?:por que no|why not|sin problema|no hay problema|no problem"
    r"|como no(?= (?:lo |la )?acept)|no se hable mas(?= ,? ?acept))\b"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence asks for, and how sure that it is about debts."""

    move: Move
    reference: Reference | None
    confidence: float
    """0 to 1."""


class DebtTalk:
    """Understands one visit's talk about debts and does what is asked."""

    def __init__(
        self,
        tools: DebtTools,
        *,
        language: Language = "es",
        is_sold: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Listen in one visit.

        Args:
            tools: The visit's debts.
            language: Spoken until the customer's words show otherwise.
            is_sold: Whether a word names something that is sold; asked of words
                that are not used for debts.
        """
        self._tools = tools
        self._language = language
        self._attention = Attention(tools, is_sold)
        self._asked_back: Mapping[str, Any] = {}
        """What the customer was asked last, while it is not answered."""

    def confidence(self, question: str) -> float:
        """How sure it is that a sentence is about the customer's debts, 0 to 1.

        It changes nothing; the question is not yet taken as said.
        """
        understood = self.understand(question)
        return understood.confidence if understood else 0.0

    def step(self, question: str) -> ToolCall | None:
        """The call that does what a sentence asks; None when it is not about debts.

        Without the ledger the words alone decide; the tool will then say what is wrong.
        """
        try:
            sure = self.confidence(question)
        except LedgerUnavailable:
            is_said = say.DEBT_WORDS.search(hear(question, self._language).text)
            sure = 1.0 if is_said or self._attention.is_talking else 0.0
        if sure < SURE_ENOUGH:
            self._attention.turn_away(partial(hear, question, self._language))
            return None
        arguments = json.dumps({"question": question}, ensure_ascii=False)
        return ToolCall("offline-ask_debts", "ask_debts", arguments)

    def tool(self) -> Tool:
        """The one tool of the offline engine; models have `DebtTools.tools`."""
        return tool_from(self.ask_debts, changes_something=True)

    def ask_debts(self, question: str) -> ToolResult:
        """Do what the customer asks about their debts.

        Args:
            question: The customer's own words, unchanged.
        """
        self._language = language_of(question, self._language)
        self._tools.hear(question)
        understood = self.understand(question)
        if understood is None:
            self._attention.is_talking = False
            return tool_result(DebtAnswer("none", {}, confidence=0.0), "unknown")
        self._attention.turn_back()
        return self._do(understood)

    def understand(self, question: str) -> Understood | None:
        """What a sentence asks for; None when it is not about debts at all."""
        courtesy = small_talk(question)
        if courtesy:
            return self._farewell() if courtesy == "goodbye" else None
        heard = hear(self._completed(question), language_of(question, self._language))
        heard = heard.keeping(_AGREEING.sub("si", heard.text))
        correction = correction_in(heard)
        understood = self._corrected(correction) if correction else self._read(heard)
        return understood or self._at_a_loss(heard)

    def _farewell(self) -> Understood | None:
        """Who leaves without an agreement is told once more what is possible."""
        is_open = self._tools.chosen is not None and bool(self._tools.follow_ups)
        return Understood(Move("options"), None, 0.9) if is_open else None

    def _completed(self, question: str) -> str:
        """The words with the amount they were asked about: "cada mes", of what."""
        amounts = self._asked_back.get("amounts", ())
        is_asked = self._asked_back.get("about") == "what_for" and len(amounts) == 1
        if is_asked and not has_figures(hear(question, self._language)):
            return f"{question} {amounts[0]}"
        return question

    def _corrected(self, correction: Correction) -> Understood | None:
        """Prefer what was said last, if it stands by itself."""
        after = self._read(correction.after)
        if after is None:
            return self._read(correction.before)
        if correction.whole is None:
            return replace(after, move=self._with_last_plan(after.move))
        whole = self._read(correction.whole)
        is_same = whole is not None and whole.move.name == after.move.name
        stands_alone = after.move.is_certain or after.reference is not None
        return after if stands_alone and not is_same else whole or after

    def _with_last_plan(self, move: Move) -> Move:
        """As "no, de cuatrocientos" keeps the months of "diez cuotas de cien"."""
        last = self._scene(self._tools.chosen).arguments
        has_both = last.get("months") is not None and last.get("monthly") is not None
        if move.name != "plan" or not has_both:
            return move
        return replace(move, arguments={**last, **move.arguments})

    def _at_a_loss(self, heard: Heard) -> Understood | None:
        """In the middle of a talk a few common words are asked back, not passed on."""
        is_short = 0 < len(heard.text.split()) <= _SHORT
        if not (self._attention.is_talking and is_short) or foreign_words(heard.text):
            return None
        return Understood(Move("clarify", {"about": "what_is_meant"}), None, 0.55)

    def _read(self, heard: Heard) -> Understood | None:
        debts = self._tools.debts()
        chosen = self._tools.chosen
        reference = reference_in(heard, debts, chosen)
        rest = heard.without(reference.said) if reference else heard
        if reference is None and chosen is None:
            reference = only_debt(heard, debts)
        debt = next((d for d in debts if reference and d.id == reference.debt), chosen)
        move = move_in(rest, self._scene(debt))
        if reference is not None:
            move = _with_reference(move, reference, rest, is_new=debt is not chosen)
        if reference is None and move is None and chosen is None:
            reference = it(heard, debts)
        if reference is not None and move is None:
            move = _with_reference(None, reference, rest, is_new=True)
        if move is None and say.OWN_DEBT.search(heard.text):
            move = Move("list_debts")
        if move is None:
            return None
        sure = self._attention.sureness(heard, rest, move, reference)
        return Understood(move, reference, sure)

    def _scene(self, debt: Any) -> Scene:
        if debt is None:
            return Scene()
        state = self._tools.state_of(debt)
        terms = debt.total_cents
        price = price_at(terms, state.standing.discount_pct)
        can_agree = self._tools.needs_read_back and _is_plan(state)
        return Scene(
            debt=debt,
            topic=self._topic(state),
            can_agree_plan=can_agree,
            arguments=state.arguments,
            price_cents=price if state.standing.is_offered else None,
            floor_cents=price_at(terms, self._tools.policy.most_pct),
        )

    def _topic(self, state: DebtState) -> str | None:
        """What was talked about last; a question back counts until it is answered."""
        if self._asked_back.get("about") == "how_much_now":
            return "partial_payment"
        return "accept" if state.pending else state.topic

    def _do(self, understood: Understood) -> ToolResult:
        reference, move = understood.reference, understood.move
        if reference is not None and not reference.debt:
            move = Move("clarify", {"about": "which_debt"})
        elif reference is not None and move.name != "list_debts":
            before = self._tools.chosen
            chosen = self._tools.select_debt(reference.debt)
            if move.name == "select_debt" or chosen.data["status"] == "error":
                return _sure(chosen, understood.confidence)
            if before is None or before.id != reference.debt:
                both = _introduced(chosen, self._run(move))
                return _sure(both, understood.confidence)
        return _sure(self._run(move), understood.confidence)

    def _run(self, move: Move) -> ToolResult:
        tools = self._tools
        self._asked_back = move.arguments if move.name == "clarify" else {}
        if move.name in STEPS:
            step = self._agreeing() if move.name == "accept" else move.name
            result: ToolResult = getattr(tools, step)(**move.arguments)
            return result
        if tools.customer is None:
            return tools.list_debts()
        if move.name == "decline":
            tools.withdraw()
        kind: Kind = "clarify" if move.name == "clarify" else "answer"
        said = DebtAnswer(move.name, dict(move.arguments), tools.chosen)
        return tool_result(said, kind)

    def _agreeing(self) -> str:
        """Which tool a yes means: what was read back, the plan, or the offer."""
        tools = self._tools
        if not tools.needs_read_back or tools.chosen is None:
            return "accept"
        state = tools.state_of(tools.chosen)
        if state.pending is not None:
            return "confirm"
        return "agree_plan" if _is_plan(state) else "accept"


STEPS = (
    "list_debts",
    "immediate_offer",
    "better_offer",
    "counter_offer",
    "accept",
    "plan",
    "propose_plan",
    "partial_payment",
    "options",
    "limits",
)
"""Moves that are tools."""


def _is_plan(state: DebtState) -> bool:
    """A plan or partial payment was worked out last."""
    topics = (*PLAN_TOPICS, "partial_payment")
    return state.plan is not None and state.topic in topics


def _with_reference(
    move: Move | None, reference: Reference, rest: Heard, *, is_new: bool
) -> Move:
    """Choosing alone, unless the rest of the sentence asks for more."""
    chooses = Move("select_debt", {"debt": reference.debt})
    if reference.how == "only" and move and move.name == "list_debts":
        return move
    if move is None or move.name in ("list_debts", "decline", "clarify"):
        return chooses
    if not is_new:
        return move
    is_asked = rest.is_question or re.search(
        r"\b(hoy|ahora|contado|rebaja|descuento|oferta|discount|offer|today|now)\b",
        rest.text,
    )
    if move.name == "immediate_offer" and not is_asked:
        return chooses
    is_yes = move.name == "accept" and not STRONG_ACCEPT.search(rest.text)
    return chooses if is_yes else move


def _introduced(chosen: ToolResult, answered: ToolResult) -> ToolResult:
    """An answer about a debt that the same words chose: what it is, and the answer."""
    record = answered.finding.record
    assert isinstance(record, DebtAnswer)  # noqa: S101 # debt tools give nothing else
    if "status" not in record.result or "debt" in record.result:
        return answered
    result = {**chosen.data, **record.result}
    return tool_result(replace(record, result=result, introduces=True))


def _sure(result: ToolResult, confidence: float) -> ToolResult:
    """The result with the confidence the words deserve."""
    record = result.finding.record
    assert isinstance(record, DebtAnswer)  # noqa: S101 # debt tools give nothing else
    finding = replace(result.finding, record=replace(record, confidence=confidence))
    return ToolResult(result.data, finding)
