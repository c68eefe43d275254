"""Answers about the cart → short exact sentences; an order → its ticket."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from agents.cart_answer import CartAnswer, line_facts, total_facts
from agents.language import Language
from agents.wording_money import money
from catalog import Order

_ALOUD = 5
"""Lines that are named; the rest are counted."""
_WITH_TOTAL = frozenset(("added", "changed", "removed", "cart", "withdrawn"))


def cart_words(answer: CartAnswer, language: Language) -> str:
    """Word an answer; what has changed since it was told comes first."""
    return " ".join(_Saying(answer.result, language).sentences())


def ticket_code(order: Order) -> str:
    """An order in one short line for a QR code, in any language; names nobody."""
    totals = total_facts(order.lines)
    amounts = " ".join(f"{t['amount']} {t['currency']}".strip() for t in totals)
    return f"ORDER {order.number} {amounts} MADE {order.placed_at.date().isoformat()}"


def ticket(order: Order, language: Language) -> str:
    """An order as plain text to show or print."""
    texts = _texts(language)
    lines = [texts["ticket_title"].format(number=order.number)]
    lines += [f"{order.placed_at.astimezone():%Y-%m-%d %H:%M}", ""]
    for line in map(line_facts, order.lines):
        amount = money(line["amount"], line["currency"], language)
        lines.append(texts["ticket_line"].format(**{**line, "amount": amount}))
    totals = total_facts(order.lines)
    total = _with_and(
        [money(t["amount"], t["currency"], language) for t in totals], texts
    )
    return "\n".join([*lines, "", texts["ticket_total"].format(total=total)])


class _Saying:
    """One answer on its way into words."""

    def __init__(self, result: Mapping[str, Any], language: Language) -> None:
        self._result = result
        self._language = language
        self._texts = _texts(language)

    def sentences(self) -> Iterator[str]:
        """Yield what is said, in order."""
        yield from self._changes()
        status = self._result["status"]
        if status == "error":
            yield self._error()
        elif status in ("added", "changed"):
            yield self._put(status)
        elif status != "cart":
            yield self._filled(status)
        elif self._result["cart"]:
            yield self._filled("cart")
        if status in _WITH_TOTAL:
            yield self._filled("total" if self._result["cart"] else "nothing_left")
        if companion := self._result.get("goes_with_it"):
            price = self._money(companion, "price")
            yield self._texts["goes_with_it"].format(
                name=companion["name"], price=price
            )

    def _changes(self) -> Iterator[str]:
        for change in self._result.get("new_prices", ()):
            was, now = (self._money(change, when) for when in ("was", "now"))
            yield self._texts["new_price"].format(name=change["name"], was=was, now=now)
        for name in self._result.get("gone", ()):
            yield self._texts["gone"].format(name=name)

    def _put(self, status: str) -> str:
        """What a line has become: the last one that was put in or changed."""
        name, quantity = self._result["product"], self._result["quantity"]
        line = next(line for line in self._result["cart"] if line["name"] == name)
        one, many = ("added", "added_many")
        if status == "changed":
            one, many = ("changed_one", "changed")
        return self._texts[one if quantity == 1 else many].format(
            product=name,
            quantity=quantity,
            price=self._money(line, "price"),
            amount=self._money(line, "amount"),
        )

    def _error(self) -> str:
        code = self._result["code"]
        names = self._result.get("names", ())
        if code == "which" and self._result.get("total", 0) > len(names):
            code = "which_more"
        return self._filled(f"error_{code}")

    def _filled(self, name: str) -> str:
        figures = {key: v for key, v in self._result.items() if key != "cart"}
        figures["names"] = _joined(self._result.get("names", ()), self._texts["or"])
        figures["lines"] = self._lines()
        if name != "error_which_more":
            figures["total"] = self._total()
        return self._texts[name].format_map(figures)

    def _lines(self) -> str:
        lines = self._result["cart"]
        said = [
            self._texts["line_one" if line["quantity"] == 1 else "line"].format(
                name=line["name"],
                quantity=line["quantity"],
                amount=self._money(line, "amount"),
            )
            for line in lines[:_ALOUD]
        ]
        if len(lines) > _ALOUD:
            said.append(self._texts["more_lines"].format(n=len(lines) - _ALOUD))
        return _with_and(said, self._texts)

    def _total(self) -> str:
        totals = [self._money(total, "amount") for total in self._result["totals"]]
        return _with_and(totals, self._texts)

    def _money(self, facts: Mapping[str, Any], name: str) -> str:
        return money(facts[name], facts["currency"], self._language)


def _with_and(parts: Sequence[str], texts: Mapping[str, str]) -> str:
    return _joined(parts, texts["and"])


def _joined(parts: Sequence[str], last: str) -> str:
    *first, end = parts or ("",)
    return f"{', '.join(first)}{last}{end}" if first else end


@cache
def _texts(language: Language) -> dict[str, str]:
    file = files("agents") / "prompts" / f"cart.{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
