"""Understanding talk about the cart with no model: a sentence → one step.

A sentence is only taken for the cart when it cannot well be anything else: it names the
cart, or something is in the cart, or it points to what was just shown. What may just as
well ask to see products stays a question to the catalogue.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agents.cart_answer import CartAnswer, cart_result
from agents.cart_moves import CartMove, move_in, plain
from agents.cart_pointing import POINTING, named_among, place_in
from agents.cart_tools import CartTools
from agents.catalog_tools import CatalogTools, finding_from
from agents.conversation import ToolCall
from agents.debt_moves import says_yes
from agents.finding import Finding
from agents.tool import Tool, ToolResult, tool_from
from catalog import CatalogAnswer, OrderLine

Row = Mapping[str, Any]
Step = Callable[[], ToolResult]
"""What a sentence asks for, ready to be done."""

_ASKED_BACK = 4
"""Products named when it is asked which one is meant."""
_NO = re.compile(
    r"(?:no|no gracias|no thanks?|(?:no )?(?:todavia|aun) no|not yet|espera|wait"
    r"|mejor no|(?:no )?dej[ae]l[oa]"
    r"|cancel(?:a|ar|alo)?(?: el pedido| (?:the|my) order)?)"
)
_OF_DEBTS = re.compile(r"\b(?:deudas?|cuotas?|plazos?|debts?|owe|instal\w+)\b")
_OF_THE_OFFICE = re.compile(
    r"\b(?:stock|inventario|catalogo|base|tablas?|columnas?|precios?|descuentos?"
    r"|inventory|catalog(?:ue)?|database|tables?|columns?|prices?|discounts?|gratis"
    r"|free)\b"
)
"""Words of those who would change the shop, not their cart."""
_COMPARES = re.compile(
    r"\b(?:mas|menos|mejor|peor|most|least|best|cheap\w*|barat\w*|car[oa]s?"
    r"|economic\w*|expensive)\b"
)
_DEFINITE = re.compile(r"(?:el|la|the|(?:es|est)[ea]|this|that) ")
_PLURAL = re.compile(r"(?:los|las|todos|todas|all)\b")
_MORE = re.compile(
    r"(?:mas|otr[oa]s?(?: mas)?|more|another(?: one)?|one more)(?: de es[oa]s?)?"
)
_ONE_OF = re.compile(r"(?:un|una|uno|an?|one) ")
_ASKS_PRICE = re.compile(r"\b(?:cuesta|vale|precio|cost|price)\b")


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the customer was asked to choose from."""

    rows: tuple[Row, ...]
    quantity: int
    turn: int


