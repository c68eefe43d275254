"""Tools over the shop's catalogue, for one visit."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field

from agents.finding import Finding
from agents.lookahead import Looked
from agents.past_turn import BringBack
from agents.tool import Tool, ToolRefused, ToolResult, ToolRetry, tool_from
from catalog import (
    CatalogAnswer,
    ProductFilter,
    Questions,
    SelectRefused,
    Shop,
    Table,
)

_SHOWN = 20
"""Rows a model is shown; it is told how many there are."""
_HIDDEN_FROM_MODEL = frozenset(("id", "description"))

OrderName = Literal["relevance", "cheapest", "dearest", "name", "most_stock"]


class CatalogTools:
    """What one customer asks of the shop; remembers the last answer."""

    def __init__(self, shop: Shop, questions: Questions) -> None:
        self._shop = shop
        self._questions = questions
        self.before: CatalogAnswer | None = None
        """The last answer of the visit, which "those" and "the second" are about."""
        self._was_rejected = False

    def tools(self) -> Sequence[Tool]:
        """Give the tools to hand to a model."""
        return (
            tool_from(self.ask_catalog),
            tool_from(self.find_products),
            tool_from(self.query_catalog),
        )

    def hear(self, _: str) -> None:
        """Begin the customer's next turn: a query may be mended once again."""
        self._was_rejected = False

    def note(self) -> BringBack:
        """Give what brings back what is spoken of now."""
        return partial(setattr, self, "before", self.before)

    def look_up(self, question: str) -> CatalogAnswer:
        """Answer a question without taking it for said.

        Raises:
            CatalogError: The shop cannot be asked.
        """
        return self._questions.answer(question, self.before)

    def remember(self, answer: CatalogAnswer) -> None:
        """Take an answer for what is spoken of from now on."""
        if answer.query is not None:
            self.before = answer

    def ask_catalog(self, question: str) -> ToolResult:
        """Ask the catalogue in the customer's own words; use it first for products.

        Knows prices, stock, counts, averages, comparisons, and what "the cheaper one"
        or "those" refers to. Kind `clarify`: ask the customer back; `unknown`: the data
        does not say it; `refuse`: it is not about products, or not allowed.

        Args:
            question: The customer's whole question, as it was said.
        """
        looked = self.look(question)
        looked.remember()
        return looked.result

    def look(self, question: str) -> Looked:
        """Give what `ask_catalog` would answer, without remembering it."""
        answer = self.look_up(question)
        result = ToolResult(_told(answer), finding_from(answer))
        return Looked("ask_catalog", question, result, partial(self.remember, answer))

    def find_products(
        self,
        words: list[str] | None = None,
        family: str = "",
        min_price: Annotated[float, Field(ge=0)] | None = None,
        max_price: Annotated[float, Field(ge=0)] | None = None,
        order: OrderName = "relevance",
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        *,
        only_available: bool = True,
    ) -> ToolResult:
        """Find products by words, family and price; the total counts them all.

        Args:
            words: Words that must all be in the name or description; null for any.
            family: Exact name of a family, or empty for all.
            min_price: Lowest price in the shop's currency, included; null for none.
            max_price: Highest price, included; null for none.
            order: Which products come first.
            limit: How many products, 1 to 50.
            only_available: False also finds what is sold out.
        """
        wanted = ProductFilter(
            words=tuple(words or ()),
            family=family,
            min_price_cents=_cents(min_price),
            max_price_cents=_cents(max_price),
            only_available=only_available,
            order=order,
            limit=limit,
        )
        return _tabled(self._shop.find_products(wanted))

    def query_catalog(self, sql: str) -> ToolResult:
        """Run one SELECT over the relation `products`, for what no other tool answers.

        A rejected query comes back with its reason; mend it once. The second time it
        is refused: answer without it.

        Args:
            sql: A single SELECT over `products`, without semicolon.
        """
        try:
            return _tabled(self._shop.select(sql))
        except SelectRefused as error:
            if self._was_rejected:
                raise ToolRefused(f"{error}; answer without this tool") from error
            self._was_rejected = True
            raise ToolRetry(str(error)) from error


def finding_from(answer: CatalogAnswer) -> Finding:
    """Give the answer in the form that the screen and `--json` read."""
    return Finding(
        kind=answer.kind,
        rows=answer.rows,
        sql=answer.sql,
        value=answer.value,
        total=answer.total,
        record=answer,
    )


def _told(answer: CatalogAnswer) -> dict[str, Any]:
    told = {
        "kind": answer.kind,
        "reason": answer.reason,
        "understood_as": answer.said,
        "value": answer.value,
        "total": answer.total,
        "products": [_short(row) for row in answer.rows[:_SHOWN]],
        "sold_out_but_fitting": [_short(row) for row in answer.elsewhere],
        "ask_back_about": list(answer.candidates),
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _tabled(table: Table) -> ToolResult:
    rows = tuple(table.records())
    told = {
        "total": table.total,
        "rows": [_short(row) for row in rows[:_SHOWN]],
        "note": table.note,
    }
    data = {name: value for name, value in told.items() if value not in (None, "")}
    return ToolResult(data, Finding(rows=rows, sql=table.sql, total=table.total))


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in row.items()
        if value not in (None, "") and name not in _HIDDEN_FROM_MODEL
    }


def _cents(price: float | None) -> int | None:
    return None if price is None else round(price * 100)