class CartTalk:
    """Understands one visit's talk about the cart and does what is asked."""

    def __init__(self, tools: CartTools, catalog: CatalogTools) -> None:
        """Listen in one visit.

        Args:
            tools: The visit's cart.
            catalog: What the visit has been shown, and what answers about products.
        """
        self._tools = tools
        self._catalog = catalog
        self._choice: _Choice | None = None

    def step(self, question: str) -> ToolCall | None:
        """The call that does what a sentence asks; None when it is not for the cart."""
        if self._meant(question) is None:
            return None
        arguments = json.dumps({"question": question}, ensure_ascii=False)
        return ToolCall("offline-use_cart", "use_cart", arguments)

    def is_binding(self, question: str) -> bool:
        """Whether a sentence confirms or leaves the order that was just read back."""
        return self._confirming(question) is not None

    def tool(self) -> Tool:
        """The one tool of the offline engine; models have `CartTools.tools`."""
        return tool_from(self.use_cart, changes_something=True)

    def use_cart(self, question: str) -> ToolResult:
        """Do what the customer asks about their cart.

        Args:
            question: The customer's own words, unchanged.
        """
        step = self._meant(question)
        if step is None:
            answer = CartAnswer({}, confidence=0.0)
            return ToolResult({}, Finding("unknown", record=answer))
        return step()

    def _meant(self, question: str) -> Step | None:
        confirming = self._confirming(question)
        if confirming is not None or _OF_DEBTS.search(plain(question)):
            return confirming
        chosen = self._chosen(question)
        if chosen is not None:
            return chosen
        move = move_in(question)
        if move is None:
            return None
        if move.name == "add":
            return self._adding(move, question)
        if not (self._tools.cart.lines or self._may_be_empty(move, question)):
            return None
        match move.name:
            case "show":
                return self._tools.show_cart
            case "empty":
                return self._tools.empty_cart
            case "order":
                return self._tools.order_cart
            case "change" | "remove":
                return self._altering(move)

    @staticmethod
    def _may_be_empty(move: CartMove, question: str) -> bool:
        """Whether it is about the cart even if nothing is in it."""
        return move.is_explicit and not _ASKS_PRICE.search(plain(question))

    def _confirming(self, question: str) -> Step | None:
        if not self._tools.awaits_yes:
            return None
        if says_yes(question):
            return self._tools.confirm_order
        return self._tools.withdraw if _NO.fullmatch(plain(question)) else None

    # Into the cart.

    def _adding(self, move: CartMove, question: str) -> Step | None:
        if _MORE.fullmatch(move.what):
            return self._more(move.quantity or 1)
        is_sure = move.verb == "sure"
        if not move.what or POINTING.fullmatch(move.what):
            is_meant = is_sure or move.verb == "take" or move.quantity is not None
            return self._pointed(move) if is_meant else None
        shown = self._shown()
        place = place_in(move.what, len(shown))
        if place is not None:
            return self._put(shown[place], move.quantity)
        if move.verb == "want":
            return None
        return self._named(move, question)

    def _more(self, quantity: int) -> Step | None:
        line = self._tools.cart.last
        if line is None:
            return None
        return lambda: self._tools.change(line, line.quantity + quantity)

    def _pointed(self, move: CartMove) -> Step | None:
        """What was just shown, if that is one product."""
        shown = self._shown()
        if len(shown) == 1:
            return self._put(shown[0], move.quantity)
        if shown:
            return self._asked_back(shown, move.quantity)
        if move.verb != "sure":
            return None
        return lambda: self._refused("nothing_shown")

    def _named(self, move: CartMove, question: str) -> Step | None:
        is_sure = move.verb == "sure"
        is_definite = _DEFINITE.match(move.what) and not _COMPARES.search(move.what)
        if not (is_sure or (is_definite and "?" not in question)):
            return None
        asked = move.what if move.is_explicit else question
        if _OF_THE_OFFICE.search(plain(question)) or self._is_hostile(asked):
            return None
        answer = self._catalog.look_up(move.what)
        rows = answer.rows or answer.elsewhere
        if answer.kind == "answer" and len(rows) == 1:
            return lambda: self._put_found(answer, rows[0], move.quantity)
        if not move.is_explicit and (not is_sure or _PLURAL.match(move.what)):
            return None
        if answer.kind == "answer" and rows:
            return self._asked_back(rows, move.quantity, answer)
        if not move.is_explicit:
            return None
        return lambda: ToolResult({}, finding_from(answer))

    def _is_hostile(self, question: str) -> bool:
        return self._catalog.look_up(question).looks_hostile

    def _put_found(
        self, answer: CatalogAnswer, row: Row, quantity: int | None
    ) -> ToolResult:
        self._catalog.remember(answer)
        return self._put(row, quantity)()

    def _put(self, row: Row, quantity: int | None) -> Step:
        return lambda: self._tools.add_again(row["id"], str(row["name"]), quantity or 1)

    # A choice that was asked back.

    def _asked_back(
        self,
        rows: Sequence[Row],
        quantity: int | None,
        answer: CatalogAnswer | None = None,
    ) -> Step:
        offered = tuple(rows[:_ASKED_BACK])

        def ask() -> ToolResult:
            if answer is not None:
                self._catalog.remember(answer)
            self._choice = _Choice(offered, quantity or 1, self._tools.turn)
            names = [str(row["name"]) for row in offered]
            return self._refused("which", rows=offered, names=names, total=len(rows))

        return ask

    def _chosen(self, question: str) -> Step | None:
        """The product that answers "which one?", asked in the turn before."""
        choice = self._choice
        if choice is None or choice.turn != self._tools.turn - 1:
            return None
        names = [str(row["name"]) for row in choice.rows]
        said = plain(question)
        place = place_in(said, len(names))
        if place is None:
            place = named_among(said, names)
        return None if place is None else self._put(choice.rows[place], choice.quantity)

    # Within the cart.

    def _altering(self, move: CartMove) -> Step | None:
        lines = self._tools.cart.lines
        if not lines:
            return lambda: self._refused("empty_cart")
        what, quantity = move.what, move.quantity
        if move.name == "remove" and quantity is None and _ONE_OF.match(what):
            what, quantity = what.partition(" ")[2], 1
        line = self._line(what)
        if line is None:
            is_meant = move.is_explicit
            return (lambda: self._refused("not_in_cart")) if is_meant else None
        if move.name == "change":
            return lambda: self._tools.change(line, quantity or 1)
        if quantity is not None:
            return lambda: self._tools.change(line, line.quantity - quantity)
        return lambda: self._tools.remove(line)

    def _line(self, what: str) -> OrderLine | None:
        lines = self._tools.cart.lines
        if not what or POINTING.fullmatch(what):
            return self._tools.cart.last or (lines[0] if len(lines) == 1 else None)
        place = place_in(what, len(lines))
        if place is None:
            place = named_among(what, [line.name for line in lines])
        return None if place is None else lines[place]

    def _shown(self) -> tuple[Row, ...]:
        """Products of the last answer."""
        before = self._catalog.before
        rows = before.rows if before is not None else ()
        return tuple(row for row in rows if "id" in row and row.get("name"))

    def _refused(
        self, code: str, *, rows: tuple[Row, ...] = (), **facts: Any
    ) -> ToolResult:
        return cart_result(
            "error", self._tools.cart.lines, facts={"code": code, **facts}, rows=rows
        )
